package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.manifest.RunComparison;
import io.github.trunkrepro.runtime.manifest.RunDifference;
import io.github.trunkrepro.runtime.manifest.RunDifferenceText;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Says how two results differ, where they part, and what can be the cause. It never trains, and
 * never fails because of a difference.
 *
 * @since 0.1.0
 */
@Mojo(name = "diff", threadSafe = true)
public class DiffMojo extends ResultMojo {

  /**
   * The one result: a run's folder, a manifest, a baseline, a jar that <code>trunk:train</code>
   * attached, or <code>REVISION:PATH</code> of a manifest or baseline in git, its path from the
   * repository's root.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.a", defaultValue = "src/trunk/baseline.json")
  String a;

  /**
   * The other result, named in the same ways. The default is the run in the output folder.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.b")
  String b;

  @Parameter(defaultValue = "${project.basedir}", readonly = true, required = true)
  File basedir;

  @Override
  void run() throws IOException {
    RunLocator locator = new RunLocator(basedir.toPath());
    RunDifference difference;
    try (RunFiles one = locator.find("a", a);
        RunFiles other = locator.find("b", b == null ? outputDirectory.getPath() : b)) {
      difference =
          RunComparison.compare(
              one.side(other.platform()), other.side(one.platform()), one.folder(), other.folder());
    }
    RunDifferenceText.lines(difference).forEach(getLog()::info);
    Path folder = outputDirectory.toPath();
    difference.write(folder.resolve("diff.json"));
    AtomicFiles.write(
        folder.resolve("diff.md"),
        RunDifferenceText.markdown(difference).getBytes(StandardCharsets.UTF_8));
    getLog().info("written to " + folder.resolve("diff.json") + " and diff.md");
  }
}
