package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.recipe.RecipeEdit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a study varies.
 *
 * @param name of the study
 * @param set changes of the recipe that all variants have
 * @param volatility range of grouping volatility, for all nodes; then there are no axes and seeds
 * @param axes what is varied, in order
 * @param design how the values of several axes are combined
 * @param seeds every combination is trained with each; empty to leave the recipe's seed
 * @param budget how much is trained at most
 * @param failOn conditions under which the study fails, see {@link Gate}
 */
public record StudySpec(
    String name,
    List<RecipeEdit> set,
    Optional<Volatility> volatility,
    List<Axis> axes,
    Design design,
    List<Long> seeds,
    Budget budget,
    List<String> failOn) {

  /** A study with copies of the lists. */
  public StudySpec {
    set = List.copyOf(set);
    axes = List.copyOf(axes);
    seeds = List.copyOf(seeds);
    failOn = List.copyOf(failOn);
  }

  /**
   * The same with another range of grouping volatility, and less or more to train.
   *
   * @throws UserException of kind SETUP when there is no such range, or it ends before it starts
   */
  public StudySpec with(OptionalDouble start, OptionalDouble end, Budget other) {
    Optional<Volatility> range =
        volatility.map(own -> new Volatility(start.orElse(own.start()), end.orElse(own.end())));
    if ((start.isPresent() || end.isPresent()) && range.isEmpty()) {
      throw new UserException(
          UserException.Kind.SETUP,
          "<start> and <end> (trunk.start, trunk.end) are for studies of grouping volatility; the"
              + " study "
              + name
              + " has axes. Leave them out, or choose another one with -Dtrunk.study=NAME.");
    }
    if (range.isPresent() && !(range.get().end() >= range.get().start())) {
      throw new UserException(
          UserException.Kind.SETUP,
          "The range of grouping volatility ends before it starts: from %s to %s (trunk.start, trunk.end)."
              .formatted(range.get().start(), range.get().end()));
    }
    return new StudySpec(name, set, range, axes, design, seeds, budget.overriddenBy(other), failOn);
  }

  /** A range of grouping volatility, both ends included. */
  public record Volatility(double start, double end) {}

  /** Something that is varied. */
  public record Axis(String name, List<Value> values) {

    /** An axis with a copy of the list. */
    public Axis {
      values = List.copyOf(values);
    }
  }

  /**
   * A value on an axis.
   *
   * @param label unique on the axis
   * @param edits what it changes in the recipe
   */
  public record Value(String label, List<RecipeEdit> edits) {

    /** A value with a copy of the list. */
    public Value {
      edits = List.copyOf(edits);
    }
  }

  /** How the values of several axes are combined. */
  public enum Design {
    /** Every value of each axis with every value of the others. */
    GRID,
    /** The recipe as it is, and each value of each axis with the others as the recipe has them. */
    ONE_AT_A_TIME,
    /** The first values of all axes, then the second ones: axes of the same length. */
    PAIRED
  }

  /**
   * How much is trained at most. No variant is begun beyond it; one that is begun is finished.
   *
   * @param variants number of variants
   * @param minutes time since the study began
   */
  public record Budget(OptionalInt variants, OptionalDouble minutes) {
    static final Budget UNLIMITED = new Budget(OptionalInt.empty(), OptionalDouble.empty());

    /** This budget, but what another one says goes before. */
    Budget overriddenBy(Budget other) {
      return new Budget(
          other.variants.isPresent() ? other.variants : variants,
          other.minutes.isPresent() ? other.minutes : minutes);
    }
  }
}
