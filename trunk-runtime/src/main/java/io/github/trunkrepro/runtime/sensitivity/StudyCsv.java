package io.github.trunkrepro.runtime.sensitivity;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.sensitivity.VariantResult.Measures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;

/** A study's variants, a row each, as RFC 4180 has it; numbers to all digits. */
public final class StudyCsv {
  private static final String NAME = "name";
  private static final List<String> RANGE = List.of("from", "to");
  private static final List<String> MEASURES =
      List.of(
          "tree",
          "correct",
          "images",
          "accuracy",
          "parameters",
          "meanPathMacs",
          "margin",
          "phasesTrained",
          "phasesReused",
          "seconds",
          "failure");

  /** An axis of such a name gets another one. */
  private static final Set<String> COLUMNS =
      Stream.of(List.of(NAME), RANGE, MEASURES).flatMap(List::stream).collect(Collectors.toSet());

  private StudyCsv() {}

  /**
   * Writes the rows below a header: {@code name}, each axis (an axis called like another column:
   * {@code axis} and its name), for grouping volatility {@code from} and {@code to}, then the
   * measures. What a variant does not have is empty.
   */
  public static void write(StudyReport report, Path file) {
    Set<String> axes = new LinkedHashSet<>();
    report.variants().forEach(variant -> axes.addAll(variant.settings().keySet()));
    List<Object> header = new ArrayList<>(List.of(NAME));
    axes.forEach(axis -> header.add(COLUMNS.contains(axis) ? "axis " + axis : axis));
    report.volatility().ifPresent(volatility -> header.addAll(RANGE));
    header.addAll(MEASURES);
    StringBuilder text = new StringBuilder(line(header));
    report.variants().forEach(variant -> text.append(line(row(report, axes, variant))));
    AtomicFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static List<Object> row(StudyReport report, Set<String> axes, VariantResult variant) {
    List<Object> row = new ArrayList<>(List.of(variant.name()));
    axes.forEach(axis -> row.add(variant.settings().getOrDefault(axis, "")));
    report
        .volatility()
        .ifPresent(
            volatility -> {
              Optional<VolatilityResult.Step> step =
                  volatility.steps().stream()
                      .filter(s -> s.variant().equals(variant.name()))
                      .findFirst();
              row.add(step.map(s -> number(s.from())).orElse(""));
              row.add(step.map(s -> number(s.to())).orElse(""));
            });
    Optional<Measures> measures = variant.measures();
    List<Function<Measures, Object>> cells =
        List.of(
            Measures::tree,
            m -> m.test().correct(),
            m -> m.test().images(),
            m -> number(Sample.value(m.test())),
            Measures::parameters,
            Measures::meanPathMacs,
            m -> m.margin().isPresent() ? number(m.margin().getAsDouble()) : "",
            Measures::phasesTrained,
            Measures::phasesReused,
            m -> number(m.seconds()));
    cells.forEach(cell -> row.add(measures.map(cell).orElse("")));
    row.add(variant.failure().orElse(""));
    return row;
  }

  private static String line(List<Object> cells) {
    return CSVFormat.RFC4180.format(cells.toArray()) + CSVFormat.RFC4180.getRecordSeparator();
  }

  /** As the report's JSON has it, the same on every Java. */
  private static String number(double value) {
    return NumberOutput.toString(value, true);
  }
}
