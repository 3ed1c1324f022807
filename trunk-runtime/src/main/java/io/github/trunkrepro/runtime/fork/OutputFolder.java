package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder of one run's results, held by one process at a time. */
final class OutputFolder implements AutoCloseable {
  private final Path folder;
  private final FileChannel channel;

  private OutputFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Takes the folder, or says that another run has it. */
  static OutputFolder lock(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new UserException(
            UserException.Kind.SETUP,
            "another run is writing to "
                + folder
                + "; wait until it has ended, or give this one its own folder with"
                + " -Dtrunk.outputDirectory=FOLDER");
      }
      return new OutputFolder(folder, channel);
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.SETUP,
          "cannot write to the output folder " + folder + ": " + e + "; make it writable",
          e);
    }
  }

  Path manifest() {
    return folder.resolve("manifest.json");
  }

  Path tree() {
    return folder.resolve("tree.json");
  }

  Path metrics() {
    return folder.resolve("metrics.jsonl");
  }

  Path evaluation() {
    return folder.resolve("evaluation.json");
  }

  Path nodes() {
    return folder.resolve("nodes");
  }

  Path likelihoods() {
    return folder.resolve("asl");
  }

  Path scratch() {
    return folder.resolve("tmp");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The process ends now, and the lock with it.
    }
  }
}
