package io.github.trunkrepro.runtime.document;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A part of a YAML or JSON file that knows where it stands. */
public sealed interface Node {

  /** Where it begins. */
  Location at();

  /** What it is, in the words of a message: {@code "five"}, {@code a list}, {@code nothing}. */
  String description();

  /** The part below these keys, if all of them are there. */
  default Optional<Node> find(String... keys) {
    Node node = this;
    for (String key : keys) {
      Optional<Entry> entry =
          node instanceof Mapping mapping ? mapping.entry(key) : Optional.empty();
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      node = entry.get().value();
    }
    return Optional.of(node);
  }

  /**
   * A single value.
   *
   * @param plain written without quotes, so that it may also be a number, a boolean or nothing
   */
  record Scalar(Location at, String text, boolean plain) implements Node {
    private static final Pattern NUMBER_OR_BOOLEAN =
        Pattern.compile("[-+]?[0-9.]+([eE][-+]?[0-9]+)?|true|True|TRUE|false|False|FALSE");
    private static final int SHOWN_CHARACTERS = 60;

    /** Whether nothing was written, or {@code null}. */
    public boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }

    @Override
    public String description() {
      if (isNull()) {
        return "nothing";
      }
      boolean bare =
          plain && text.length() <= SHOWN_CHARACTERS && NUMBER_OR_BOOLEAN.matcher(text).matches();
      return bare ? text : quoted(text);
    }

    /** The text in quotes, on one line, shortened where it is long. */
    static String quoted(String text) {
      String shown =
          text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
      return '"' + shown.replace("\n", "\\n").replace("\r", "\\r") + '"';
    }
  }

  /** A list. */
  record Sequence(Location at, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String description() {
      return items.isEmpty() ? "an empty list" : "a list";
    }
  }

  /** A map; no key stands in it twice. */
  record Mapping(Location at, List<Entry> entries) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The entry with this key. */
    public Optional<Entry> entry(String key) {
      return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    @Override
    public String description() {
      return entries.isEmpty() ? "an empty map" : "a map";
    }
  }

  /** A part with a mistake that is already reported; nothing more is said about it. */
  record Broken(Location at) implements Node {
    @Override
    public String description() {
      return "a mistake";
    }
  }

  /**
   * A key and its value.
   *
   * @param at where the key stands
   */
  record Entry(String key, Location at, Node value) {}
}
