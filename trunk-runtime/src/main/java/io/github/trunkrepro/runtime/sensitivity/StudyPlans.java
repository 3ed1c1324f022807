package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.recipe.RecipeEdit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The units of studies of axes and seeds, known from the beginning. */
public final class StudyPlans {
  /** Axis of the seeds. */
  static final String SEED = "seed";

  /** Label of an axis' value where the recipe is left as it is. */
  private static final String AS_DECLARED = "as declared";

  private StudyPlans() {}

  /** The recipe that a study starts from. */
  public static StudyUnit declared(StudySpec study) {
    return new StudyUnit(AS_DECLARED, Map.of(), study.set(), OptionalDouble.empty());
  }

  /** All units of a study without a range of grouping volatility, in their order. */
  public static List<StudyUnit> units(StudySpec study) {
    List<StudyUnit> units = new ArrayList<>();
    for (Map<StudySpec.Axis, StudySpec.Value> combination : combinations(study)) {
      Map<String, String> settings = new LinkedHashMap<>();
      List<RecipeEdit> edits = new ArrayList<>(study.set());
      combination.forEach(
          (axis, value) -> {
            settings.put(axis.name(), value.label());
            edits.addAll(value.edits());
          });
      if (study.seeds().isEmpty()) {
        units.add(unit(settings, edits));
      }
      for (long seed : study.seeds()) {
        Map<String, String> seeded = new LinkedHashMap<>(settings);
        seeded.put(SEED, Long.toString(seed));
        List<RecipeEdit> all = new ArrayList<>(edits);
        all.add(new RecipeEdit(SEED, Long.toString(seed), "seeds of the study " + study.name()));
        units.add(unit(seeded, all));
      }
    }
    return units;
  }

  private static StudyUnit unit(Map<String, String> settings, List<RecipeEdit> edits) {
    return new StudyUnit(name(settings), settings, edits, OptionalDouble.empty());
  }

  /** Name of a variant: {@code batch_size=64,seed=2}. */
  private static String name(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue())
        .collect(Collectors.joining(","));
  }

  private static List<Map<StudySpec.Axis, StudySpec.Value>> combinations(StudySpec study) {
    return switch (study.design()) {
      case GRID -> grid(study.axes());
      case PAIRED -> paired(study.axes());
      case ONE_AT_A_TIME -> oneAtATime(study.axes());
    };
  }

  private static List<Map<StudySpec.Axis, StudySpec.Value>> grid(List<StudySpec.Axis> axes) {
    List<Map<StudySpec.Axis, StudySpec.Value>> combinations = List.of(Map.of());
    for (StudySpec.Axis axis : axes) {
      List<Map<StudySpec.Axis, StudySpec.Value>> longer = new ArrayList<>();
      for (Map<StudySpec.Axis, StudySpec.Value> combination : combinations) {
        for (StudySpec.Value value : axis.values()) {
          Map<StudySpec.Axis, StudySpec.Value> next = new LinkedHashMap<>(combination);
          next.put(axis, value);
          longer.add(next);
        }
      }
      combinations = longer;
    }
    return combinations;
  }

  private static List<Map<StudySpec.Axis, StudySpec.Value>> paired(List<StudySpec.Axis> axes) {
    List<Map<StudySpec.Axis, StudySpec.Value>> combinations = new ArrayList<>();
    int length = axes.isEmpty() ? 1 : axes.get(0).values().size();
    for (int i = 0; i < length; i++) {
      Map<StudySpec.Axis, StudySpec.Value> combination = new LinkedHashMap<>();
      for (StudySpec.Axis axis : axes) {
        combination.put(axis, axis.values().get(i));
      }
      combinations.add(combination);
    }
    return combinations;
  }

  private static List<Map<StudySpec.Axis, StudySpec.Value>> oneAtATime(List<StudySpec.Axis> axes) {
    StudySpec.Value unchanged = new StudySpec.Value(AS_DECLARED, List.of());
    Map<StudySpec.Axis, StudySpec.Value> declared = new LinkedHashMap<>();
    axes.forEach(axis -> declared.put(axis, unchanged));
    List<Map<StudySpec.Axis, StudySpec.Value>> combinations = new ArrayList<>();
    combinations.add(declared);
    for (StudySpec.Axis axis : axes) {
      for (StudySpec.Value value : axis.values()) {
        Map<StudySpec.Axis, StudySpec.Value> combination = new LinkedHashMap<>(declared);
        combination.put(axis, value);
        combinations.add(combination);
      }
    }
    return combinations;
  }

  /** A plan of units that need no results. */
  public static StudyPlan of(List<StudyUnit> units) {
    Deque<StudyUnit> left = new ArrayDeque<>(units);
    return new StudyPlan() {
      @Override
      public Optional<StudyUnit> next() {
        return Optional.ofNullable(left.poll());
      }

      @Override
      public void finished(StudyUnit unit, UnitResult result) {
        // The next one waits for nothing.
      }

      @Override
      public OptionalInt left() {
        return OptionalInt.of(left.size());
      }
    };
  }
}
