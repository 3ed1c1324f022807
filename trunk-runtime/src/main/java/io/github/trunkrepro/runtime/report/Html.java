package io.github.trunkrepro.runtime.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A piece of HTML that is XML too. Text and values of attributes are escaped where they come in, so
 * that nothing from data becomes markup.
 */
record Html(String markup) {
  static final Html NOTHING = new Html("");

  static Html text(String text) {
    return new Html(escaped(text));
  }

  static Html join(List<Html> parts) {
    return new Html(parts.stream().map(Html::markup).collect(Collectors.joining()));
  }

  static Html join(Html... parts) {
    return join(Arrays.asList(parts));
  }

  static Tag tag(String name) {
    return new Tag(name, "");
  }

  /** An element that has no content yet. */
  record Tag(String name, String attributes) {
    Tag with(String attribute, String value) {
      return new Tag(name, attributes + " " + attribute + "=\"" + escaped(value) + "\"");
    }

    /** The element as one that HTML knows without content. */
    Html alone() {
      return new Html("<" + name + attributes + "/>");
    }

    Html of(Html... content) {
      return of(Arrays.asList(content));
    }

    Html of(List<Html> content) {
      return new Html("<" + name + attributes + ">" + join(content).markup + "</" + name + ">");
    }

    Html of(String text) {
      return of(text(text));
    }
  }

  /** The text as content or as the value of an attribute, in HTML, XML and SVG. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                // XML 1.0 has no characters for the other controls.
                default -> escaped.appendCodePoint(c < ' ' && c != '\n' ? ' ' : c);
              }
            });
    return escaped.toString();
  }

  /** How many there are, in words: {@code 1 class}, {@code 2 classes}. */
  static String count(int number, String one, String several) {
    return String.format(Locale.ROOT, "%d %s", number, number == 1 ? one : several);
  }
}
