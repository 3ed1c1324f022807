package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.ReadableJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a study found, {@code sensitivity.json}; the CSV, the summary and the page are made of it.
 *
 * @param version of the format
 * @param study its name
 * @param recipe the recipe's file, as it is shown
 * @param recipeDigest of the recipe as it is written, without the study's changes
 * @param platform key of the platform that trained
 * @param trees every tree that came out, once, in the order of their names
 * @param volatility for a study of grouping volatility; empty for a study of axes
 * @param variants every recipe that was tried, in the order of the study; for grouping volatility
 *     in ascending order
 * @param groups variants that differ in the seed alone, taken together
 * @param comparisons between variants over the same seeds; empty without seeds
 * @param sources of the spread over a full grid; empty where the study is none
 * @param gates conditions on the study, and whether each holds
 */
public record StudyReport(
    String version,
    String study,
    String recipe,
    String recipeDigest,
    String platform,
    List<StudyTree> trees,
    Optional<VolatilityResult> volatility,
    List<VariantResult> variants,
    List<GroupSummary> groups,
    List<Comparison> comparisons,
    List<VarianceSource> sources,
    List<GateResult> gates) {

  /** Version of the format that this class writes. */
  public static final String VERSION = "1";

  /** A report with copies of the lists. */
  public StudyReport {
    trees = List.copyOf(trees);
    variants = List.copyOf(variants);
    groups = List.copyOf(groups);
    comparisons = List.copyOf(comparisons);
    sources = List.copyOf(sources);
    gates = List.copyOf(gates);
  }

  /** The same report with gates. */
  public StudyReport with(List<GateResult> checked) {
    return new StudyReport(
        version,
        study,
        recipe,
        recipeDigest,
        platform,
        trees,
        volatility,
        variants,
        groups,
        comparisons,
        sources,
        checked);
  }

  /** Reads a report. */
  public static StudyReport read(Path file) {
    return Json.read(file, StudyReport.class);
  }

  /** Writes the report whole or not at all. */
  public void write(Path file) {
    AtomicFiles.write(file, ReadableJson.write(this).getBytes(StandardCharsets.UTF_8));
  }
}
