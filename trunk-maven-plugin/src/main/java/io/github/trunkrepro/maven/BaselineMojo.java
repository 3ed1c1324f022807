package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.Manifest;
import java.io.File;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Accepts the run that is in the output folder: writes the baseline, or extends it by this
 * platform. It never trains.
 *
 * @since 0.1.0
 */
@Mojo(name = "baseline", threadSafe = true)
public class BaselineMojo extends ResultMojo {
  private static final BigDecimal FIRST_TOLERANCE = new BigDecimal("0.02");

  /**
   * The accepted result, to be committed with the project.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "trunk.baselineFile",
      defaultValue = "${project.basedir}/src/trunk/baseline.json")
  File baselineFile;

  /**
   * Difference of test accuracy that the gate allows in either direction, as a fraction: 0.02 is
   * two percentage points. The default is that of the present baseline, 0.02 for a new one.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.tolerance")
  String tolerance;

  @Override
  void run() {
    Path manifest = outputDirectory.toPath().resolve("manifest.json");
    if (Files.notExists(manifest)) {
      throw new UserException(
          UserException.Kind.SETUP,
          "There is no finished run to accept: %s is missing. Train first: mvn trunk:train"
              .formatted(manifest));
    }
    Path file = baselineFile.toPath();
    Optional<Baseline> present =
        Files.exists(file) ? Optional.of(Baseline.read(file)) : Optional.empty();
    Baseline.Accepted accepted =
        Baseline.accept(present, Manifest.read(manifest), tolerance(), FIRST_TOLERANCE);
    accepted.baseline().write(file);
    accepted.lines().forEach(getLog()::info);
    getLog().info("written to " + file + "; commit it with the project");
  }

  private Optional<BigDecimal> tolerance() {
    if (tolerance == null) {
      return Optional.empty();
    }
    try {
      BigDecimal value = new BigDecimal(tolerance.strip());
      if (value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0) {
        return Optional.of(value);
      }
    } catch (NumberFormatException e) {
      // Told below, with what is out of range.
    }
    throw new UserException(
        UserException.Kind.SETUP,
        "<tolerance> (trunk.tolerance) is %s; it must be a number from 0 to 1, such as 0.02 for two percentage points."
            .formatted(tolerance));
  }
}
