package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.cache.TrainingCache;
import io.github.trunkrepro.runtime.document.ByteSize;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.fetch.FetchedFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Lists the cache of trained nodes, checkpoints and unpacked natives, and the data sets that were
 * fetched; verifies it, and prunes it by age and size. Builds may go on using it meanwhile.
 *
 * @since 0.1.0
 */
@Mojo(name = "cache", requiresProject = false, threadSafe = true)
public class CacheMojo extends TrunkMojo {
  private static final double MEBIBYTE = 1 << 20;

  /**
   * Folder of the cache, the same as for <code>trunk:train</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.cache")
  File cache;

  /**
   * Reads every trained node and compares it with its digests; damaged ones are moved aside and
   * fail the goal. Files of data sets are compared with the official checksums; of others it warns.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.verify", defaultValue = "false")
  boolean verify;

  /**
   * Removes what was not used for so many days.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.unusedDays")
  Integer unusedDays;

  /**
   * Removes what was used longest ago until the rest is no larger, such as <code>500 MiB</code> or
   * <code>10 GB</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.maxSize")
  String maxSize;

  /**
   * Folder into which data sets are fetched. The default is <code>datasets</code> in the cache's
   * folder.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.datasets")
  File datasets;

  /**
   * Whether <code>unusedDays</code> and <code>maxSize</code> remove data sets too, whose age is
   * counted from when they were fetched.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.pruneDatasets", defaultValue = "false")
  boolean pruneDatasets;

  @Override
  void run() throws IOException {
    Optional<Duration> age = age();
    OptionalLong size = size();
    Path folder = cache == null ? UserCacheFolder.find() : cache.toPath();
    TrainingCache contents = new TrainingCache(folder, DatasetsFolder.find(datasets, folder));
    List<TrainingCache.Entry> damaged = verify ? contents.verify() : List.of();
    if (age.isPresent() || size.isPresent()) {
      List<TrainingCache.Entry> removed = contents.prune(age, size, pruneDatasets, Instant.now());
      removed.forEach(entry -> getLog().info("removed " + line(entry)));
      getLog().info(summary("removed", removed));
    }
    List<TrainingCache.Entry> entries = contents.entries();
    entries.forEach(entry -> getLog().info(line(entry)));
    getLog().info(summary("in " + folder + ":", entries));
    listDatasets(contents.datasets());
    if (!damaged.isEmpty()) {
      throw new UserException(
          UserException.Kind.CHECK,
          damaged.size()
              + " damaged in "
              + folder
              + ", moved aside; the next training makes them again:"
              + String.join("", damaged.stream().map(entry -> "\n  " + line(entry)).toList()));
    }
    if (verify) {
      getLog().info("Every trained node has the digests that it was stored with.");
    }
  }

  private void listDatasets(List<TrainingCache.Entry> files) throws IOException {
    List<String> others = new ArrayList<>();
    for (TrainingCache.Entry file : files) {
      getLog().info(line(file));
      if (verify && !FetchedFiles.isPart(file.path())) {
        FetchedFiles.mismatch(file.path()).ifPresent(why -> others.add(file.path() + ": " + why));
      }
    }
    getLog().info(summary("data sets:", files));
    for (String other : others) {
      getLog()
          .warn(
              other
                  + ". Only a recipe that declares it in dataset.checksums uses it; mvn trunk:fetch"
                  + " puts the official file in its place.");
    }
    if (verify && others.isEmpty() && !files.isEmpty()) {
      getLog().info("Every file of a data set that was wholly fetched is the official one.");
    }
  }

  private static String line(TrainingCache.Entry entry) {
    return String.format(
        Locale.ROOT,
        "%s %9.1f MiB  %-11s  %s  (%s)",
        entry.lastUsed().truncatedTo(ChronoUnit.SECONDS),
        entry.bytes() / MEBIBYTE,
        entry.kind(),
        entry.what(),
        shortened(entry.path().getFileName().toString()));
  }

  private static String shortened(String name) {
    return name.length() <= 20 ? name : name.substring(0, 20) + "...";
  }

  private static String summary(String verb, List<TrainingCache.Entry> entries) {
    return String.format(
        Locale.ROOT,
        "%s %d entries, %.1f MiB",
        verb,
        entries.size(),
        entries.stream().mapToLong(TrainingCache.Entry::bytes).sum() / MEBIBYTE);
  }

  private Optional<Duration> age() {
    if (unusedDays != null && unusedDays < 0) {
      throw new UserException(
          UserException.Kind.SETUP,
          "<unusedDays> (trunk.unusedDays) is %d; it must be 0 or more.".formatted(unusedDays));
    }
    return Optional.ofNullable(unusedDays).map(Duration::ofDays);
  }

  private OptionalLong size() {
    if (maxSize == null) {
      return OptionalLong.empty();
    }
    OptionalLong size = ByteSize.parse(maxSize);
    if (size.isEmpty()) {
      throw new UserException(
          UserException.Kind.SETUP,
          "<maxSize> (trunk.maxSize) is %s; it must be %s.".formatted(maxSize, ByteSize.EXPECTED));
    }
    return size;
  }
}
