package io.github.trunkrepro.runtime.engine;

import ai.djl.util.ClassLoaderUtils;
import ai.djl.util.Utils;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The engine's native libraries: found on the class path (never downloaded), unpacked by DJL into
 * its cache, which it then trusts for ever. Here each file is compared with its jar's entry, and
 * what the process has mapped with what was compared.
 */
final class NativeLibraries {
  private static final Path MAPS = Path.of("/proc/self/maps");

  private final ai.djl.util.Platform platform;
  private final Path cache = Utils.getEngineCacheDir("pytorch");
  private final Path folder;
  private final Map<String, NativeLibrary> expected = new LinkedHashMap<>();
  private final Set<String> verified = new HashSet<>();

  /**
   * Finds the libraries on the class path.
   *
   * @throws UserException if they are not there, or there twice
   */
  NativeLibraries() {
    platform = ai.djl.util.Platform.detectPlatform("pytorch");
    String version = platform.getVersion().split("-", 2)[0];
    String classifier = platform.getClassifier();
    String natives = "ai.djl.pytorch:pytorch-native-cpu:" + version + ":" + classifier;
    String jni = "ai.djl.pytorch:pytorch-jni:" + version + "-" + platform.getApiVersion();
    if (platform.isPlaceholder()) {
      throw missing("PyTorch's native libraries for " + classifier, natives);
    }
    folder = cache.resolve(platform.getVersion() + "-" + platform.getFlavor() + "-" + classifier);
    try {
      Map<Path, EntryDigests> jars = new HashMap<>();
      for (String name : platform.getLibraries()) {
        String entry = "pytorch/" + platform.getFlavor() + "/" + classifier + "/" + name;
        expect(name, entry, jars, "PyTorch's native library " + name, natives);
      }
      String jniName = System.mapLibraryName("djl_torch");
      String entry = "jnilib/" + classifier + "/" + platform.getFlavor() + "/" + jniName;
      String what = "DJL's native library for PyTorch " + version;
      if (!jniVersion().startsWith(version + "-" + platform.getApiVersion())) {
        throw missing(what, jni);
      }
      expect(platform.getApiVersion() + "-" + jniName, entry, jars, what, jni);
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.SETUP, "cannot read the engine's native libraries: " + e, e);
    }
  }

  private static UserException missing(String what, String coordinates) {
    return new UserException(
        UserException.Kind.SETUP,
        what
            + " is not on the class path, and nothing is downloaded; declare the dependency "
            + coordinates);
  }

  /** Version of DJL's native library, as in {@code 2.7.1-0.36.0}; empty without one. */
  static String jniVersion() throws IOException {
    URL url = ClassLoaderUtils.getResource("jnilib/pytorch.properties");
    Properties properties = new Properties();
    if (url != null) {
      try (InputStream in = url.openStream()) {
        properties.load(in);
      }
    }
    return properties.getProperty("jni_version", "");
  }

  private void expect(
      String name, String entry, Map<Path, EntryDigests> jars, String what, String coordinates)
      throws IOException {
    List<URL> urls = Collections.list(ClassLoaderUtils.getResources(entry));
    if (urls.isEmpty()) {
      throw missing(what, coordinates);
    }
    if (urls.size() > 1) {
      throw new UserException(
          UserException.Kind.SETUP,
          what + " is on the class path " + urls.size() + " times, keep one of: " + urls);
    }
    Path jar = jar(urls.get(0));
    String sha256 = jars.computeIfAbsent(jar, j -> new EntryDigests(j, cache)).of(entry);
    expected.put(name, new NativeLibrary(name, sha256, String.valueOf(jar.getFileName())));
  }

  private static Path jar(URL entry) throws IOException {
    if (entry.openConnection() instanceof JarURLConnection connection) {
      try {
        URI uri = connection.getJarFileURL().toURI();
        return Path.of(uri);
      } catch (URISyntaxException e) {
        throw new IOException("strange class path entry " + entry, e);
      }
    }
    throw new IOException("native libraries must come in jars, not as " + entry);
  }

  /** Version of PyTorch and flavour, as in {@code 2.7.1-cpu}. */
  String pytorch() {
    return platform.getVersion().split("-", 2)[0] + "-" + platform.getFlavor();
  }

  String os() {
    return platform.getOsPrefix();
  }

  String architecture() {
    return platform.getOsArch();
  }

  /**
   * Compares the files in the cache with their jar entries, each once. To be called before the
   * libraries are loaded, for those that an earlier run unpacked (a broken one crashes the JVM),
   * and after, for those that were unpacked just now.
   *
   * @throws UserException if a file differs
   */
  void verifyFiles() {
    for (NativeLibrary library : expected.values()) {
      Path file = folder.resolve(library.name());
      if (!verified.contains(library.name()) && Files.exists(file)) {
        String found = Digests.sha256(file);
        if (!found.equals(library.sha256())) {
          throw new ForeignLibraryException(
              file
                  + " is not what "
                  + library.jar()
                  + " holds: expected SHA-256 "
                  + library.sha256()
                  + ", found "
                  + found
                  + "; delete the folder "
                  + folder
                  + " and run again");
        }
        verified.add(library.name());
      }
    }
  }

  /**
   * The libraries that the process uses: on Linux those that it has mapped, elsewhere those in the
   * cache.
   *
   * @throws UserException if one of the engine's is mapped that was not verified
   */
  List<NativeLibrary> loaded() {
    if (!Files.isReadable(MAPS)) {
      return expected.values().stream()
          .filter(library -> verified.contains(library.name()))
          .toList();
    }
    List<NativeLibrary> loaded = new ArrayList<>();
    try {
      Path real = folder.toRealPath();
      for (String path : MappedFiles.parse(Files.readAllLines(MAPS))) {
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        boolean ours = path.substring(0, slash).equals(real.toString());
        if (ours && verified.contains(name)) {
          loaded.add(expected.get(name));
        } else if (path.startsWith(cache.toRealPath() + "/") || MappedFiles.isEngine(name)) {
          throw new ForeignLibraryException(
              "the process has mapped "
                  + path
                  + ", which comes from no dependency of the project; unset what made it load that"
                  + " (LD_PRELOAD, LD_LIBRARY_PATH), delete the folder "
                  + folder
                  + " and run again");
        }
      }
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.CHECK, "cannot find out which libraries are mapped: " + e, e);
    }
    return List.copyOf(loaded);
  }
}
