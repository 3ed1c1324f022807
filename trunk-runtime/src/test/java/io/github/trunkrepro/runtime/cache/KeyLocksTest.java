package io.github.trunkrepro.runtime.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyLocksTest {
  private static final String KEY = "abc0";

  @TempDir Path folder;

  @Test
  void oneAtATimeWorksOnAKey() throws Exception {
    KeyLocks locks = new KeyLocks(folder);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add(
          threads.submit(
              () ->
                  locks.holding(
                      KEY,
                      () -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        return inside.decrementAndGet();
                      })));
    }
    for (Future<Integer> one : all) {
      one.get();
    }
    threads.shutdown();
    assertThat(most).hasValue(1);
  }

  @Test
  void otherKeysDoNotWait() throws Exception {
    KeyLocks locks = new KeyLocks(folder);
    CountDownLatch otherDone = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    Future<Boolean> waits =
        threads.submit(
            () ->
                locks.holding(
                    KEY,
                    () -> {
                      try {
                        otherDone.await();
                        return true;
                      } catch (InterruptedException e) {
                        return false;
                      }
                    }));
    threads.submit(() -> locks.holding("def0", () -> 1)).get();
    otherDone.countDown();
    assertThat(waits.get()).isTrue();
    threads.shutdown();
  }

  @Test
  void holdsTheFileThatOtherProcessesLock() {
    KeyLocks locks = new KeyLocks(folder);
    Path file = folder.resolve(KEY.substring(0, 3));
    boolean locked = locks.holding(KEY, () -> isLocked(file));
    assertThat(locked).isTrue();
    assertThat(isLocked(file)).isFalse();
  }

  private static boolean isLocked(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file stands where the folder should be: there is nothing to lock, and the work is done. */
  @Test
  void worksWithoutLocksToo() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(new KeyLocks(file).<Integer>holding(KEY, () -> 7)).isEqualTo(7);
  }
}
