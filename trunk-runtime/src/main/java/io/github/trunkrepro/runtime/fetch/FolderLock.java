package io.github.trunkrepro.runtime.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A folder that one build at a time fetches into; the others wait. */
final class FolderLock {
  /** The file in the folder that is locked. */
  static final String NAME = ".lock";

  private static final int POLL_MILLIS = 100;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the folder and takes it.
   *
   * @param waiting is told once if another has it
   */
  static FolderLock take(Path folder, Runnable waiting) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      boolean told = false;
      while (!isFree(channel)) {
        if (!told) {
          waiting.run();
          told = true;
        }
        Thread.sleep(POLL_MILLIS);
      }
      return new FolderLock(channel);
    } catch (IOException | InterruptedException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another thread of this process has it
    }
  }

  /** Gives it back. */
  void close() throws IOException {
    channel.close();
  }
}
