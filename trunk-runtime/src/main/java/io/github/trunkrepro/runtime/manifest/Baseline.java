package io.github.trunkrepro.runtime.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.TreeDifference;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The result that a user has accepted, committed as {@code src/trunk/baseline.json}.
 *
 * @param version of the format
 * @param recipeDigest of the recipe that it was made with
 * @param dataDigest of the data that it was made with
 * @param tolerance how far test accuracy may be away in either direction, 0..1, in the precision
 *     that the user wrote
 * @param madeOn platform key of the run that accuracy and likelihoods are of
 * @param likelihoods by {@link NodeRecord#id}
 * @param platforms by platform key: where the gate is to the bit
 * @param spread over seeds that the tolerance came from; empty when it was given
 * @param gates beyond accuracy, tree and bits; empty where none was asked for
 */
public record Baseline(
    String version,
    String recipeDigest,
    String dataDigest,
    BigDecimal tolerance,
    String madeOn,
    Accuracy accuracy,
    ClassTree tree,
    SortedMap<String, Likelihoods> likelihoods,
    SortedMap<String, BaselinePlatform> platforms,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Spread> spread,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<BaselineGate>> gates) {

  /** Version of the format that this class writes. */
  public static final String VERSION = "1";

  /** Command that accepts a run. */
  public static final String COMMAND = "mvn trunk:baseline";

  /**
   * A baseline.
   *
   * @throws IllegalArgumentException when the tolerance is not within 0..1
   */
  public Baseline {
    if (tolerance.signum() < 0 || tolerance.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("tolerance must be 0 to 1, found " + tolerance);
    }
    likelihoods = Collections.unmodifiableSortedMap(new TreeMap<>(likelihoods));
    platforms = Collections.unmodifiableSortedMap(new TreeMap<>(platforms));
    gates = gates.filter(some -> !some.isEmpty()).map(List::copyOf);
  }

  /** Digest of the weights of every phase on every platform, by the phase's key. */
  public Map<String, String> weightsByKey() {
    Map<String, String> weights = new TreeMap<>();
    for (BaselinePlatform platform : platforms.values()) {
      platform.phases().forEach(phase -> weights.put(phase.key(), phase.weights()));
    }
    return weights;
  }

  /** Whether it has a gate. */
  public boolean has(GateKind kind) {
    return gates.orElse(List.of()).stream().anyMatch(gate -> gate.gate() == kind);
  }

  /**
   * A baseline that was just accepted, and what to tell the user of it.
   *
   * @param warnings what the user may not want
   */
  public record Accepted(Baseline baseline, List<String> lines, List<String> warnings) {

    /** A result with copies of the lists. */
    public Accepted {
      lines = List.copyOf(lines);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * What a user asks of a baseline.
   *
   * @param tolerance empty for that of the spread or, without one, of the present baseline
   * @param firstTolerance where there is neither
   * @param spread over seeds, when it was measured
   * @param gates beyond accuracy, tree and bits; empty to keep those of the present baseline
   */
  public record Wishes(
      Optional<BigDecimal> tolerance,
      BigDecimal firstTolerance,
      Optional<Spread> spread,
      Optional<Map<GateKind, BigDecimal>> gates) {}

  /** The baseline of one run. */
  public static Baseline from(Manifest run, BigDecimal tolerance) {
    Reproducible result = run.reproducible();
    String platform = run.environment().platform();
    return new Baseline(
        VERSION,
        result.recipeDigest(),
        result.data().digest(),
        tolerance,
        platform,
        result.test().accuracy(),
        result.tree(),
        likelihoods(result),
        new TreeMap<>(Map.of(platform, BaselinePlatform.of(run))),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Accepts a run, as {@code trunk:baseline} does: makes the first baseline; extends the present
   * one by the run's platform; or, when recipe, data or tree have changed, replaces it wholly,
   * because digests of other platforms then mean nothing any more.
   *
   * <p>A further platform loosens nothing: a spread that was measured there leaves the tolerance as
   * it is, and gates keep the values of the others.
   */
  public static Accepted accept(Optional<Baseline> present, Manifest run, Wishes wishes) {
    String platform = run.environment().platform();
    List<String> lines = new ArrayList<>();
    List<String> changed =
        present.map(before -> before.changed(run.reproducible())).orElse(List.of());
    Baseline accepted;
    Optional<Spread> kept = Optional.empty();
    if (present.isEmpty()) {
      accepted = from(run, wishes.firstTolerance);
      lines.add("baseline made on platform " + platform);
    } else if (changed.isEmpty()) {
      Baseline before = present.get();
      accepted = before.extendedBy(run);
      kept = before.spread;
      boolean known = before.platforms.containsKey(platform);
      boolean same = accepted.platforms.equals(before.platforms);
      lines.add(
          "baseline "
              + (same ? "already had" : known ? "has new digests for" : "extended by")
              + " platform "
              + platform);
    } else {
      accepted = from(run, present.get().tolerance);
      lines.add("baseline replaced, because of another " + String.join(" and ", changed));
      present.get().platforms.keySet().stream()
          .filter(key -> !key.equals(platform))
          .map(key -> "dropped platform " + key + ": train there and run " + COMMAND + " again")
          .forEach(lines::add);
    }
    Optional<Spread> usable = wishes.spread;
    if (usable.isPresent() && changed.isEmpty() && !platform.equals(accepted.madeOn)) {
      lines.add(
          "the tolerance stays as it was: the baseline was made on platform " + accepted.madeOn);
      usable = Optional.empty();
    }
    usable.ifPresent(spread -> lines.add(spread.text()));
    lines.addAll(usable.map(spread -> spread.settingLines(accepted.accuracy)).orElse(List.of()));
    BigDecimal allowed = tolerance(wishes, usable, accepted);
    List<BaselineGate> gates =
        BaselineGate.accept(
            present.flatMap(Baseline::gates).orElse(List.of()).stream()
                .map(gate -> changed.isEmpty() ? gate : gate.emptied())
                .toList(),
            wishes.gates,
            run);
    Baseline result =
        new Baseline(
            accepted.version,
            accepted.recipeDigest,
            accepted.dataDigest,
            allowed,
            accepted.madeOn,
            accepted.accuracy,
            accepted.tree,
            accepted.likelihoods,
            accepted.platforms,
            wishes.tolerance.isPresent() ? Optional.empty() : usable.isPresent() ? usable : kept,
            Optional.of(gates));
    lines.add("test accuracy " + result.platforms.get(platform).accuracy().text(4));
    lines.add("tolerance +/- " + allowed.toPlainString());
    result
        .gates
        .orElse(List.of())
        .forEach(
            gate ->
                lines.add("gate " + gate.gate().label() + ": " + gate.allowed().toPlainString()));
    return new Accepted(result, lines, result.warnings());
  }

  private static BigDecimal tolerance(Wishes wishes, Optional<Spread> spread, Baseline accepted) {
    return wishes
        .tolerance
        .or(() -> spread.map(measured -> measured.tolerance(accepted.accuracy)))
        .orElse(accepted.tolerance);
  }

  /**
   * Settings that train another tree; a tolerance that other test images would overstep by chance.
   */
  private List<String> warnings() {
    Interval interval = Interval.of(accuracy);
    BigDecimal half =
        interval
            .high()
            .subtract(interval.low())
            .divide(BigDecimal.valueOf(2), 4, RoundingMode.CEILING);
    List<String> warnings = new ArrayList<>(spread.map(Spread::warnings).orElse(List.of()));
    if (tolerance.compareTo(half) < 0) {
      warnings.add(
          ("The tolerance +/- %s is narrower than %d test images can resolve: of an accuracy of %s the"
                  + " 95 %% interval (Wilson) is %s, +/- %s. A smaller change may be chance; for less,"
                  + " test on more images, or allow more with -Dtrunk.tolerance=%s.")
              .formatted(
                  tolerance.toPlainString(),
                  accuracy.images(),
                  accuracy.text(4),
                  interval.text(4),
                  half.toPlainString(),
                  half.toPlainString()));
    }
    return warnings;
  }

  /**
   * This baseline with the digests of a further platform, or with new ones for a platform that it
   * knows. What it says of others stays as it is.
   *
   * @throws UserException of kind CHECK when the run is of another recipe, data or tree
   */
  public Baseline extendedBy(Manifest run) {
    List<String> changed = changed(run.reproducible());
    if (!changed.isEmpty()) {
      throw new UserException(
          UserException.Kind.CHECK,
          "the run has another %s than the baseline, which it can replace but not extend"
              .formatted(String.join(" and ", changed)));
    }
    SortedMap<String, BaselinePlatform> extended = new TreeMap<>(platforms);
    String platform = run.environment().platform();
    extended.put(platform, BaselinePlatform.of(run));
    boolean same = platform.equals(madeOn);
    return new Baseline(
        version,
        recipeDigest,
        dataDigest,
        tolerance,
        madeOn,
        same ? run.reproducible().test().accuracy() : accuracy,
        tree,
        same ? likelihoods(run.reproducible()) : likelihoods,
        extended,
        spread,
        gates);
  }

  /**
   * Reads a baseline.
   *
   * @throws UserException of kind CHECK when there is none, with the command that makes one; of
   *     kind SETUP when the file is of another version or is no baseline
   */
  public static Baseline read(Path file) {
    if (Files.notExists(file)) {
      throw new UserException(
          UserException.Kind.CHECK,
          "there is no baseline to compare with: %s is missing\nTo accept this run as the baseline: %s"
              .formatted(file, COMMAND));
    }
    FormatVersion.check(file, VERSION, "delete the file and run " + COMMAND);
    return Json.read(file, Baseline.class);
  }

  /** Writes the baseline whole or not at all, with line feeds on every system. */
  public void write(Path file) {
    AtomicFiles.write(file, ReadableJson.write(this).getBytes(StandardCharsets.UTF_8));
  }

  private List<String> changed(Reproducible run) {
    List<String> changed = new ArrayList<>();
    if (!run.recipeDigest().equals(recipeDigest)) {
      changed.add("recipe");
    }
    if (!run.data().digest().equals(dataDigest)) {
      changed.add("data");
    }
    if (!TreeDifference.between(tree, run.tree()).isEmpty()) {
      changed.add("tree");
    }
    return changed;
  }

  static SortedMap<String, Likelihoods> likelihoods(Reproducible run) {
    return run.nodes().stream()
        .filter(node -> node.likelihoods().isPresent())
        .collect(
            Collectors.toMap(
                NodeRecord::id, node -> node.likelihoods().get(), (a, b) -> b, TreeMap::new));
  }
}
