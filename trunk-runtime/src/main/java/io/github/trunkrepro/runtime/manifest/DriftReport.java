package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.document.TextTable;
import io.github.trunkrepro.runtime.manifest.Finding.Verdict;
import io.github.trunkrepro.runtime.tree.TreeDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the gate found.
 *
 * @param gate which gate was used, and why
 * @param causes what changed before the run, in words
 * @param trees when they differ
 * @param pairs that crossed the threshold or are near it
 * @param useless differences that are accepted without need, or no longer
 */
public record DriftReport(
    String gate,
    List<Finding> findings,
    List<String> causes,
    Optional<TreeDifference> trees,
    List<PairDrift> pairs,
    List<String> useless) {
  private static final int WIDTH = 110;
  private static final int TREE_ROWS = 40;
  private static final int TREE_CHANGES = 10;
  private static final int PAIRS = 12;

  /** A report with copies of the lists. */
  public DriftReport {
    findings = List.copyOf(findings);
    causes = List.copyOf(causes);
    pairs = List.copyOf(pairs);
    useless = List.copyOf(useless);
  }

  /** A report before anything is accepted. */
  DriftReport(
      String gate,
      List<Finding> findings,
      List<String> causes,
      Optional<TreeDifference> trees,
      List<PairDrift> pairs) {
    this(gate, findings, causes, trees, pairs, List.of());
  }

  /** The same after {@link DriftAcceptance}. */
  DriftReport accepting(List<Finding> judged, List<String> reasons, List<String> withoutNeed) {
    List<String> why = new ArrayList<>(causes);
    why.addAll(reasons);
    return new DriftReport(gate, judged, why, trees, pairs, withoutNeed);
  }

  /** Whether a row drifted, and that is accepted. */
  public boolean isAccepted(String what) {
    return findings.stream()
        .anyMatch(f -> f.verdict() == Verdict.ACCEPTED && f.what().equals(what));
  }

  /** The verdict, as of a run that "is" it: {@code as the baseline}. */
  public String headline() {
    if (failed()) {
      return "drifted from the baseline";
    }
    boolean accepted = findings.stream().anyMatch(f -> f.verdict() == Verdict.ACCEPTED);
    return accepted ? "as the baseline, but for accepted drift" : "as the baseline";
  }

  /** Whether the build fails. */
  public boolean failed() {
    return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.DRIFT);
  }

  /**
   * The report for a console: the table, and after a failure the trees, the pairs of classes at the
   * threshold and the command that accepts the run. At most about a hundred lines.
   */
  public String render() {
    List<String> lines = new ArrayList<>();
    lines.add("The run " + (failed() ? "has " : "is ") + headline() + ".");
    lines.add("Gate: " + gate + ".");
    lines.add("");
    lines.addAll(table());
    if (!causes.isEmpty()) {
      lines.add("");
      lines.addAll(causes);
    }
    if (failed()) {
      trees.ifPresent(difference -> addTrees(difference, lines));
      addPairs(lines);
      lines.add("");
      remedies().forEach(remedy -> lines.add(remedy.purpose() + ": " + remedy.command()));
    }
    return String.join("\n", lines) + "\n";
  }

  /**
   * A command that ends a failure.
   *
   * @param purpose what it is for
   */
  public record Remedy(String purpose, String command) {}

  /** What to do about a failure. */
  public List<Remedy> remedies() {
    List<Remedy> remedies = new ArrayList<>();
    if (!useless.isEmpty()) {
      remedies.add(
          new Remedy(
              "To remove what is accepted without need",
              AcceptedDrift.COMMAND + " -Dtrunk.remove=\"" + String.join(",", useless) + "\""));
    }
    if (findings.stream().filter(f -> f.verdict() == Verdict.DRIFT).count() > useless.size()) {
      remedies.add(
          new Remedy(
              "To let what drifted pass for a while",
              AcceptedDrift.COMMAND + " -Dtrunk.difference=all -Dtrunk.reason=\"WHY\""));
      remedies.add(new Remedy("To accept this run as the baseline", Baseline.COMMAND));
    }
    return remedies;
  }

  private List<String> table() {
    TextTable table = new TextTable("what", "baseline", "now", "allowed", "");
    for (Finding finding : findings) {
      String verdict = finding.verdict().shown();
      table.row(finding.what(), finding.baseline(), finding.now(), finding.allowed(), verdict);
    }
    return table.lines();
  }

  private static void addTrees(TreeDifference difference, List<String> lines) {
    lines.add("");
    List<String> changes = difference.lines(WIDTH);
    lines.addAll(changes.subList(0, Math.min(TREE_CHANGES, changes.size())));
    if (changes.size() > TREE_CHANGES) {
      lines.add("... and " + (changes.size() - TREE_CHANGES) + " more changes");
    }
    lines.add("");
    lines.addAll(difference.sideBySide("baseline", "now", WIDTH, TREE_ROWS));
  }

  private void addPairs(List<String> lines) {
    if (pairs.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("Average softmax likelihoods that crossed the threshold (!) or are near it:");
    TextTable table = new TextTable("", "node", "pair", "baseline", "now", "threshold");
    pairs.stream()
        .limit(PAIRS)
        .forEach(
            pair ->
                table.row(
                    pair.crossed() ? "!" : "",
                    pair.node(),
                    pair.pair(),
                    pair.baseline(),
                    pair.now(),
                    String.format(Locale.ROOT, "%.5f", pair.threshold())));
    lines.addAll(table.lines());
    if (pairs.size() > PAIRS) {
      lines.add("... and " + (pairs.size() - PAIRS) + " more pairs");
    }
  }
}
