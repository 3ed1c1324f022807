package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.fork.RunEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressPrinterTest {
  private final RecordingLog log = new RecordingLog();
  private long seconds;

  @Test
  void printsALineForEachStep() {
    ProgressPrinter printer = plain();
    printer.accept(new RunEvent.PhaseStarted("root", "class", 8, 1600, 6));
    printer.accept(new RunEvent.Progress("root", "class", 1, 6, 3, 25, 1520.4, 61));
    printer.accept(new RunEvent.EpochFinished("root", "class", 1, 6, 0.42, 0.8725, 1520.4, 61));
    printer.accept(new RunEvent.PhaseFinished("root", "class", false, 4, 0.88, 3900));
    printer.accept(new RunEvent.PhaseFinished("a, b", "grouping", true, 2, 0.9, 0.1));
    printer.accept(new RunEvent.Message(RunEvent.Message.Level.WARN, "careful"));
    assertThat(log.lines())
        .containsExactly(
            "INFO root, class phase: 8 outputs, 1600 images, 6 epochs",
            "INFO root, class phase: epoch 1/6, loss 0.4200, validation 87.25 %,"
                + " 1520 images/s, 1 min 1 s left",
            "INFO root, class phase: best epoch 4, validation 88.00 %, 1 h 5 min",
            "INFO a, b, grouping phase: best epoch 2, validation 90.00 %, reused from the cache",
            "WARN careful");
  }

  @Test
  void aLongPhasePrintsItsFirstAndLastEpochAndOneInTenSeconds() {
    ProgressPrinter printer = plain();
    for (int epoch = 1; epoch <= 500; epoch++) {
      printer.accept(new RunEvent.EpochFinished("root", "class", epoch, 500, 1, 0.5, 100, 1));
      seconds++;
    }
    assertThat(log.lines()).hasSize(51);
    assertThat(log.lines().get(0)).contains("epoch 1/500");
    assertThat(log.lines().get(1)).contains("epoch 11/500");
    assertThat(log.lines().get(50)).contains("epoch 500/500");
  }

  @Test
  void aTerminalShowsABarInPlaceAndClearsItForLines() {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    LiveLine live = new LiveLine(new PrintStream(screen, true, StandardCharsets.UTF_8));
    ProgressPrinter printer = new ProgressPrinter(log, Optional.of(live), this::nanos);
    printer.accept(new RunEvent.Progress("root", "class", 4, 6, 0, 25, 152.4, 31));
    String bar = screen.toString(StandardCharsets.UTF_8);
    assertThat(bar)
        .isEqualTo(
            "\r[##########..........] epoch 4/6, 152 images/s, 31 s left: root, class phase");
    screen.reset();
    printer.accept(new RunEvent.EpochFinished("root", "class", 4, 6, 1, 0.5, 100, 1));
    assertThat(screen.size()).isZero();
    printer.accept(new RunEvent.PhaseFinished("root", "class", false, 4, 0.88, 39));
    assertThat(screen.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r" + " ".repeat(bar.length() - 1) + "\r");
    assertThat(log.lines()).hasSize(1);
  }

  private ProgressPrinter plain() {
    return new ProgressPrinter(log, Optional.empty(), this::nanos);
  }

  private long nanos() {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
