package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.recipe.RecipeEdit;
import io.github.trunkrepro.runtime.tree.AverageSoftmax;
import io.github.trunkrepro.runtime.tree.GroupingCurve;
import io.github.trunkrepro.runtime.tree.GroupingCurve.Interval;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Finds every tree that grouping volatility gives in a range. A tree is trained at one value; the
 * breakpoints of its nodes then say exactly how far to both sides nothing changes, and what is left
 * of the range is looked at in the same way, the widest part first.
 */
public final class VolatilitySearch implements StudyPlan {
  private static final int MOST_DECIMALS = 17;

  private final double start;
  private final double end;
  private final double declared;
  private final List<RecipeEdit> edits;
  private final List<Range> open = new ArrayList<>();
  private final Map<StudyUnit, Range> underWay = new HashMap<>();
  private final List<Range> failed = new ArrayList<>();
  private final List<VolatilityResult.Step> steps = new ArrayList<>();

  /** From inclusive, to exclusive. */
  private record Range(double from, double to) {
    double width() {
      return to - from;
    }

    boolean contains(double value) {
      return from <= value && value < to;
    }
  }

  /**
   * A search.
   *
   * @param study with a range of grouping volatility
   * @param declared the root's in the recipe; tried first where it is in the range
   */
  public VolatilitySearch(StudySpec study, double declared) {
    StudySpec.Volatility range = study.volatility().orElseThrow();
    this.start = range.start();
    this.end = range.end();
    this.declared = declared;
    this.edits = study.set();
    open.add(new Range(start, Math.nextUp(end)));
  }

  @Override
  public Optional<StudyUnit> next() {
    Optional<Range> widest =
        open.stream().max(Comparator.comparingDouble(Range::width).thenComparing(r -> -r.from()));
    return widest.map(
        range -> {
          open.remove(range);
          double volatility = range.contains(declared) ? declared : inside(range);
          String label = text(volatility);
          StudyUnit unit =
              new StudyUnit(
                  "gv=" + label, Map.of("gv", label), edits, OptionalDouble.of(volatility));
          underWay.put(unit, range);
          return unit;
        });
  }

  /** The number with the fewest decimals in the middle half of a range. */
  private static double inside(Range range) {
    double middle = range.from() + range.width() / 2;
    for (int decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
      double rounded =
          new BigDecimal(middle).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue();
      if (range.contains(rounded) && Math.abs(rounded - middle) <= range.width() / 4) {
        return rounded;
      }
    }
    return range.contains(middle) ? middle : range.from();
  }

  /** As it is written on a command line: digits that give this very number again. */
  static String text(double volatility) {
    return BigDecimal.valueOf(volatility).stripTrailingZeros().toPlainString();
  }

  @Override
  public void finished(StudyUnit unit, UnitResult result) {
    Range range = underWay.remove(unit);
    if (result.trained().isPresent()) {
      found(unit, range, result.trained().get().likelihoods().values());
    } else {
      failed.add(range);
    }
  }

  /**
   * Takes what is known of a unit without training it; if that is not all of its nodes, the range
   * is at most so wide.
   */
  public void lookedUp(StudyUnit unit, Collection<AverageSoftmax> likelihoods) {
    found(unit, underWay.remove(unit), likelihoods);
  }

  private void found(StudyUnit unit, Range range, Collection<AverageSoftmax> nodes) {
    double volatility = unit.groupingVolatility().orElseThrow();
    double from = range.from();
    double to = range.to();
    for (AverageSoftmax likelihoods : nodes) {
      Interval same = GroupingCurve.of(likelihoods).sameTree(volatility);
      from = Math.max(from, same.from());
      to = Math.min(to, same.to());
    }
    steps.add(new VolatilityResult.Step(from, to, unit.name()));
    keep(new Range(range.from(), from));
    keep(new Range(to, range.to()));
  }

  private void keep(Range range) {
    if (range.width() > 0) {
      open.add(range);
    }
  }

  @Override
  public OptionalInt left() {
    return open.isEmpty() ? OptionalInt.of(0) : OptionalInt.empty();
  }

  /** Share of the range that is known, 0..1. */
  public double known() {
    double left = open.stream().mapToDouble(Range::width).sum();
    left += underWay.values().stream().mapToDouble(Range::width).sum();
    return end > start ? 1 - left / (end - start) : left > 0 ? 0 : 1;
  }

  /**
   * What is known.
   *
   * @param nodes the curves of all nodes that were met
   */
  public VolatilityResult result(List<VolatilityResult.NodeCurve> nodes) {
    List<Range> gaps = new ArrayList<>(open);
    gaps.addAll(failed);
    return new VolatilityResult(
        start,
        end,
        steps.stream()
            .sorted(Comparator.comparingDouble(VolatilityResult.Step::from))
            .map(
                step ->
                    new VolatilityResult.Step(
                        step.from(), Math.min(step.to(), end), step.variant()))
            .toList(),
        gaps.stream()
            .sorted(Comparator.comparingDouble(Range::from))
            .map(gap -> new VolatilityResult.Gap(gap.from(), Math.min(gap.to(), end)))
            .toList(),
        nodes);
  }
}
