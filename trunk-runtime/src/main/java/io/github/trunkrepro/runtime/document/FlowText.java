package io.github.trunkrepro.runtime.document;

import java.util.stream.Collectors;

/** A part of a document on one line, as YAML's flow style has it; reading it gives it again. */
public final class FlowText {
  private FlowText() {}

  /** The text: {@code {type: Adam, params: {lr: 0.1}}}. */
  public static String of(Node node) {
    if (node instanceof Node.Sequence sequence) {
      return sequence.items().stream()
          .map(FlowText::of)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (node instanceof Node.Mapping mapping) {
      return mapping.entries().stream()
          .map(entry -> quotedUnlessSimple(entry.key()) + ": " + of(entry.value()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (node instanceof Node.Scalar scalar && !scalar.isNull()) {
      return scalar.plain() && isSimple(scalar.text()) ? scalar.text() : quoted(scalar.text());
    }
    return "null";
  }

  private static String quotedUnlessSimple(String key) {
    return isSimple(key) ? key : quoted(key);
  }

  private static boolean isSimple(String text) {
    return text.matches("[\\w.+/-][\\w.+/ -]*") && !text.endsWith(" ") && !text.equals("-");
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == '\u2028' || c == '\u2029' || c == '\u0085') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
