package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.manifest.Environment.PhaseSpeed;
import io.github.trunkrepro.runtime.manifest.Likelihoods.PairLikelihood;
import io.github.trunkrepro.runtime.tree.NodePath;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What a gate beyond test accuracy, tree and bits looks at. */
public enum GateKind {
  /** Test accuracy on the images of each class, 0..1. */
  CLASS_ACCURACY(false),
  /** Validation accuracy of each node's network in the epoch that was kept, 0..1. */
  NODE_ACCURACY(false),
  /**
   * Average softmax likelihood of each pair of classes in each node, 0..1, where it is at least
   * half the threshold (lower ones are not kept, and count as just below that).
   */
  LIKELIHOODS(false),
  /** Trainable values of each node's network. */
  PARAMETERS(true),
  /** Multiply-accumulates of each node's network for one image; twice as many are its FLOPs. */
  MACS(true),
  /**
   * Time that an image takes, as a ratio to a convolution's in the same process, see {@link
   * Environment.Latency}.
   */
  LATENCY(true),
  /** Seconds that all phases took together; not measured when one came from the cache. */
  TRAINING_TIME(true);

  private static final String IN_NODE = ": ";
  private static final int DECIMALS = 6;

  private final boolean relative;

  GateKind(boolean relative) {
    this.relative = relative;
  }

  /** As it is written on the command line and in JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether a change is measured in shares of the baseline's value. */
  boolean isRelative() {
    return relative;
  }

  /** Whether only a larger value than the baseline's is a drift. */
  boolean isOneSided() {
    return isTime();
  }

  /** Whether a value means something on the platform alone that it was measured on. */
  boolean isOfPlatform() {
    return isTime();
  }

  private boolean isTime() {
    return this == LATENCY || this == TRAINING_TIME;
  }

  /** Digits after the point that people are shown. */
  int decimals() {
    return switch (this) {
      case CLASS_ACCURACY, NODE_ACCURACY, LIKELIHOODS -> 4;
      case PARAMETERS, MACS -> 0;
      case LATENCY -> 2;
      case TRAINING_TIME -> 1;
    };
  }

  /** The values of a run, by what they are of; none when it was not measured. */
  SortedMap<String, BigDecimal> measure(Reproducible run, Optional<Environment> environment) {
    return switch (this) {
      case CLASS_ACCURACY -> {
        SortedMap<String, BigDecimal> values = new TreeMap<>();
        run.test().perClass().forEach(one -> values.put(one.name(), one.accuracy().value()));
        yield values;
      }
      case NODE_ACCURACY -> nodeAccuracies(run);
      case LIKELIHOODS -> likelihoods(run);
      case PARAMETERS -> counts(run, NodeRecord::parameters);
      case MACS -> counts(run, NodeRecord::macs);
      case LATENCY -> environment.map(GateKind::latency).orElseGet(TreeMap::new);
      case TRAINING_TIME -> environment.map(e -> seconds(run, e)).orElseGet(TreeMap::new);
    };
  }

  /** Why a run may have no value, and how to get one. */
  String whyNotMeasured() {
    return switch (this) {
      case LATENCY -> "latency is measured on request; train with -Dtrunk.measureLatency";
      case TRAINING_TIME ->
          "phases came from the cache of trained nodes; train with an empty one, -Dtrunk.cache=FOLDER";
      case LIKELIHOODS -> "the recipe gives the tree, so nothing was grouped; leave the gate out";
      case CLASS_ACCURACY, NODE_ACCURACY, PARAMETERS, MACS -> "nothing was trained; train again";
    };
  }

  /** What a value that a run does not have is below; empty where it has to be there. */
  Optional<BigDecimal> below(Reproducible run, String name) {
    return this == LIKELIHOODS
        ? run.nodes().stream()
            .filter(node -> name.startsWith(node.id() + IN_NODE))
            .flatMap(node -> node.likelihoods().stream())
            .map(asl -> rounded(asl.keptFrom()))
            .findFirst()
        : Optional.empty();
  }

  /** A name for people. */
  String shown(String name, Reproducible run) {
    return switch (this) {
      case CLASS_ACCURACY, LATENCY, TRAINING_TIME -> name;
      case NODE_ACCURACY, PARAMETERS, MACS -> node(name, run);
      case LIKELIHOODS -> {
        int end = name.indexOf(IN_NODE);
        yield node(name.substring(0, end), run) + name.substring(end);
      }
    };
  }

  private static String node(String id, Reproducible run) {
    return NodePath.parse(id).label(run.tree().classNames());
  }

  private static SortedMap<String, BigDecimal> nodeAccuracies(Reproducible run) {
    SortedMap<String, BigDecimal> values = new TreeMap<>();
    for (NodeRecord node : run.nodes()) {
      PhaseRecord kept = node.phases().get(node.phases().size() - 1);
      kept.epochs().stream()
          .filter(epoch -> epoch.epoch() == kept.bestEpoch())
          .forEach(epoch -> values.put(node.id(), epoch.validation().value()));
    }
    return values;
  }

  private static SortedMap<String, BigDecimal> likelihoods(Reproducible run) {
    SortedMap<String, BigDecimal> values = new TreeMap<>();
    for (NodeRecord node : run.nodes()) {
      for (PairLikelihood pair : node.likelihoods().map(Likelihoods::pairs).orElse(List.of())) {
        values.put(node.id() + IN_NODE + pair.first() + " " + pair.second(), rounded(pair.value()));
      }
    }
    return values;
  }

  private static SortedMap<String, BigDecimal> counts(
      Reproducible run, ToLongFunction<NodeRecord> count) {
    SortedMap<String, BigDecimal> values = new TreeMap<>();
    run.nodes().forEach(node -> values.put(node.id(), BigDecimal.valueOf(count.applyAsLong(node))));
    return values;
  }

  private static SortedMap<String, BigDecimal> seconds(Reproducible run, Environment environment) {
    SortedMap<String, BigDecimal> values = new TreeMap<>();
    long phases = run.nodes().stream().mapToLong(node -> node.phases().size()).sum();
    if (environment.speeds().size() == phases) {
      double seconds = environment.speeds().stream().mapToDouble(PhaseSpeed::seconds).sum();
      values.put("all phases", rounded(seconds));
    }
    return values;
  }

  private static SortedMap<String, BigDecimal> latency(Environment environment) {
    SortedMap<String, BigDecimal> values = new TreeMap<>();
    environment.latency().ifPresent(latency -> values.put("one image", rounded(latency.ratio())));
    return values;
  }

  private static BigDecimal rounded(double value) {
    return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
  }
}
