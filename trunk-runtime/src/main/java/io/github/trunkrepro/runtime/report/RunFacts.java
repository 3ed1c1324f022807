package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.DataRecord.ClassCount;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.Materials;
import io.github.trunkrepro.runtime.recipe.RecipeFile;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * What the formats of others are made of.
 *
 * @param description what the project says of itself
 * @param licences of the project, as it names them
 * @param baseline that the run passed; empty where it passed none
 * @param files of the run, relative to its folder, with slashes
 * @param present what the project has beside the run
 */
public record RunFacts(
    String groupId,
    String artifactId,
    String version,
    Optional<String> description,
    List<String> licences,
    Manifest manifest,
    Materials materials,
    RecipeFile recipe,
    Optional<Baseline> baseline,
    List<String> files,
    Present present) {

  /** Facts with copies of the lists. */
  public RunFacts {
    licences = List.copyOf(licences);
    files = List.copyOf(files);
  }

  /**
   * What the project has beside the run.
   *
   * @param lock of the environment
   * @param readme section of {@code trunk:readme}
   * @param studies names of the studies whose results lie beside the run
   */
  public record Present(boolean lock, boolean readme, List<String> studies) {

    /** A copy of the list. */
    public Present {
      studies = List.copyOf(studies);
    }
  }

  /** The commit, when no file differed from it. */
  public Optional<String> commit() {
    return manifest.provenance().commit().filter(c -> manifest.provenance().dirtyFiles().isEmpty());
  }

  /** Sum over the classes. */
  public int images(ToIntFunction<ClassCount> of) {
    return manifest.reproducible().data().classes().stream().mapToInt(of).sum();
  }
}
