package io.github.trunkrepro.runtime.document;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A document in Markdown with tables, as pull requests and job summaries show it. Text from data is
 * escaped where it comes in.
 */
public final class Markdown {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]<>()#|~&!$]");
  private static final Pattern LINE_BREAKS = Pattern.compile("\\s*\\R\\s*");
  private static final Pattern BACKTICKS = Pattern.compile("`+");

  private final List<String> lines = new ArrayList<>();

  /**
   * Adds a heading.
   *
   * @param level from 1
   */
  public Markdown heading(int level, String text) {
    return block("#".repeat(level) + " " + escaped(text));
  }

  /** Adds a paragraph of text that is shown as it is. */
  public Markdown paragraph(String text) {
    return block(escaped(text));
  }

  /** Adds a paragraph of Markdown. */
  public Markdown block(String markdown) {
    separate();
    lines.add(markdown);
    return this;
  }

  /** Adds a list of texts. */
  public Markdown list(List<String> items) {
    separate();
    items.forEach(item -> lines.add("- " + escaped(item)));
    return this;
  }

  /**
   * Adds a table of texts; nothing without rows.
   *
   * @param titles as Markdown
   */
  public Markdown table(List<String> titles, List<List<String>> rows) {
    if (!rows.isEmpty()) {
      separate();
      lines.add(row(titles));
      lines.add(row(titles.stream().map(title -> "---").toList()));
      rows.forEach(row -> lines.add(row(row.stream().map(Markdown::escaped).toList())));
    }
    return this;
  }

  /**
   * Adds text of fixed width.
   *
   * @param language for colours, such as {@code text}; may be empty
   */
  public Markdown fenced(String language, String text) {
    separate();
    String fence = fence(text);
    lines.add(fence + language);
    text.lines().forEach(lines::add);
    lines.add(fence);
    return this;
  }

  /** The document, with a final line feed. */
  public String text() {
    return String.join("\n", lines) + "\n";
  }

  /** Writes the document whole or not at all. */
  public void write(Path file) {
    AtomicFiles.write(file, text().getBytes(StandardCharsets.UTF_8));
  }

  /** Text that Markdown shows as it is, on one line. */
  public static String escaped(String text) {
    String line = LINE_BREAKS.matcher(text).replaceAll(" ");
    return SPECIAL.matcher(line).replaceAll("\\\\$0");
  }

  private void separate() {
    if (!lines.isEmpty()) {
      lines.add("");
    }
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /** Longer than any row of backticks in the text. */
  private static String fence(String text) {
    int longest =
        BACKTICKS.matcher(text).results().mapToInt(found -> found.group().length()).max().orElse(0);
    return "`".repeat(Math.max(3, longest + 1));
  }
}
