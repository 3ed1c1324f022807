package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.engine.EngineSpec;
import java.util.List;
import java.util.Optional;

/**
 * What the launcher of a run knows of where it comes from: whoever wants to do the same needs it.
 * The same in every clone of a commit.
 *
 * @param repository address of the git repository as the project declares it ({@code
 *     <scm><connection>}, without {@code scm:git:}); empty when it declares none
 * @param folder of the project in its git repository, with slashes; empty for the top
 * @param engine which PyTorch was asked for
 * @param plugin that launched it, {@code groupId:artifactId:version}
 * @param classPath of the process that trained, in its order
 */
public record Origin(
    Optional<String> repository,
    String folder,
    EngineSpec engine,
    String plugin,
    List<ClassPathEntry> classPath) {

  /** A copy of the list. */
  public Origin {
    classPath = List.copyOf(classPath);
  }

  /**
   * An artifact on the class path.
   *
   * @param artifact {@code groupId:artifactId:extension[:classifier]:version}, as Maven's resolver
   *     reads it
   * @param sha256 of the file; empty for a folder of classes, which is no artifact yet
   */
  public record ClassPathEntry(String artifact, Optional<String> sha256) {}
}
