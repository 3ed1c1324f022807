package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.cache.NodeCache;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.EpochRecord;
import io.github.trunkrepro.runtime.manifest.PhaseRecord;
import io.github.trunkrepro.runtime.tree.AverageSoftmax;
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

  private final NodeCache cache;
  private final Checkpoints checkpoints;
  private final boolean verify;
  private final Map<String, String> knownWeights;
  private final TrainingListener listener;

  PhaseStore(
      NodeCache cache,
      Checkpoints checkpoints,
      boolean verify,
      Map<String, String> knownWeights,
      TrainingListener listener) {
    this.cache = cache;
    this.checkpoints = checkpoints;
    this.verify = verify;
    this.knownWeights = knownWeights;
    this.listener = listener;
  }

  TrainedPhase phase(
      String key, PhaseTask task, Function<Checkpoints.Place, TrainedPhase> training) {
    Optional<TrainedPhase> stored = cache.find(key).map(files -> decode(task, files));
    boolean proven = cache.isProven(key);
    if (stored.isPresent() && (proven || !verify)) {
      PhaseRecord record = stored.get().record();
      listener.phaseFinished(
          task.name(),
          task.phase(),
          true,
          record.bestEpoch(),
          record.epochs().get(record.bestEpoch() - 1).validation().value().doubleValue(),
          0);
      return withProven(stored.get(), proven);
    }
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
    Optional<AverageSoftmax> stored =
        cache.find(key).map(files -> fromJson(files.get(LIKELIHOODS), AverageSoftmax.class));
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
              about("likelihoods of " + task.name())));
    } else if (stored.get().equals(likelihoods)) {
      cache.markProven(key);
    } else {
      throw differs(task, "the average softmax likelihoods");
    }
    return likelihoods;
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
        NodeCache.ABOUT,
        about(task.phase().label() + " phase of " + task.name()));
  }

  private static byte[] about(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static TrainedPhase decode(PhaseTask task, Map<String, byte[]> files) {
    PhaseRecord record = fromJson(files.get(RECORD), PhaseRecord.class);
    return new TrainedPhase(
        Safetensors.decode(files.get(WEIGHTS), WEIGHTS).tensors(),
        record,
        new PhaseTiming(task.node(), task.phase(), true, false, 0, 0, 0));
  }

  private static <T> T fromJson(byte[] json, Class<T> type) {
    try {
      return Json.mapper().readValue(json, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
