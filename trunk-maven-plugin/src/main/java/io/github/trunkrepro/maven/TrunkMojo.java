package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;

/** What all goals share: they can be skipped, and tell a user's failure without a stack trace. */
abstract class TrunkMojo extends AbstractMojo {

  /**
   * Skips the goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.skip", defaultValue = "false")
  boolean skip;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped, because trunk.skip is true.");
      return;
    }
    try {
      run();
    } catch (UserException e) {
      if (e.kind() == UserException.Kind.CHECK) {
        throw new MojoFailureException(e.getMessage());
      }
      throw new MojoExecutionException(e.getMessage());
    } catch (IOException e) {
      throw new MojoExecutionException("A file could not be read or written: " + e.getMessage(), e);
    }
  }

  /** Does the goal's work. */
  abstract void run() throws IOException;
}
