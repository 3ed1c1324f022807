package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.Names;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.AcceptedDrift;
import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.Drift;
import io.github.trunkrepro.runtime.manifest.Finding;
import io.github.trunkrepro.runtime.manifest.Manifest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Lets one named difference between the run in the output folder and the baseline pass the gate for
 * a while: with a reason, the author's name from git, and a day on which it ends. The baseline
 * stays. Only this outcome passes, and only on this platform.
 *
 * @since 0.1.0
 */
@Mojo(name = "accept-drift", threadSafe = true)
public class AcceptDriftMojo extends ResultMojo {
  private static final String ALL = "all";
  private static final int DAYS = 90;

  /**
   * The accepted result.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "trunk.baselineFile",
      defaultValue = "${project.basedir}/src/trunk/baseline.json")
  File baselineFile;

  /**
   * The file that is changed, to be committed with the project.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "trunk.acceptedDriftFile",
      defaultValue = "${project.basedir}/src/trunk/accepted-drift.yaml")
  File acceptedDriftFile;

  /**
   * What is accepted: a row of the gate's table, several separated by commas, or <code>all</code>
   * that drifted.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.difference")
  List<String> difference = List.of();

  /**
   * Why it is accepted.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.reason")
  String reason;

  /**
   * Last day on which it passes, such as <code>2027-12-31</code>; by default the 90th from today.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.expires")
  String expires;

  /**
   * Differences that are no longer accepted, separated by commas; nothing is accepted then.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.remove")
  List<String> remove = List.of();

  @Parameter(defaultValue = "${project.basedir}", readonly = true, required = true)
  File basedir;

  @Override
  void run() throws IOException {
    Path manifest = outputDirectory.toPath().resolve("manifest.json");
    if (Files.notExists(manifest)) {
      throw mistake(
          "There is no finished run to accept drift of: %s is missing. Train first: mvn trunk:train"
              .formatted(manifest));
    }
    Manifest run = Manifest.read(manifest);
    String platform = run.environment().platform();
    Path file = acceptedDriftFile.toPath();
    AcceptedDrift present = AcceptedDrift.read(file, file.toString());
    AcceptedDrift changed = remove.isEmpty() ? accept(present, run) : remove(present, platform);
    changed.write(file);
    getLog().info("written to " + file + "; commit it with the project");
  }

  private AcceptedDrift remove(AcceptedDrift present, String platform) {
    List<String> known =
        present.on(platform).stream().map(AcceptedDrift.Entry::difference).toList();
    AcceptedDrift changed = present;
    for (String name : remove) {
      String what = name.strip();
      require(known, what, "<remove> (trunk.remove)", "accepted on " + platform);
      changed = changed.without(what, platform);
      getLog().info("no longer accepted on %s: %s".formatted(platform, what));
    }
    return changed;
  }

  private AcceptedDrift accept(AcceptedDrift present, Manifest run) throws IOException {
    List<Finding> drifted =
        Drift.compare(Baseline.read(baselineFile.toPath()), run).findings().stream()
            .filter(finding -> finding.verdict() == Finding.Verdict.DRIFT && !finding.isOfPhase())
            .toList();
    if (drifted.isEmpty()) {
      throw mistake("There is nothing to accept: the run is as the baseline.");
    }
    List<String> known = drifted.stream().map(Finding::what).toList();
    if (difference.isEmpty()) {
      throw mistake(
          "<difference> (trunk.difference) is missing; what drifted is: %s. Name what is accepted, or all."
              .formatted(String.join(", ", known)));
    }
    boolean all = difference.stream().map(String::strip).toList().equals(List.of(ALL));
    if (!all) {
      difference.forEach(
          name ->
              require(known, name.strip(), "<difference> (trunk.difference)", "what has drifted"));
    }
    if (reason == null || reason.isBlank()) {
      throw mistake("<reason> (trunk.reason) is missing: say why the drift is accepted.");
    }
    LocalDate until = until();
    String author = GitState.author(basedir);
    String platform = run.environment().platform();
    AcceptedDrift changed = present;
    for (Finding finding : drifted) {
      if (all || difference.stream().anyMatch(name -> name.strip().equals(finding.what()))) {
        changed =
            changed.with(
                new AcceptedDrift.Entry(
                    finding.what(),
                    platform,
                    finding.baseline(),
                    finding.now(),
                    finding.exactly(),
                    reason.strip(),
                    author,
                    until));
        getLog()
            .info(
                "accepted on %s until %s: %s, %s instead of %s"
                    .formatted(platform, until, finding.what(), finding.now(), finding.baseline()));
      }
    }
    return changed;
  }

  private LocalDate until() {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    if (expires == null) {
      return today.plusDays(DAYS);
    }
    LocalDate day = Days.parse("<expires> (trunk.expires)", expires);
    if (day.isBefore(today)) {
      throw mistake("<expires> (trunk.expires) is %s, which is past.".formatted(day));
    }
    return day;
  }

  private static void require(List<String> known, String name, String parameter, String what) {
    if (!known.contains(name)) {
      throw mistake(
          "%s has \"%s\"; expected %s: %s%s."
              .formatted(
                  parameter,
                  name,
                  what,
                  known.isEmpty() ? "nothing" : String.join(", ", known),
                  Names.didYouMean(name, known)));
    }
  }

  private static UserException mistake(String message) {
    return new UserException(UserException.Kind.SETUP, message);
  }
}
