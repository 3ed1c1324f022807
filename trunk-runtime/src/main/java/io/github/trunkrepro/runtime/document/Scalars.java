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
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,18})");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,4})?");
  private static final BigDecimal LARGEST_INT = BigDecimal.valueOf(Integer.MAX_VALUE);

  private Scalars() {}

  static Schema<Integer> integer(Range range) {
    return new Scalar<>(
        "a whole number" + range.words(),
        List.of(),
        scalar ->
            plain(scalar, INTEGER)
                .map(BigDecimal::new)
                .filter(n -> range.contains(n) && n.abs().compareTo(LARGEST_INT) <= 0)
                .map(BigDecimal::intValueExact),
        with(range.json(), "type", "integer"));
  }

  static Schema<Long> longInteger(Range range) {
    return new Scalar<>(
        "a whole number" + range.words(),
        List.of(),
        scalar ->
            plain(scalar, INTEGER)
                .map(BigDecimal::new)
                .filter(range::contains)
                .map(BigDecimal::longValueExact),
        with(range.json(), "type", "integer"));
  }

  static Schema<Double> number(Range range) {
    return new Scalar<>(
        "a number" + range.words(),
        List.of(),
        scalar ->
            plain(scalar, NUMBER)
                .map(text -> Double.parseDouble(text) + 0.0) // -0.0 becomes 0.0
                .filter(n -> Double.isFinite(n) && range.contains(new BigDecimal(n))),
        with(range.json(), "type", "number"));
  }

  static Schema<Boolean> bool() {
    return new Scalar<>(
        "true or false",
        List.of(),
        scalar ->
            plain(scalar, Pattern.compile("true|True|TRUE|false|False|FALSE"))
                .map(Boolean::parseBoolean),
        Map.of("type", "boolean"));
  }

  static Schema<String> text(String what, Pattern pattern) {
    return new Scalar<>(
        what,
        List.of(),
        scalar ->
            Optional.of(scalar)
                .filter(s -> !s.isNull() && pattern.matcher(s.text()).matches())
                .map(Node.Scalar::text),
        Map.of("type", "string", "pattern", "^(?:" + pattern.pattern() + ")$"));
  }

  static <T> Schema<T> choice(Map<String, T> values) {
    List<String> words = List.copyOf(values.keySet());
    return new Scalar<>(
        words.size() == 1 ? words.get(0) : "one of " + String.join(", ", words),
        words,
        scalar -> Optional.ofNullable(values.get(scalar.text())),
        Map.of("enum", words));
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
   * @param words all that are allowed, where there are only so many
   * @param parse empty when the scalar is no such value
   */
  private record Scalar<T>(
      String expected,
      List<String> words,
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
        at.expected(expected, Names.didYouMean(scalar.text(), words));
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
      return "string".equals(json.get("type"))
          ? json
          : Map.of("anyOf", List.of(json, definitions.refer("placeholder", PLACEHOLDER)));
    }
  }

  private static final Schema<String> PLACEHOLDER =
      text("a placeholder", Pattern.compile(".*" + Placeholders.PATTERN.pattern() + ".*"));
}
