package io.github.trunkrepro.runtime.document;

import java.nio.file.Path;

/**
 * A place in a text file.
 *
 * @param file as it is shown to the user
 * @param line from 1; 0 where {@code file} already says it all, as an XML path does
 * @param column from 1, in code points
 */
public record Location(String file, int line, int column) {

  /** A file as it is shown: relative to the project's base directory where it lies in it. */
  public static String shown(Path file, Path baseDirectory) {
    Path absolute = file.toAbsolutePath().normalize();
    Path base = baseDirectory.toAbsolutePath().normalize();
    Path shown = absolute.startsWith(base) ? base.relativize(absolute) : file;
    return shown.toString().replace('\\', '/');
  }

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
