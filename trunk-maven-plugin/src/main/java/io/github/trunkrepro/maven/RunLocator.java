package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.attestation.Bundle;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Finds a result by what a user calls it. */
final class RunLocator {
  private static final String EXPECTED =
      "a run's folder, a manifest, a baseline, a jar that trunk:train attached, or REVISION:PATH of a"
          + " manifest or baseline in git, its path from the repository's root";

  private final Path base;

  /** Names are relative to the base, and git's repository is the one that holds it. */
  RunLocator(Path base) {
    this.base = base;
  }

  /**
   * The files of a result.
   *
   * @param parameter that names it, for messages
   * @throws UserException of kind SETUP when nothing has this name
   */
  RunFiles find(String parameter, String name) throws IOException {
    Path path = path(name);
    if (path != null && Files.isDirectory(path)) {
      return beside(parameter, name, path, NetworkLayout.MANIFEST);
    }
    if (path != null && Files.isRegularFile(path)) {
      return name.endsWith(".jar")
          ? archive(parameter, name, path)
          : beside(parameter, name, path.getParent(), path.getFileName().toString());
    }
    int colon = name.indexOf(':');
    if (colon > 0 && colon < name.length() - 1) {
      return revision(parameter, name, name.substring(0, colon), name.substring(colon + 1));
    }
    throw missing(parameter, name, "no such file or folder");
  }

  private Path path(String name) {
    try {
      return base.resolve(name).toAbsolutePath();
    } catch (InvalidPathException e) {
      // A revision with a colon is no path on Windows.
      return null;
    }
  }

  private static RunFiles beside(String parameter, String name, Path folder, String record)
      throws IOException {
    return of(parameter, name, record, new Folder(folder, () -> {}));
  }

  /** The files of a folder, and what is to be closed after them. */
  private record Folder(Path root, Closeable open) implements RunFiles.Place {
    @Override
    public Optional<byte[]> find(String name) throws IOException {
      Path found = root.resolve(name);
      return Files.isRegularFile(found) ? Optional.of(Files.readAllBytes(found)) : Optional.empty();
    }

    @Override
    public Optional<Path> folder() {
      return Optional.of(root);
    }

    @Override
    public void close() throws IOException {
      open.close();
    }
  }

  private static RunFiles archive(String parameter, String name, Path jar) throws IOException {
    Bundle bundle = Bundle.open(jar);
    return of(parameter, name, NetworkLayout.MANIFEST, new Folder(bundle.root(), bundle::close));
  }

  private RunFiles revision(String parameter, String name, String revision, String path)
      throws IOException {
    FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(base.toFile());
    if (builder.getGitDir() == null) {
      throw missing(parameter, name, "no such file, and no git repository around " + base);
    }
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    try (Repository repository = builder.build()) {
      ObjectId tree = repository.resolve(revision + "^{tree}");
      if (tree == null) {
        throw missing(parameter, name, "no such file, and no revision " + revision);
      }
      Map<String, byte[]> contents = new HashMap<>();
      try (RevWalk walk = new RevWalk(repository);
          TreeWalk files = new TreeWalk(repository)) {
        files.addTree(walk.parseTree(tree));
        files.setRecursive(true);
        while (files.next()) {
          if (files.getPathString().equals(path) || isBeside(files.getPathString(), folder)) {
            contents.put(files.getPathString(), repository.open(files.getObjectId(0)).getBytes());
          }
        }
      }
      return of(parameter, name, path.substring(folder.length()), new Revision(folder, contents));
    } catch (RevisionSyntaxException e) {
      throw missing(parameter, name, "no such file, and no revision " + revision);
    }
  }

  /** Files of a revision that were read, by their path in the repository. */
  private record Revision(String prefix, Map<String, byte[]> contents) implements RunFiles.Place {
    @Override
    public Optional<byte[]> find(String name) {
      return Optional.ofNullable(contents.get(prefix + name));
    }

    @Override
    public Optional<Path> folder() {
      return Optional.empty();
    }
  }

  private static boolean isBeside(String path, String folder) {
    return path.equals(folder + NetworkLayout.RECIPE);
  }

  private static RunFiles of(String parameter, String name, String record, RunFiles.Place place)
      throws IOException {
    try {
      byte[] content =
          place.find(record).orElseThrow(() -> missing(parameter, name, "no " + record + " there"));
      return new RunFiles(name, content, place);
    } catch (RuntimeException | IOException e) {
      place.close();
      throw e;
    }
  }

  private static UserException missing(String parameter, String name, String found) {
    return new UserException(
        UserException.Kind.SETUP,
        "<%s> (trunk.%s) is %s: expected %s; found %s. Train with mvn trunk:train, or name another."
            .formatted(parameter, parameter, name, EXPECTED, found));
  }
}
