package io.github.trunkrepro.runtime.document;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Schemas of single values. */
final class Scalars {
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,99})");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,4})?");

  private Scalars() {}

  static Schema<Integer> integer(Range range) {
    return whole(range, Integer.MAX_VALUE).map(Math::toIntExact);
  }

  static Schema<Long> longInteger(Range range) {
    return whole(range, Long.MAX_VALUE);
  }

  /** Nothing below zero is as large as {@code -max}, so one limit is enough. */
  private static Schema<Long> whole(Range range, long max) {
    BigDecimal limit = BigDecimal.valueOf(max);
    return new Scalar<>(
        "a whole number" + range.words(),
        text -> isAbove(limit, text) ? "; the largest possible is " + max : "",
        scalar ->
            plain(scalar, INTEGER)
                .map(BigDecimal::new)
                .filter(n -> range.contains(n) && n.abs().compareTo(limit) <= 0)
                .map(BigDecimal::longValueExact),
        with(bounded(range, max), "type", "integer"));
  }

  private static Map<String, Object> bounded(Range range, long max) {
    Map<String, Object> json = range.json();
    if (range.high().isEmpty()) {
      json.put("maximum", max);
    }
    return json;
  }

  private static boolean isAbove(BigDecimal limit, String text) {
    return INTEGER.matcher(text).matches() && new BigDecimal(text).compareTo(limit) > 0;
  }

  static Schema<Double> number(Range range) {
    return new Scalar<>(
        "a number" + range.words(),
        text -> "",
        scalar ->
            plain(scalar, NUMBER)
                .map(text -> Double.parseDouble(text) + 0.0) // -0.0 becomes 0.0
                .filter(n -> Double.isFinite(n) && range.contains(new BigDecimal(n))),
        with(range.json(), "type", "number"));
  }

  static Schema<Boolean> bool() {
    return new Scalar<>(
        "true or false",
        text -> "",
        scalar ->
            plain(scalar, Pattern.compile("true|True|TRUE|false|False|FALSE"))
                .map(Boolean::parseBoolean),
        Map.of("type", "boolean"));
  }

  static Schema<String> text(String what, Pattern pattern) {
    return new Scalar<>(
        what,
        text -> "",
        scalar ->
            Optional.of(scalar)
                .filter(s -> !s.isNull() && pattern.matcher(s.text()).matches())
                .map(Node.Scalar::text),
        Map.of("type", "string", "pattern", "^(?:" + pattern + ")$"));
  }

  static Schema<String> word(List<String> words, String otherwise) {
    String expected = words.size() == 1 ? words.get(0) : "one of " + String.join(", ", words);
    return new Scalar<>(
        otherwise.isEmpty() ? expected : expected + ", or " + otherwise,
        text -> Names.didYouMean(text, words),
        scalar -> Optional.of(scalar.text()).filter(words::contains),
        Map.of("enum", words));
  }

  static <T> Schema<T> choice(Map<String, T> values) {
    return word(List.copyOf(values.keySet()), "").map(values::get);
  }

  static <E extends Enum<E>> Schema<E> choice(Class<E> type) {
    Map<String, E> values = new LinkedHashMap<>();
    Arrays.stream(type.getEnumConstants()).forEach(e -> values.put(Json.name(e), e));
    return choice(values);
  }

  private static Optional<String> plain(Node.Scalar scalar, Pattern pattern) {
    return Optional.of(scalar)
        .filter(s -> s.plain() && pattern.matcher(s.text()).matches())
        .map(Node.Scalar::text);
  }

  private static Map<String, Object> with(Map<String, Object> json, String key, Object value) {
    json.put(key, value);
    return json;
  }

  /**
   * A single value.
   *
   * @param hint what to add to the message about a wrong text
   * @param parse empty when the scalar is no such value
   */
  private record Scalar<T>(
      String expected,
      Function<String, String> hint,
      Function<Node.Scalar, Optional<T>> parse,
      Map<String, Object> json)
      implements Schema<T> {

    @Override
    public Optional<T> read(Cursor at) {
      if (!(at.node() instanceof Node.Scalar scalar)) {
        at.expected(expected);
        return Optional.empty();
      }
      Optional<T> value = parse.apply(scalar);
      if (value.isEmpty()) {
        at.expected(expected, hint.apply(scalar.text()));
      }
      return value;
    }

    @Override
    public boolean accepts(Node node) {
      return node instanceof Node.Scalar;
    }

    @Override
    public Map<String, Object> json(Definitions definitions) {
      // Editors see the placeholder, not its value.
      return Map.of("anyOf", List.of(json, definitions.referToPlaceholder()));
    }
  }
}
