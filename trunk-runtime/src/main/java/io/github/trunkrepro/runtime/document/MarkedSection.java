package io.github.trunkrepro.runtime.document;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A part of a text file that is generated, between two lines that mark it; all around it is the
 * user's.
 */
public final class MarkedSection {
  private final Path file;
  private final String begin;
  private final String end;

  /**
   * A section.
   *
   * @param file that need not exist
   * @param name in the marking lines, {@code <!-- NAME begin -->} and {@code <!-- NAME end -->}
   */
  public MarkedSection(Path file, String name) {
    this.file = file;
    this.begin = "<!-- " + name + " begin -->";
    this.end = "<!-- " + name + " end -->";
  }

  /**
   * The file's text with other content in the section; a file without the marks gets them at its
   * end.
   *
   * @throws UserException of kind SETUP when there is one mark without the other, or twice
   */
  private String with(String present, String content) {
    List<String> lines = present.lines().toList();
    long begins = lines.stream().filter(line -> line.strip().equals(begin)).count();
    long ends = lines.stream().filter(line -> line.strip().equals(end)).count();
    int from = first(lines, begin);
    int to = first(lines, end);
    String section = begin + "\n" + content.strip() + "\n" + end + "\n";
    if (begins == 0 && ends == 0) {
      return present.isBlank() ? section : present.stripTrailing() + "\n\n" + section;
    }
    if (begins != 1 || ends != 1 || to < from) {
      throw new UserException(
          UserException.Kind.SETUP,
          "%s: expected one line \"%s\" and after it one line \"%s\", found %d and %d%s; mend or remove them"
              .formatted(file, begin, end, begins, ends, to < from ? " in another order" : ""));
    }
    String before =
        lines.subList(0, from).stream().map(line -> line + "\n").reduce("", String::concat);
    String after =
        lines.subList(to + 1, lines.size()).stream()
            .map(line -> line + "\n")
            .reduce("", String::concat);
    return before + section + after;
  }

  private static int first(List<String> lines, String mark) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(mark)) {
        return i;
      }
    }
    return -1;
  }

  /** Writes the content, whole or not at all; tells whether the file changed. */
  public boolean write(String content) {
    String present = read();
    String next = with(present, content);
    if (next.equals(present)) {
      return false;
    }
    AtomicFiles.write(file, next.getBytes(StandardCharsets.UTF_8));
    return true;
  }

  /**
   * Compares the section with this content.
   *
   * @param command that writes it
   * @throws UserException of kind CHECK when it is another or missing, with the first line
   */
  public void check(String content, String command) {
    List<String> present = read().lines().toList();
    List<String> next = with(read(), content).lines().toList();
    if (present.equals(next)) {
      return;
    }
    int line = 0;
    while (line < present.size()
        && line < next.size()
        && present.get(line).equals(next.get(line))) {
      line++;
    }
    throw new UserException(
        UserException.Kind.CHECK,
        "%s:%d:1: is stale: expected \"%s\", found \"%s\"; write it anew with %s"
            .formatted(file, line + 1, at(next, line), at(present, line), command));
  }

  private static String at(List<String> lines, int line) {
    return line < lines.size() ? lines.get(line) : "the end of the file";
  }

  private String read() {
    try {
      return Files.exists(file)
          ? Files.readString(file, StandardCharsets.UTF_8).replace("\r\n", "\n")
          : "";
    } catch (IOException e) {
      throw AtomicFiles.failure("cannot read", file, e);
    }
  }
}
