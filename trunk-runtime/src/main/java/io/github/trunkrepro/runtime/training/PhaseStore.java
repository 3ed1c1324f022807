package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.cache.KeyLocks;
import io.github.trunkrepro.runtime.cache.NodeCache;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.EpochRecord;
import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.manifest.PhaseRecord;
import io.github.trunkrepro.runtime.tree.AverageSoftmax;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.weights.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gives a phase or its likelihoods from the cache, or trains them; and, where bits are to be
 * verified, trains once more what was trained only once, and compares.
 */
final class PhaseStore {
  private static final String WEIGHTS = "weights.safetensors";
  private static final String RECORD = "phase.json";
  private static final String LIKELIHOODS = "likelihoods.json";

  /** What the training took, in seconds: for estimates. Older entries lack it. */
  private static final String SECONDS = "seconds.txt";

  private final NodeCache cache;
  private final KeyLocks locks;
  private final Checkpoints checkpoints;
  private final boolean verify;
  private final Map<String, String> knownWeights;
  private final TrainingListener listener;

  PhaseStore(
      NodeCache cache,
      KeyLocks locks,
      Checkpoints checkpoints,
      boolean verify,
      Map<String, String> knownWeights,
      TrainingListener listener) {
    this.cache = cache;
    this.locks = locks;
    this.checkpoints = checkpoints;
    this.verify = verify;
    this.knownWeights = knownWeights;
    this.listener = listener;
  }

  /** The phase, trained if need be; whoever else trains it at this moment is waited for. */
  TrainedPhase phase(
      String key, PhaseTask task, Function<Checkpoints.Place, TrainedPhase> training) {
    Optional<TrainedPhase> enough = find(key, task.node(), task.phase()).filter(this::isEnough);
    TrainedPhase phase =
        enough.orElseGet(
            () ->
                locks.holding(
                    key,
                    () -> {
                      Optional<TrainedPhase> stored = find(key, task.node(), task.phase());
                      return stored
                          .filter(this::isEnough)
                          .orElseGet(() -> train(key, task, stored, training));
                    }));
    if (phase.timing().reused()) {
      PhaseRecord record = phase.record();
      listener.phaseFinished(
          task.name(),
          task.phase(),
          true,
          record.bestEpoch(),
          record.epochs().get(record.bestEpoch() - 1).validation().value().doubleValue(),
          0);
    }
    return phase;
  }

  /** The phase as it was stored, if it was. */
  Optional<TrainedPhase> find(String key, NodePath node, Phase phase) {
    return read(cache, key, node, phase);
  }

  /** The phase as a cache has it, if it does. */
  static Optional<TrainedPhase> read(NodeCache cache, String key, NodePath node, Phase phase) {
    return cache
        .find(key)
        .map(files -> withProven(decode(node, phase, files), cache.isProven(key)));
  }

  private boolean isEnough(TrainedPhase stored) {
    return stored.timing().proven() || !verify;
  }

  private TrainedPhase train(
      String key,
      PhaseTask task,
      Optional<TrainedPhase> stored,
      Function<Checkpoints.Place, TrainedPhase> training) {
    Checkpoints.Place place = checkpoints.place(key, stored.isPresent());
    TrainedPhase trained = training.apply(place);
    if (stored.isEmpty()) {
      cache.store(key, encode(task, trained));
      place.delete();
      boolean known = trained.record().weightsDigest().equals(knownWeights.get(key));
      if (known) {
        cache.markProven(key);
      }
      return withProven(trained, known);
    }
    place.delete();
    requireSameBits(task, stored.get().record(), trained.record());
    cache.markProven(key);
    return withProven(trained, true);
  }

  AverageSoftmax likelihoods(String key, PhaseTask task, Supplier<AverageSoftmax> pass) {
    Optional<AverageSoftmax> stored = findLikelihoods(key);
    if (stored.isPresent() && (cache.isProven(key) || !verify)) {
      return stored.get();
    }
    AverageSoftmax likelihoods = pass.get();
    if (stored.isEmpty()) {
      cache.store(
          key,
          Map.of(
              LIKELIHOODS,
              CanonicalJson.bytes(likelihoods),
              NodeCache.ABOUT,
              bytes("likelihoods of " + task.name())));
    } else if (stored.get().equals(likelihoods)) {
      cache.markProven(key);
    } else {
      throw differs(task, "the average softmax likelihoods");
    }
    return likelihoods;
  }

  /** The likelihoods as they were stored, if they were. */
  Optional<AverageSoftmax> findLikelihoods(String key) {
    return cache.find(key).map(files -> fromJson(files.get(LIKELIHOODS), AverageSoftmax.class));
  }

  private static TrainedPhase withProven(TrainedPhase phase, boolean proven) {
    return new TrainedPhase(phase.weights(), phase.record(), phase.timing().withProven(proven));
  }

  private static void requireSameBits(PhaseTask task, PhaseRecord first, PhaseRecord second) {
    for (int i = 0; i < first.epochs().size(); i++) {
      EpochRecord before = first.epochs().get(i);
      EpochRecord now = second.epochs().get(i);
      if (!before.equals(now)) {
        throw differs(
            task,
            "epoch " + before.epoch() + ": first " + before + ", then " + now + "; this epoch");
      }
    }
    if (!first.equals(second)) {
      throw differs(task, "the best epoch");
    }
  }

  private static UserException differs(PhaseTask task, String what) {
    return new UserException(
        UserException.Kind.CHECK,
        "trained twice with different bits: node "
            + task.name()
            + ", "
            + task.phase().label()
            + " phase, "
            + what
            + " is the first that differs. Something outside the recipe changes the numbers: look"
            + " at the natives and settings in the manifest's environment, or declare"
            + " determinism.tier: tolerance");
  }

  private static Map<String, byte[]> encode(PhaseTask task, TrainedPhase phase) {
    return Map.of(
        WEIGHTS,
        Safetensors.encode(phase.weights(), Map.of()),
        RECORD,
        CanonicalJson.bytes(phase.record()),
        SECONDS,
        bytes(Double.toString(phase.timing().seconds())),
        NodeCache.ABOUT,
        bytes(task.phase().label() + " phase of " + task.name()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static TrainedPhase decode(NodePath node, Phase phase, Map<String, byte[]> files) {
    PhaseRecord record = fromJson(files.get(RECORD), PhaseRecord.class);
    return new TrainedPhase(
        Safetensors.decode(files.get(WEIGHTS), WEIGHTS).tensors(),
        record,
        new PhaseTiming(node, phase, true, false, seconds(files), 0, 0));
  }

  private static double seconds(Map<String, byte[]> files) {
    byte[] stored = files.get(SECONDS);
    return stored == null ? 0 : Double.parseDouble(new String(stored, StandardCharsets.UTF_8));
  }

  private static <T> T fromJson(byte[] json, Class<T> type) {
    try {
      return Json.mapper().readValue(json, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
