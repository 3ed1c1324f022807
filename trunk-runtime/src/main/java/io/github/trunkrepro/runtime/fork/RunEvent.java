package io.github.trunkrepro.runtime.fork;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One line of {@code events.jsonl}: what a fork is doing now. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RunEvent.Message.class, name = "message"),
  @JsonSubTypes.Type(value = RunEvent.PhaseStarted.class, name = "phaseStarted"),
  @JsonSubTypes.Type(value = RunEvent.Progress.class, name = "progress"),
  @JsonSubTypes.Type(value = RunEvent.EpochFinished.class, name = "epochFinished"),
  @JsonSubTypes.Type(value = RunEvent.PhaseFinished.class, name = "phaseFinished")
})
public sealed interface RunEvent {

  /** A line for the user. */
  record Message(Level level, String text) implements RunEvent {
    /** How loud. */
    public enum Level {
      INFO,
      WARN
    }
  }

  /**
   * A phase of a node begins to train.
   *
   * @param node how the node is shown: {@code root}, or its class names
   * @param phase {@code class} or {@code grouping}
   */
  record PhaseStarted(String node, String phase, int outputs, int images, int epochs)
      implements RunEvent {}

  /** Sent about once a second while a phase trains. */
  record Progress(
      String node,
      String phase,
      int epoch,
      int epochs,
      int batch,
      int batches,
      double imagesPerSecond,
      double secondsLeft)
      implements RunEvent {}

  /**
   * An epoch was trained and validated.
   *
   * @param epoch from 1
   * @param accuracy on the validation images, 0..1
   */
  record EpochFinished(
      String node,
      String phase,
      int epoch,
      int epochs,
      double loss,
      double accuracy,
      double imagesPerSecond,
      double secondsLeft)
      implements RunEvent {}

  /**
   * A phase is done.
   *
   * @param reused taken from the node cache, nothing was trained
   */
  record PhaseFinished(
      String node, String phase, boolean reused, int bestEpoch, double accuracy, double seconds)
      implements RunEvent {}
}
