package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.manifest.BaselinePlatform.PhaseBits;
import io.github.trunkrepro.runtime.manifest.Finding.Verdict;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.tree.TreeDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The gate: compares a run with the baseline. On a platform that the baseline knows every bit must
 * be equal; on another the tolerance decides, and the tree must be the same.
 */
public final class Drift {
  /** The row of the run's identity. */
  public static final String IDENTITY = "identity of the run";

  /** The row of all phases' weights. */
  static final String WEIGHTS = "weights";

  private static final int DIGEST_DIGITS = 12;
  private static final int PHASES_SHOWN = 5;

  private final Baseline baseline;
  private final Reproducible run;
  private final Optional<Environment> environment;
  private final String platform;
  private final Optional<BaselinePlatform> known;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> causes = new ArrayList<>();

  private Drift(
      Baseline baseline, Reproducible run, Optional<Environment> environment, String platform) {
    this.baseline = baseline;
    this.run = run;
    this.environment = environment;
    this.platform = platform;
    this.known = Optional.ofNullable(baseline.platforms().get(platform));
  }

  /** Compares; a pure function. */
  public static DriftReport compare(Baseline baseline, Manifest run) {
    return new Drift(
            baseline,
            run.reproducible(),
            Optional.of(run.environment()),
            run.environment().platform())
        .report();
  }

  /** Compares what is reproducible of a run on a platform; a pure function. */
  public static DriftReport compare(Baseline baseline, Reproducible run, String platform) {
    return new Drift(baseline, run, Optional.empty(), platform).report();
  }

  private DriftReport report() {
    TreeDifference trees = TreeDifference.between(baseline.tree(), run.tree());
    changedInput("recipe", "recipeDigest", baseline.recipeDigest(), run.recipeDigest());
    changedInput("data", "dataDigest", baseline.dataDigest(), run.data().digest());
    accuracy();
    findings.add(
        new Finding(
            "tree",
            shape(baseline.tree()),
            shape(run.tree()),
            "the same tree",
            trees.isEmpty() ? Verdict.OK : Verdict.DRIFT,
            List.of("tree"),
            exactly(run.tree().toJson())));
    known.ifPresent(this::bits);
    baseline.gates().orElse(List.of()).stream()
        .map(gate -> gate.check(run, environment, platform, baseline.madeOn()))
        .forEach(findings::add);
    return new DriftReport(
        gate(),
        findings,
        causes,
        trees.isEmpty() ? Optional.empty() : Optional.of(trees),
        PairDrift.of(baseline, run));
  }

  private String gate() {
    return known.isPresent()
        ? "bit for bit, because platform " + platform + " is in the baseline"
        : "the tolerance decides, because platform "
            + platform
            + " is not in the baseline (there: "
            + String.join(", ", baseline.platforms().keySet())
            + ")";
  }

  private void changedInput(String what, String key, String before, String now) {
    if (!before.equals(now)) {
      add(what, digest(before), digest(now), "(a cause)", Verdict.NOTE, key);
      causes.add("The " + what + " has changed since the baseline was made.");
    }
  }

  private void accuracy() {
    Accuracy expected = known.map(BaselinePlatform::accuracy).orElse(baseline.accuracy());
    Accuracy found = run.test().accuracy();
    int decimals = Math.max(4, baseline.tolerance().scale());
    add(
        "test accuracy",
        expected.text(decimals),
        found.text(decimals),
        "+/- "
            + baseline.tolerance().toPlainString()
            + baseline.spread().map(s -> " (" + s.runs().size() + " seeds)").orElse(""),
        expected.isWithin(baseline.tolerance(), found) ? Verdict.OK : Verdict.DRIFT,
        known.isPresent() ? ofPlatform("accuracy") : new String[] {"accuracy"});
  }

  private void bits(BaselinePlatform expected) {
    List<PhaseBits> now = BaselinePlatform.phases(run);
    List<Finding> differing = new ArrayList<>();
    // Of the first alone: a child's key follows from the bits of its parent.
    Optional<Boolean> sameKey = Optional.empty();
    for (PhaseBits before : expected.phases()) {
      Optional<PhaseBits> here = find(now, before);
      if (!here.equals(Optional.of(before))) {
        differing.add(difference(before, here));
        sameKey = sameKey.or(() -> here.map(found -> found.key().equals(before.key())));
      }
    }
    now.stream()
        .filter(here -> find(expected.phases(), here).isEmpty())
        .map(here -> phaseDiffers(label(here), "not trained", digest(here.weights())))
        .forEach(differing::add);
    int phases = expected.phases().size();
    findings.add(
        new Finding(
            WEIGHTS,
            phases + " phases",
            differing.isEmpty() ? "all equal" : differing.size() + " differ",
            "equal bits",
            differing.isEmpty() ? Verdict.OK : Verdict.DRIFT,
            List.of(ofPlatform("phases")),
            exactly(now)));
    findings.addAll(differing.subList(0, Math.min(PHASES_SHOWN, differing.size())));
    if (differing.size() > PHASES_SHOWN) {
      String more = differing.size() - PHASES_SHOWN + " more phases";
      add("  " + more, "", "", "equal", Verdict.DRIFT, ofPlatform("phases"));
    }
    String identity = run.identity();
    boolean same = identity.equals(expected.identity());
    findings.add(
        new Finding(
            IDENTITY,
            digest(expected.identity()),
            digest(identity),
            "equal",
            same ? Verdict.OK : Verdict.DRIFT,
            List.of(ofPlatform("identity")),
            identity));
    if (!differing.isEmpty() && causes.isEmpty()) {
      causes.add(
          sameKey.orElse(false)
              ? "Recipe, data, engine and settings are those of the baseline, the bits are not:"
                  + " training did not repeat itself."
              : "Recipe and data are those of the baseline, the phases' keys are not:"
                  + " the engine, its settings or trunk itself have changed.");
    }
  }

  private Finding difference(PhaseBits before, Optional<PhaseBits> here) {
    if (here.isEmpty()) {
      return phaseDiffers(label(before), digest(before.weights()), "not trained");
    }
    return phaseDiffers(
        label(before),
        digest(before.weights()),
        digest(here.get().weights()) + from(before, here.get()));
  }

  private Finding phaseDiffers(String phase, String before, String now) {
    return new Finding(phase, before, now, "equal", Verdict.DRIFT, List.of(ofPlatform("phases")));
  }

  private String[] ofPlatform(String key) {
    return new String[] {"platforms", platform, key};
  }

  private static String from(PhaseBits before, PhaseBits here) {
    int epochs = Math.min(before.epochs().size(), here.epochs().size());
    for (int i = 0; i < epochs; i++) {
      if (!before.epochs().get(i).equals(here.epochs().get(i))) {
        return String.format(Locale.ROOT, ", from epoch %d", i + 1);
      }
    }
    return before.epochs().size() == here.epochs().size()
        ? ", epochs equal"
        : String.format(Locale.ROOT, ", %d epochs", here.epochs().size());
  }

  private static Optional<PhaseBits> find(List<PhaseBits> phases, PhaseBits like) {
    return phases.stream()
        .filter(phase -> phase.node().equals(like.node()) && phase.phase() == like.phase())
        .findFirst();
  }

  private String label(PhaseBits bits) {
    NodePath path = NodePath.parse(bits.node());
    // Class indices of the run mean the same as the baseline's unless the data changed.
    ClassTree names =
        Stream.of(baseline.tree(), run.tree())
            .filter(tree -> tree.node(path).isPresent())
            .findFirst()
            .orElse(baseline.tree());
    String phase = bits.phase().name().toLowerCase(Locale.ROOT);
    return "  " + phase + " phase of " + path.label(names.classNames());
  }

  private static String shape(ClassTree tree) {
    return String.format(
        Locale.ROOT, "%d inner nodes, depth %d", tree.nodes().size(), tree.depth());
  }

  private static String exactly(Object value) {
    return Digests.sha256(CanonicalJson.bytes(value));
  }

  private static String digest(String digest) {
    return digest.substring(0, Math.min(DIGEST_DIGITS, digest.length()));
  }

  private void add(
      String what, String before, String now, String allowed, Verdict verdict, String... at) {
    findings.add(new Finding(what, before, now, allowed, verdict, List.of(at)));
  }
}
