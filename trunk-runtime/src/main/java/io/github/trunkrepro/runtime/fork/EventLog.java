package io.github.trunkrepro.runtime.fork;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.training.TrainingListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends events to a file, a line each, for the launcher to follow. Thread-safe. */
final class EventLog implements TrainingListener {
  private final Path file;

  EventLog(Path file) {
    this.file = file;
  }

  private synchronized void append(RunEvent event) {
    try {
      // The interface as root type, so that the line says which event it is.
      String line = Json.mapper().writerFor(RunEvent.class).writeValueAsString(event) + "\n";
      Files.write(
          file,
          line.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.SETUP,
          "cannot write to the output folder "
              + file.getParent().getParent()
              + ": "
              + e.getMessage()
              + "; make room there and build again: what was trained is kept",
          e);
    }
  }

  @Override
  public void message(boolean warning, String text) {
    append(
        new RunEvent.Message(
            warning ? RunEvent.Message.Level.WARN : RunEvent.Message.Level.INFO, text));
  }

  @Override
  public void phaseStarted(String node, Phase phase, int outputs, int images, int epochs) {
    append(new RunEvent.PhaseStarted(node, phase.label(), outputs, images, epochs));
  }

  @Override
  public void progress(
      String node,
      Phase phase,
      int epoch,
      int epochs,
      int batch,
      int batches,
      double imagesPerSecond,
      double secondsLeft) {
    append(
        new RunEvent.Progress(
            node, phase.label(), epoch, epochs, batch, batches, imagesPerSecond, secondsLeft));
  }

  @Override
  public void epochFinished(
      String node,
      Phase phase,
      int epoch,
      int epochs,
      double loss,
      double accuracy,
      double imagesPerSecond,
      double secondsLeft) {
    append(
        new RunEvent.EpochFinished(
            node, phase.label(), epoch, epochs, loss, accuracy, imagesPerSecond, secondsLeft));
  }

  @Override
  public void phaseFinished(
      String node, Phase phase, boolean reused, int bestEpoch, double accuracy, double seconds) {
    append(new RunEvent.PhaseFinished(node, phase.label(), reused, bestEpoch, accuracy, seconds));
  }
}
