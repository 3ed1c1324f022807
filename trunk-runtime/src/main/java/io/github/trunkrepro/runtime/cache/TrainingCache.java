package io.github.trunkrepro.runtime.cache;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Folders;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.fetch.FetchedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The cache folder as its owner sees it: trained nodes, checkpoints of phases that are not
 * finished, natives that were unpacked, what interrupted or damaged work has left, and the data
 * sets that were fetched. Builds may use it while it is looked at or pruned.
 */
public final class TrainingCache {
  /** Subfolder of the {@link NodeCache}. */
  public static final String NODES = "nodes";

  /** Subfolder of phases that are not finished. */
  public static final String CHECKPOINTS = "checkpoints";

  /** Subfolder of the {@link KeyLocks}: empty files. */
  public static final String LOCKS = "locks";

  /** End of the name of a whole checkpoint. */
  public static final String CHECKPOINT_SUFFIX = ".safetensors";

  private static final String ENGINE = "engine";
  private static final String ENVIRONMENT = "environment";
  private static final String DATASETS = "datasets";
  private static final String REMOVED = "removed-";

  /** Name of a whole node: its key. */
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;
  private final Path datasets;

  /**
   * The cache in a folder, which need not exist.
   *
   * @param datasets where data sets are fetched to
   */
  public TrainingCache(Path folder, Path datasets) {
    this.folder = folder;
    this.datasets = datasets;
  }

  /**
   * Something in the cache.
   *
   * @param kind subfolder that it is in: {@code nodes}, {@code checkpoints}, {@code engine}, {@code
   *     environment} or {@code datasets}
   * @param what in words
   * @param lastUsed when it was written or last read by a training; of data sets, when they were
   *     fetched
   */
  public record Entry(Path path, String kind, String what, long bytes, Instant lastUsed) {}

  /** Everything that is in the cache but data sets, what was used last first. */
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (String kind : List.of(NODES, CHECKPOINTS, ENGINE, ENVIRONMENT)) {
      for (Path path : list(folder.resolve(kind))) {
        entry(kind, path).ifPresent(entries::add);
      }
    }
    return sorted(entries);
  }

  /** Files of data sets that were fetched, what was fetched last first. */
  public List<Entry> datasets() {
    List<Entry> entries = new ArrayList<>();
    try {
      for (Path file : FetchedFiles.in(datasets)) {
        entry(DATASETS, file).ifPresent(entries::add);
      }
    } catch (IOException e) {
      throw failure("list " + datasets + " of", e);
    }
    return sorted(entries);
  }

  private static List<Entry> sorted(List<Entry> entries) {
    return entries.stream()
        .sorted(Comparator.comparing(Entry::lastUsed).reversed().thenComparing(Entry::path))
        .toList();
  }

  /**
   * Reads every node and compares it with the digests that were stored with it. What is damaged is
   * moved aside, so that the next training makes it again.
   *
   * @return the nodes that were damaged
   */
  public List<Entry> verify() {
    List<Entry> damaged = new ArrayList<>();
    NodeCache nodes = new NodeCache(folder.resolve(NODES), damage -> {});
    for (Entry entry : entries()) {
      String name = entry.path().getFileName().toString();
      if (entry.kind().equals(NODES)
          && KEY.matcher(name).matches()
          && !nodes.isWhole(name)
          && Files.notExists(entry.path())) {
        damaged.add(entry);
      }
    }
    return damaged;
  }

  /**
   * Removes what was not used for a time, and then what was used longest ago until the rest is
   * small enough.
   *
   * @param unusedFor at least so long; empty to keep the old
   * @param maxBytes size of what may stay; empty for any size
   * @param withDatasets whether data sets count and are removed too
   * @return what was removed, in this order
   */
  public List<Entry> prune(
      Optional<Duration> unusedFor, OptionalLong maxBytes, boolean withDatasets, Instant now) {
    List<Entry> candidates = new ArrayList<>(entries());
    if (withDatasets) {
      candidates.addAll(datasets());
    }
    List<Entry> removed = new ArrayList<>();
    long kept = 0;
    for (Entry entry : sorted(candidates)) {
      boolean old =
          unusedFor.isPresent()
              && Duration.between(entry.lastUsed(), now).compareTo(unusedFor.get()) >= 0;
      boolean tooMuch = maxBytes.isPresent() && kept + entry.bytes() > maxBytes.getAsLong();
      if (old || tooMuch) {
        remove(entry.path());
        removed.add(entry);
      } else {
        kept += entry.bytes();
      }
    }
    return removed;
  }

  /** Takes the name away first, so that a build finds the whole entry or none. */
  private void remove(Path entry) {
    Path gone = entry.resolveSibling(REMOVED + entry.getFileName());
    try {
      if (entry.getFileName().toString().startsWith(REMOVED)) {
        gone = entry;
      } else if (Files.exists(gone)) {
        Folders.delete(gone);
      }
      if (!gone.equals(entry)) {
        Files.move(entry, gone, StandardCopyOption.ATOMIC_MOVE);
      }
      Folders.delete(gone);
    } catch (NoSuchFileException e) {
      // Another build or pruning was quicker.
    } catch (IOException e) {
      throw failure("remove " + entry + " from", e);
    }
  }

  private Optional<Entry> entry(String kind, Path path) {
    try {
      return Optional.of(
          new Entry(
              path,
              kind,
              what(kind, path),
              Folders.bytes(path),
              Files.getLastModifiedTime(path).toInstant()));
    } catch (IOException | UncheckedIOException e) {
      if (Files.notExists(path)) {
        return Optional.empty();
      }
      throw failure("read " + path + " in", e);
    }
  }

  private static String what(String kind, Path path) throws IOException {
    String name = path.getFileName().toString();
    if (name.startsWith(NodeCache.DAMAGED)) {
      return "damaged, moved aside";
    }
    if (kind.equals(DATASETS)) {
      return path.getParent().getFileName()
          + "/"
          + name
          + (FetchedFiles.isPart(path) ? ", not wholly fetched" : "");
    }
    if (kind.equals(ENGINE)) {
      return "native libraries, unpacked";
    }
    if (kind.equals(ENVIRONMENT)) {
      return "what was seen of machine and engine";
    }
    if (kind.equals(CHECKPOINTS)) {
      return name.endsWith(CHECKPOINT_SUFFIX)
          ? "a phase that was interrupted"
          : "left by an interrupted run";
    }
    Path about = path.resolve(NodeCache.ABOUT);
    return KEY.matcher(name).matches() && Files.isRegularFile(about)
        ? Files.readString(about)
        : "left by an interrupted run";
  }

  /**
   * Deletes what a training process that died has left half written.
   *
   * @param folder of the cache
   */
  public static void deleteUnfinished(Path folder, long pid) throws IOException {
    AtomicFiles.deleteTemporaries(folder.resolve(CHECKPOINTS), pid);
    new NodeCache(folder.resolve(NODES), damage -> {}).deleteUnfinished(pid);
  }

  private List<Path> list(Path part) {
    if (!Files.isDirectory(part)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(part)) {
      return paths.toList();
    } catch (IOException e) {
      throw failure("list " + part + " in", e);
    }
  }

  private UserException failure(String what, Exception e) {
    return new UserException(
        UserException.Kind.SETUP,
        "cannot " + what + " the cache " + folder + ": " + e + "; check who owns it",
        e);
  }
}
