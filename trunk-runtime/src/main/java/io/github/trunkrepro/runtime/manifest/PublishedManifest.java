package io.github.trunkrepro.runtime.manifest;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an archive tells of the run that made its network: the part of a {@link Manifest} that is
 * the same for every build of a commit on a platform, so that their archives are the same too.
 *
 * @param version of the format, {@link Manifest#VERSION}
 * @param commit full id of the git commit; empty outside a repository, and when files differed from
 *     the commit
 * @param platform key of the platform that trained
 * @param versions of DJL and of PyTorch that trained
 */
public record PublishedManifest(
    String version,
    Optional<String> commit,
    String platform,
    Map<String, String> versions,
    Reproducible reproducible) {

  /** A manifest with a sorted copy of the map. */
  public PublishedManifest {
    versions = new TreeMap<>(versions);
  }

  /** What may be told of a run. */
  public static PublishedManifest of(Manifest run) {
    return new PublishedManifest(
        run.version(),
        run.provenance().commit().filter(commit -> run.provenance().dirtyFiles().isEmpty()),
        run.environment().platform(),
        run.environment().versions(),
        run.reproducible());
  }
}
