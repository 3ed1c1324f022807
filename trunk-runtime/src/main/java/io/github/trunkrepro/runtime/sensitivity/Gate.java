package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.document.Names;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.sensitivity.VariantResult.Measures;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A condition under which a study fails: {@code MEASURE OPERATOR NUMBER [UNIT]}, as {@code
 * accuracySpread > 2.0}, {@code trees > 1}, {@code margin < 2 SE}.
 *
 * <ul>
 *   <li>{@code accuracySpread}: highest less lowest test accuracy, in percentage points
 *   <li>{@code accuracyDeviation}: largest standard deviation of a group, in percentage points
 *   <li>{@code trees}: number of distinct trees
 *   <li>{@code failures}: number of variants that failed
 *   <li>{@code margin}: smallest margin of a variant, in standard errors
 *   <li>{@code minAccuracy}: lowest test accuracy, in percent
 * </ul>
 *
 * <p>A measure that cannot be taken fails the study.
 */
public final class Gate {
  /** Differences of binary fractions differ from decimal ones below this digit. */
  private static final int DIGITS = 9;

  private static final List<Measure> MEASURES =
      List.of(
          new Measure("accuracySpread", "points", Gate::accuracySpread),
          new Measure("accuracyDeviation", "points", Gate::accuracyDeviation),
          new Measure("trees", "", Gate::trees),
          new Measure("failures", "", Gate::failures),
          new Measure("margin", "SE", Gate::margin),
          new Measure("minAccuracy", "%", Gate::minAccuracy));

  private static final List<String> NAMES = MEASURES.stream().map(Measure::name).toList();

  private static final Pattern FORM =
      Pattern.compile(
          "(?<measure>\\w+)\\s*(?<operator>[<>]=?)\\s*(?<number>\\d+(\\.\\d+)?)\\s*(?<unit>\\D*)");

  private static final Pattern FIRST_WORD = Pattern.compile("\\w*");

  /**
   * What can be measured.
   *
   * @param unit that may be written after the number; empty for a count
   */
  private record Measure(String name, String unit, Function<StudyReport, OptionalDouble> value) {}

  private final String condition;
  private final Measure measure;
  private final String operator;
  private final BigDecimal limit;

  private Gate(String condition, Measure measure, String operator, BigDecimal limit) {
    this.condition = condition;
    this.measure = measure;
    this.operator = operator;
    this.limit = limit;
  }

  /**
   * Reads a condition.
   *
   * @throws UserException when it is none
   */
  public static Gate parse(String condition) {
    String text = condition.strip();
    Matcher matcher = FORM.matcher(text);
    Matcher word = FIRST_WORD.matcher(text);
    String name = word.lookingAt() ? word.group() : "";
    Optional<Measure> measure = MEASURES.stream().filter(m -> m.name.equals(name)).findFirst();
    if (measure.isEmpty()) {
      throw mistake(text, "there is no measure \"" + name + "\"" + Names.didYouMean(name, NAMES));
    }
    if (!matcher.matches()) {
      throw mistake(text, "found something else");
    }
    String unit = matcher.group("unit");
    if (!unit.isEmpty() && !unit.equals(measure.get().unit)) {
      throw mistake(
          text,
          "%s is in %s, found the unit \"%s\""
              .formatted(
                  name,
                  measure.get().unit.isEmpty() ? "no unit" : "\"" + measure.get().unit + "\"",
                  unit));
    }
    return new Gate(
        text, measure.get(), matcher.group("operator"), new BigDecimal(matcher.group("number")));
  }

  private static UserException mistake(String condition, String what) {
    return new UserException(
        UserException.Kind.SETUP,
        "failOn \"%s\": %s; expected a measure (%s), an operator (>, >=, <, <=), a number and, if you like, its unit: accuracySpread > 2.0"
            .formatted(condition, what, String.join(", ", NAMES)));
  }

  /** What becomes of a study. */
  public GateResult check(StudyReport report) {
    OptionalDouble value = measure.value.apply(report);
    if (value.isEmpty() || !Double.isFinite(value.getAsDouble())) {
      return new GateResult(condition, OptionalDouble.empty(), true);
    }
    BigDecimal found =
        BigDecimal.valueOf(value.getAsDouble()).setScale(DIGITS, RoundingMode.HALF_EVEN);
    int order = found.compareTo(limit);
    boolean met =
        switch (operator) {
          case ">" -> order > 0;
          case ">=" -> order >= 0;
          case "<" -> order < 0;
          default -> order <= 0;
        };
    return new GateResult(condition, OptionalDouble.of(found.doubleValue()), met);
  }

  private static Stream<Measures> measures(StudyReport report) {
    return report.variants().stream().flatMap(variant -> variant.measures().stream());
  }

  private static DoubleStream percent(StudyReport report) {
    return measures(report).mapToDouble(measures -> 100 * Sample.value(measures.test()));
  }

  private static OptionalDouble accuracySpread(StudyReport report) {
    OptionalDouble lowest = percent(report).min();
    return lowest.isEmpty()
        ? lowest
        : OptionalDouble.of(percent(report).max().orElseThrow() - lowest.getAsDouble());
  }

  private static OptionalDouble accuracyDeviation(StudyReport report) {
    return report.groups().stream()
        .flatMapToDouble(group -> group.standardDeviation().stream())
        .map(deviation -> 100 * deviation)
        .max();
  }

  private static OptionalDouble trees(StudyReport report) {
    long trees = measures(report).map(Measures::tree).distinct().count();
    return trees == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) trees);
  }

  private static OptionalDouble failures(StudyReport report) {
    long failures =
        report.variants().stream().filter(variant -> variant.failure().isPresent()).count();
    return report.variants().isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) failures);
  }

  private static OptionalDouble margin(StudyReport report) {
    return measures(report).flatMapToDouble(measures -> measures.margin().stream()).min();
  }

  private static OptionalDouble minAccuracy(StudyReport report) {
    return percent(report).min();
  }
}
