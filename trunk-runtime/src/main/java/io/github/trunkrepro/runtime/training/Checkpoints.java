package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.cache.TrainingCache;
import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where phases that are not finished are kept, epoch by epoch: a file for each, replaced as a
 * whole. Builds that train the same phase write the same bits, so that each may go on where the
 * other was.
 */
final class Checkpoints {
  private final Path folder;
  private final TrainingListener listener;

  Checkpoints(Path folder, TrainingListener listener) {
    this.folder = folder;
    this.listener = listener;
  }

  /**
   * The place of one training of a phase.
   *
   * @param again whether the phase is trained a second time, to compare: that training must not go
   *     on where the first one was
   */
  Place place(String key, boolean again) {
    return new Place(
        folder.resolve(key + (again ? "-again" : "") + TrainingCache.CHECKPOINT_SUFFIX));
  }

  /** The place of one training's checkpoint. */
  final class Place {
    private final Path file;

    private Place(Path file) {
      this.file = file;
    }

    /** The last checkpoint; empty if there is none. A damaged one is moved aside. */
    Optional<Checkpoint> read() {
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      try {
        Optional<Checkpoint> checkpoint =
            Checkpoint.decode(Files.readAllBytes(file), file.toString());
        if (checkpoint.isEmpty()) {
          Path aside = file.resolveSibling("damaged-" + file.getFileName());
          Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
          listener.message(
              true,
              "the checkpoint "
                  + file
                  + " is damaged; it was moved to "
                  + aside.getFileName()
                  + ", and its phase is trained from the start");
        }
        return checkpoint;
      } catch (NoSuchFileException e) {
        // Another build, which trains the same phase, has just finished it.
        return Optional.empty();
      } catch (IOException e) {
        throw failure("cannot read", e);
      }
    }

    void write(Checkpoint checkpoint) {
      byte[] bytes = checkpoint.encode();
      try {
        AtomicFiles.writeUnforced(file, bytes);
      } catch (UserException e) {
        throw new UserException(
            e.kind(), e.getMessage() + "; the cache can be moved with -Dtrunk.cache=FOLDER", e);
      }
    }

    void delete() {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw failure("cannot delete", e);
      }
    }

    private UserException failure(String what, IOException e) {
      return new UserException(
          UserException.Kind.SETUP,
          what + " the checkpoint " + file + ": " + e + "; make the cache folder writable",
          e);
    }
  }
}
