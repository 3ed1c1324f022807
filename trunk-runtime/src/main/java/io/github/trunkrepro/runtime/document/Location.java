package io.github.trunkrepro.runtime.document;

/**
 * A place in a text file.
 *
 * @param file as it is shown to the user
 * @param line from 1; 0 where {@code file} already says it all, as an XML path does
 * @param column from 1, in code points
 */
public record Location(String file, int line, int column) {
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
