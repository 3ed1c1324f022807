package io.github.trunkrepro.maven;

import java.io.File;
import org.apache.maven.plugins.annotations.Parameter;

/** A goal that makes or reads the results of a run. */
abstract class ResultMojo extends TrunkMojo {

  /**
   * Folder of a run's results: weights, tree, metrics and manifest.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.outputDirectory", defaultValue = "${project.build.directory}/trunk")
  File outputDirectory;
}
