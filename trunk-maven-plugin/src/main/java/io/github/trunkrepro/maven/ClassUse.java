package io.github.trunkrepro.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apache.maven.shared.dependency.analyzer.asm.ASMDependencyAnalyzer;

/** Classes by name: which a folder of class files uses, which a jar or folder holds. */
final class ClassUse {
  private static final String SUFFIX = ".class";
  private static final Pattern CLASS =
      Pattern.compile("(?:META-INF/versions/\\d+/)?([^-]+)\\.class");

  private ClassUse() {}

  /**
   * What the class files in a folder name that is not in the folder itself.
   *
   * @throws IOException if a class file cannot be read or understood
   */
  static Set<String> used(Path folder) throws IOException {
    Set<String> used = new HashSet<>();
    try {
      used.addAll(new ASMDependencyAnalyzer().analyze(folder.toUri().toURL()));
    } catch (RuntimeException e) {
      throw new IOException("cannot understand a class file in " + folder, e);
    }
    names(folder, used::remove);
    return used;
  }

  /** Whether there is a class file in a folder. */
  static boolean any(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(SUFFIX));
    }
  }

  /** Names every class of a jar or folder, by its table of contents alone: natives are large. */
  static void names(Path jarOrFolder, Consumer<String> to) throws IOException {
    if (Files.isDirectory(jarOrFolder)) {
      try (Stream<Path> files = Files.walk(jarOrFolder)) {
        files
            .map(file -> jarOrFolder.relativize(file).toString())
            .forEach(
                file -> name(file.replace(jarOrFolder.getFileSystem().getSeparator(), "/"), to));
      }
    } else {
      try (ZipFile jar = new ZipFile(jarOrFolder.toFile())) {
        jar.stream().forEach(entry -> name(entry.getName(), to));
      }
    }
  }

  private static void name(String entry, Consumer<String> to) {
    Matcher matcher = CLASS.matcher(entry);
    if (matcher.matches()) {
      to.accept(matcher.group(1).replace('/', '.'));
    }
  }
}
