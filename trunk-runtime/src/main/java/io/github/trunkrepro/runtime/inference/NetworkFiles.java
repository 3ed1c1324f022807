package io.github.trunkrepro.runtime.inference;

import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The files of one trained network, wherever they lie; names are those of the layout. */
sealed interface NetworkFiles {

  /** Content of a file; empty when there is no such file. */
  Optional<byte[]> find(String name) throws IOException;

  /** A file's name, as people find it. */
  String where(String name);

  /** What can be done when a file is missing or damaged. */
  String mend();

  /** An output folder of the plugin. */
  record Folder(Path folder) implements NetworkFiles {
    @Override
    public Optional<byte[]> find(String name) throws IOException {
      try {
        return Optional.of(Files.readAllBytes(folder.resolve(name)));
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
    }

    @Override
    public String where(String name) {
      return folder.resolve(name).toString();
    }

    @Override
    public String mend() {
      return "train with mvn trunk:train";
    }
  }

  /**
   * A folder in an open archive.
   *
   * @param prefix the folder, with a slash at the end
   */
  record Archive(Path file, ZipFile zip, String prefix) implements NetworkFiles {
    private static final Pattern MANIFEST =
        Pattern.compile(
            "(" + NetworkLayout.ARCHIVE + "[^/]+/[^/]+/)" + Pattern.quote(NetworkLayout.MANIFEST));

    /**
     * The only network in an archive.
     *
     * @throws ClassifierException.Unreadable when there are several
     */
    static Archive only(Path file, ZipFile zip) {
      Set<String> prefixes = new HashSet<>();
      for (ZipEntry entry : Collections.list(zip.entries())) {
        Matcher manifest = MANIFEST.matcher(entry.getName());
        if (manifest.matches()) {
          prefixes.add(manifest.group(1));
        }
      }
      if (prefixes.size() > 1) {
        throw new ClassifierException.Unreadable(
            file
                + " holds "
                + prefixes.size()
                + " networks; put it on the class path and load one with loadResource",
            null);
      }
      return new Archive(
          file, zip, prefixes.stream().findFirst().orElse(NetworkLayout.ARCHIVE + "*/*/"));
    }

    @Override
    public Optional<byte[]> find(String name) throws IOException {
      ZipEntry entry = zip.getEntry(prefix + name);
      if (entry == null) {
        return Optional.empty();
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return Optional.of(in.readAllBytes());
      }
    }

    @Override
    public String where(String name) {
      return file + "!/" + prefix + name;
    }

    @Override
    public String mend() {
      return "take the archive that mvn trunk:train attaches, unchanged";
    }
  }

  /** A network on the class path, of the project with these coordinates. */
  record Resources(ClassLoader loader, String groupId, String artifactId) implements NetworkFiles {
    @Override
    public Optional<byte[]> find(String name) throws IOException {
      String path = path(name);
      Set<String> places = new HashSet<>();
      for (URL url : Collections.list(loader.getResources(path))) {
        places.add(url.toString());
      }
      if (places.size() > 1) {
        throw new ClassifierException.Unreadable(
            path + " is on the class path several times, keep one of: " + places, null);
      }
      try (InputStream in = loader.getResourceAsStream(path)) {
        return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
      }
    }

    private String path(String name) {
      return NetworkLayout.archiveFolder(groupId, artifactId) + name;
    }

    @Override
    public String where(String name) {
      return path(name) + " on the class path";
    }

    @Override
    public String mend() {
      return "declare the dependency %s:%s with the classifier that trunk:train attached (trunk)"
          .formatted(groupId, artifactId);
    }
  }
}
