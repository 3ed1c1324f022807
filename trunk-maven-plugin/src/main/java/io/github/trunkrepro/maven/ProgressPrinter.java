package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.fork.RunEvent;
import io.github.trunkrepro.runtime.fork.RunEvent.EpochFinished;
import io.github.trunkrepro.runtime.fork.RunEvent.Message;
import io.github.trunkrepro.runtime.fork.RunEvent.PhaseFinished;
import io.github.trunkrepro.runtime.fork.RunEvent.PhaseStarted;
import io.github.trunkrepro.runtime.fork.RunEvent.Progress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.maven.plugin.logging.Log;

/** Shows a fork's events: a live bar on a terminal, otherwise lines. */
final class ProgressPrinter implements Consumer<RunEvent> {
  /** Phases of so many epochs print each of them; longer ones not more often than the interval. */
  private static final int SHORT_PHASE = 20;

  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Log log;
  private final Optional<LiveLine> live;
  private final LongSupplier nanoTime;
  private final Map<String, Long> lastPrinted = new HashMap<>();

  /**
   * Creates a printer.
   *
   * @param live the terminal's last line, where there is a terminal
   */
  ProgressPrinter(Log log, Optional<LiveLine> live, LongSupplier nanoTime) {
    this.log = log;
    this.live = live;
    this.nanoTime = nanoTime;
  }

  @Override
  public void accept(RunEvent event) {
    if (event instanceof Message message) {
      live.ifPresent(LiveLine::clear);
      if (message.level() == Message.Level.WARN) {
        log.warn(message.text());
      } else {
        log.info(message.text());
      }
    } else if (event instanceof PhaseStarted started) {
      line(
          "%s: %d outputs, %d images, %d epochs",
          name(started.node(), started.phase()),
          started.outputs(),
          started.images(),
          started.epochs());
    } else if (event instanceof Progress progress) {
      live.ifPresent(bar -> bar.show(bar(progress)));
    } else if (event instanceof EpochFinished epoch) {
      if (live.isEmpty() && due(epoch)) {
        line(
            "%s: epoch %d/%d, loss %.4f, validation %.2f %%, %.0f images/s, %s left",
            name(epoch.node(), epoch.phase()),
            epoch.epoch(),
            epoch.epochs(),
            epoch.loss(),
            100 * epoch.accuracy(),
            epoch.imagesPerSecond(),
            duration(epoch.secondsLeft()));
      }
    } else if (event instanceof PhaseFinished finished) {
      line(
          "%s: best epoch %d, validation %.2f %%, %s",
          name(finished.node(), finished.phase()),
          finished.bestEpoch(),
          100 * finished.accuracy(),
          finished.reused() ? "reused from the cache" : duration(finished.seconds()));
    }
  }

  /** Whether an epoch gets a line: none is skipped in a short phase, nor a phase's last. */
  private boolean due(EpochFinished epoch) {
    long now = nanoTime.getAsLong();
    Long last = lastPrinted.get(name(epoch.node(), epoch.phase()));
    boolean due =
        epoch.epochs() <= SHORT_PHASE
            || epoch.epoch() == epoch.epochs()
            || last == null
            || now - last >= INTERVAL_NANOS;
    if (due) {
      lastPrinted.put(name(epoch.node(), epoch.phase()), now);
    }
    return due;
  }

  private void line(String format, Object... values) {
    live.ifPresent(LiveLine::clear);
    log.info(String.format(Locale.ROOT, format, values));
  }

  private static String bar(Progress progress) {
    int width = 20;
    double epochs = progress.epoch() - 1 + (double) progress.batch() / progress.batches();
    int full = (int) Math.min(width, Math.floor(width * epochs / progress.epochs()));
    return String.format(
        Locale.ROOT,
        "[%s%s] epoch %d/%d, %.0f images/s, %s left: %s",
        "#".repeat(full),
        ".".repeat(width - full),
        progress.epoch(),
        progress.epochs(),
        progress.imagesPerSecond(),
        duration(progress.secondsLeft()),
        name(progress.node(), progress.phase()));
  }

  private static String name(String node, String phase) {
    return node + ", " + phase + " phase";
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    return whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }
}
