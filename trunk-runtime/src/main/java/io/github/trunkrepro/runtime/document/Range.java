package io.github.trunkrepro.runtime.document;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which numbers are allowed. */
public record Range(Optional<Bound> low, Optional<Bound> high) {

  /** One end of the range. */
  public record Bound(BigDecimal value, boolean inclusive) {}

  /** All numbers. */
  public static Range any() {
    return new Range(Optional.empty(), Optional.empty());
  }

  /** This number and all above it. */
  public static Range atLeast(long low) {
    return new Range(bound(low, true), Optional.empty());
  }

  /** This number and all above it. */
  public static Range atLeast(BigDecimal low) {
    return new Range(Optional.of(new Bound(low, true)), Optional.empty());
  }

  /** All above this number. */
  public static Range above(long low) {
    return new Range(bound(low, false), Optional.empty());
  }

  /** Up to this number. */
  public Range to(long high) {
    return new Range(low, bound(high, true));
  }

  /** Up to this number. */
  public Range to(BigDecimal high) {
    return new Range(low, Optional.of(new Bound(high, true)));
  }

  /** Below this number. */
  public Range below(long high) {
    return new Range(low, bound(high, false));
  }

  boolean contains(BigDecimal number) {
    return low.map(b -> number.compareTo(b.value) >= (b.inclusive ? 0 : 1)).orElse(true)
        && high.map(b -> number.compareTo(b.value) <= (b.inclusive ? 0 : -1)).orElse(true);
  }

  /** In words, with a leading blank: {@code " from 0 and below 1"}. */
  String words() {
    String from = low.map(b -> (b.inclusive ? " from " : " above ") + b.value).orElse("");
    String to = high.map(b -> (b.inclusive ? " to " : " below ") + b.value).orElse("");
    return from.isEmpty() || to.startsWith(" to")
        ? from + to
        : from + (to.isEmpty() ? "" : " and" + to);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    low.ifPresent(b -> json.put(b.inclusive ? "minimum" : "exclusiveMinimum", b.value));
    high.ifPresent(b -> json.put(b.inclusive ? "maximum" : "exclusiveMaximum", b.value));
    return json;
  }

  private static Optional<Bound> bound(long value, boolean inclusive) {
    return Optional.of(new Bound(BigDecimal.valueOf(value), inclusive));
  }
}
