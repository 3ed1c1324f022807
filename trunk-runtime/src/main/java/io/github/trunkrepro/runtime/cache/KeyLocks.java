package io.github.trunkrepro.runtime.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one at a time do the work of a key, among the threads of this process and all processes that
 * share a folder, so that the others find it done. It saves work and guards nothing: where the
 * folder's file system has no locks, the work is done more than once.
 */
public final class KeyLocks {
  /** Keys that share these hexadecimal digits share a file, so that files do not pile up. */
  private static final int DIGITS = 3;

  /** The locks of a process, by file: the operating system's are the process' as a whole. */
  private static final Map<Path, ReentrantLock> OF_THIS_PROCESS = new ConcurrentHashMap<>();

  private final Path folder;

  /** Locks in a folder, which need not exist. */
  public KeyLocks(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** Does the work while nobody else does that of the same key. */
  public <T> T holding(String key, Supplier<T> work) {
    Path file = folder.resolve(key.substring(0, DIGITS));
    ReentrantLock lock = OF_THIS_PROCESS.computeIfAbsent(file, f -> new ReentrantLock());
    lock.lock();
    try {
      FileChannel channel = locked(file);
      try {
        return work.get();
      } finally {
        close(channel);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The file, locked until it is closed; null where it cannot be. */
  private FileChannel locked(Path file) {
    FileChannel channel = null;
    try {
      Files.createDirectories(folder);
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.lock();
    } catch (IOException e) {
      // Then the work may be done twice.
    }
    return channel;
  }

  private static void close(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing was written to it.
    }
  }
}
