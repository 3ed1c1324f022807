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
 */
public record DriftReport(
    String gate,
    List<Finding> findings,
    List<String> causes,
    Optional<TreeDifference> trees,
    List<PairDrift> pairs) {
  private static final int WIDTH = 110;
  private static final int TREE_ROWS = 40;
  private static final int TREE_CHANGES = 10;
  private static final int PAIRS = 12;

  /** A report with copies of the lists. */
  public DriftReport {
    findings = List.copyOf(findings);
    causes = List.copyOf(causes);
    pairs = List.copyOf(pairs);
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
    lines.add(failed() ? "The run has drifted from the baseline." : "The run is as the baseline.");
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
      lines.add("To accept this run as the baseline: " + Baseline.COMMAND);
    }
    return String.join("\n", lines) + "\n";
  }

  private List<String> table() {
    TextTable table = new TextTable("what", "baseline", "now", "allowed", "");
    for (Finding finding : findings) {
      String verdict = finding.verdict() == Verdict.DRIFT ? "DRIFT" : "";
      verdict = finding.verdict() == Verdict.OK ? "ok" : verdict;
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
