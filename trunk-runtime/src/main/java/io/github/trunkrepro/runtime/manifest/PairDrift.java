package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.manifest.Likelihoods.PairLikelihood;
import io.github.trunkrepro.runtime.tree.NodePath;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pair of classes whose average softmax likelihood crossed the threshold, or is so near that it
 * may.
 *
 * @param node as it is shown
 * @param pair both class names
 * @param baseline likelihood in the baseline, as text
 * @param now likelihood in the run, as text
 * @param threshold of the run
 * @param crossed whether the pair was joined and is not any more, or the other way round
 * @param nearness distance from the run's threshold, in thresholds
 */
public record PairDrift(
    String node,
    String pair,
    String baseline,
    String now,
    double threshold,
    boolean crossed,
    double nearness) {
  private static final double NEAR = 0.1;
  private static final double STANDARD_ERRORS = 2;

  /** Pairs of a run, those that crossed first, then the nearest; nodes that both have. */
  static List<PairDrift> of(Baseline baseline, Reproducible run) {
    if (!baseline.tree().classNames().equals(run.tree().classNames())) {
      return List.of();
    }
    return run.nodes().stream()
        .filter(node -> node.likelihoods().isPresent())
        .flatMap(
            node -> {
              Likelihoods before = baseline.likelihoods().get(node.id());
              String label = NodePath.parse(node.id()).label(run.tree().classNames());
              return before == null
                  ? Stream.<PairDrift>empty()
                  : ofNode(label, before, node.likelihoods().get());
            })
        .sorted(
            Comparator.comparing(PairDrift::crossed)
                .reversed()
                .thenComparingDouble(PairDrift::nearness))
        .toList();
  }

  private static Stream<PairDrift> ofNode(String node, Likelihoods before, Likelihoods now) {
    Map<List<String>, PairLikelihood> pairs = new LinkedHashMap<>();
    Stream.concat(now.pairs().stream(), before.pairs().stream())
        .forEach(pair -> pairs.putIfAbsent(List.of(pair.first(), pair.second()), pair));
    return pairs.values().stream()
        .map(pair -> ofPair(node, pair.first(), pair.second(), before, now))
        .flatMap(Optional::stream);
  }

  private static Optional<PairDrift> ofPair(
      String node, String first, String second, Likelihoods before, Likelihoods now) {
    Optional<PairLikelihood> then = before.pair(first, second);
    Optional<PairLikelihood> here = now.pair(first, second);
    double distance =
        Math.abs(here.map(PairLikelihood::value).orElse(now.keptFrom()) - now.threshold());
    boolean crossed = isJoined(then, before) != isJoined(here, now);
    double near =
        Math.max(
            NEAR * now.threshold(),
            STANDARD_ERRORS * here.map(PairLikelihood::standardError).orElse(0.0));
    return crossed || distance <= near
        ? Optional.of(
            new PairDrift(
                node,
                first + " " + second,
                text(then, before),
                text(here, now),
                now.threshold(),
                crossed,
                distance / now.threshold()))
        : Optional.empty();
  }

  private static boolean isJoined(Optional<PairLikelihood> pair, Likelihoods of) {
    return pair.isPresent() && pair.get().value() > of.threshold();
  }

  private static String text(Optional<PairLikelihood> pair, Likelihoods of) {
    String value =
        pair.map(p -> String.format(Locale.ROOT, "%.5f", p.value()))
            .orElse(String.format(Locale.ROOT, "< %.5f", of.keptFrom()));
    return value + (isJoined(pair, of) ? " joined" : " apart");
  }
}
