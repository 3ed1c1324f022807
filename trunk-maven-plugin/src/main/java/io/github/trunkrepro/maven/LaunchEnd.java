package io.github.trunkrepro.maven;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of a launch, in good order even when this JVM is told to end (Ctrl-C): the process is
 * ended, and the launching thread has time to tidy its folder.
 */
final class LaunchEnd {
  private static final long GRACE_SECONDS = 5;

  private final CountDownLatch tidy = new CountDownLatch(1);
  private volatile boolean forced;
  private Thread hook;

  /** From now on the end of this JVM ends the process, and waits for {@link #reached}. */
  void afterShutdownOf(Process process) {
    hook =
        new Thread(
            () -> {
              forced = true;
              process.destroyForcibly();
              try {
                // What is not tidied in time lies in the output folder until mvn clean.
                boolean unused = tidy.await(GRACE_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "trunk-fork-end");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether this JVM is ending. */
  boolean isForced() {
    return forced;
  }

  /** The launch has tidied up. */
  void reached() {
    tidy.countDown();
    if (hook != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // This JVM is ending: the hook runs.
      }
    }
  }
}
