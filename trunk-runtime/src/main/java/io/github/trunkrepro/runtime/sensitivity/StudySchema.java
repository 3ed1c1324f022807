package io.github.trunkrepro.runtime.sensitivity;

import static io.github.trunkrepro.runtime.document.Range.above;
import static io.github.trunkrepro.runtime.document.Range.any;
import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.anything;
import static io.github.trunkrepro.runtime.document.Schemas.byKey;
import static io.github.trunkrepro.runtime.document.Schemas.choice;
import static io.github.trunkrepro.runtime.document.Schemas.firstOf;
import static io.github.trunkrepro.runtime.document.Schemas.integer;
import static io.github.trunkrepro.runtime.document.Schemas.list;
import static io.github.trunkrepro.runtime.document.Schemas.longInteger;
import static io.github.trunkrepro.runtime.document.Schemas.number;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.document.Schemas.text;

import io.github.trunkrepro.runtime.document.Definitions;
import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.FlowText;
import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.NodePaths;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.document.Values;
import io.github.trunkrepro.runtime.recipe.RecipeEdit;
import io.github.trunkrepro.runtime.sensitivity.StudySpec.Axis;
import io.github.trunkrepro.runtime.sensitivity.StudySpec.Budget;
import io.github.trunkrepro.runtime.sensitivity.StudySpec.Design;
import io.github.trunkrepro.runtime.sensitivity.StudySpec.Value;
import io.github.trunkrepro.runtime.sensitivity.StudySpec.Volatility;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** The keys of {@code sensitivity.yaml}: studies by name. */
final class StudySchema {
  /** What decides whether a process may train. */
  private static final String ENVIRONMENT = "environment";

  /** What one process decides for all that it trains. */
  private static final String DETERMINISM = "determinism";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][\\w-]*");
  private static final Pattern PATH = Pattern.compile("[\\w-]+[^\\n]*");
  private static final int MOST_VALUES = 10_000;

  private StudySchema() {}

  /** All studies of a file. */
  static final Schema<List<StudySpec>> STUDIES =
      object(
          f -> {
            Field<List<Values.Keyed<StudySpec>>> studies =
                f.matching("a study", NAME, study().named("study"), "A study, by its name.");
            return v -> v.get(studies).stream().map(StudySchema::named).toList();
          });

  /** The JSON Schema that is shipped as {@code studies.schema.json}. */
  static String json() {
    return Definitions.document(
        "TRUNK studies", "Studies of trunk-maven-plugin, src/trunk/sensitivity.yaml.", STUDIES);
  }

  private static StudySpec named(Values.Keyed<StudySpec> keyed) {
    StudySpec study = keyed.value();
    return new StudySpec(
        keyed.key(),
        study.set(),
        study.volatility(),
        study.axes(),
        study.design(),
        study.seeds(),
        study.budget(),
        study.failOn());
  }

  private static Schema<StudySpec> study() {
    return object(
        f -> {
          Field<Optional<List<RecipeEdit>>> set =
              f.optional(
                  "set",
                  edits(StudySchema::mistakeIn),
                  "Changes of the recipe that all variants have, by path.");
          Field<Optional<Volatility>> volatility =
              f.optional(
                  "groupingVolatility",
                  volatility(),
                  "Finds every tree that grouping volatility gives in a range.");
          Field<Optional<List<Axis>>> axes =
              f.optional("axes", list(1, 20, axis()), "What is varied.");
          Field<Design> design =
              f.optional("design", choice(Design.class), Design.GRID, "How the axes are combined.");
          Field<Optional<List<Long>>> seeds =
              f.optional("seeds", seeds(), "Seeds, or how many of them, from 1.");
          Field<Optional<Budget>> budget =
              f.optional("budget", budget(), "How much is trained at most.");
          Field<Optional<List<String>>> failOn =
              f.optional(
                  "failOn", list(1, 50, condition()), "Conditions under which the build fails.");
          return v -> {
            StudySpec study =
                new StudySpec(
                    "",
                    v.get(set).orElse(List.of()),
                    v.get(volatility),
                    v.get(axes).orElse(List.of()),
                    v.get(design),
                    v.get(seeds).orElse(List.of()),
                    v.get(budget).orElse(Budget.UNLIMITED),
                    v.get(failOn).orElse(List.of()));
            boolean varied = !study.axes().isEmpty() || !study.seeds().isEmpty();
            if (study.volatility().isPresent() == varied) {
              v.problem(volatility, "expected either groupingVolatility, or axes or seeds or both");
            }
            requireUniqueNames(study.axes(), v, axes);
            if (study.design() == Design.PAIRED
                && study.axes().stream().mapToInt(axis -> axis.values().size()).distinct().count()
                    > 1) {
              v.problem(axes, "paired axes must have the same number of values");
            }
            return study;
          };
        });
  }

  private static void requireUniqueNames(List<Axis> axes, Values v, Field<?> field) {
    Set<String> names = new HashSet<>();
    for (Axis axis : axes) {
      if (axis.name().equals(StudyPlans.SEED)) {
        v.problem(
            field,
            "an axis may not have the name \"seed\", which is that of seeds: list its values as seeds,"
                + " or give it another name with \"name\"");
      } else if (!names.add(axis.name())) {
        v.problem(
            field,
            "two axes have the name \""
                + axis.name()
                + "\"; give one of them another with \"name\"");
      }
    }
  }

  private static Schema<Volatility> volatility() {
    return object(
        f -> {
          Field<Double> start = f.required("start", number(above(0)), "First value.");
          Field<Double> end = f.required("end", number(above(0)), "Last value.");
          return v -> {
            if (v.get(end) < v.get(start)) {
              v.problem(end, "expected a number from start, " + v.get(start));
            }
            return new Volatility(v.get(start), v.get(end));
          };
        });
  }

  private static Schema<Axis> axis() {
    return byKey("path", pathAxis(), namedAxis());
  }

  /** One key of the recipe. */
  private static Schema<Axis> pathAxis() {
    return object(
        f -> {
          Field<String> path =
              f.required("path", path(), "Path of a key, such as dataset.train.params.batch_size.");
          Field<Optional<String>> name =
              f.optional("name", text(), "Name; by default the last key of the path.");
          Field<Optional<List<Node>>> values =
              f.optional("values", list(1, MOST_VALUES, anything()), "Values.");
          Field<Optional<List<Node>>> range = f.optional("range", range(), "Numbers in steps.");
          return v -> {
            if (v.get(values).isPresent() == v.get(range).isPresent()) {
              v.problem(values, "expected either values or range");
            }
            List<Value> found = new ArrayList<>();
            Set<String> labels = new HashSet<>();
            for (Node value : v.get(values).or(() -> v.get(range)).orElse(List.of())) {
              String label = label(value);
              if (!labels.add(label)) {
                v.problem(values, "the value " + label + " stands there twice");
              }
              found.add(new Value(label, List.of(new RecipeEdit(v.get(path), value))));
            }
            return new Axis(v.get(name).orElse(lastKey(v.get(path))), found);
          };
        });
  }

  /** Several keys at once, under labels. */
  private static Schema<Axis> namedAxis() {
    return object(
        f -> {
          Field<String> name = f.required("name", text(), "Name.");
          Field<List<Values.Keyed<List<RecipeEdit>>>> variants =
              f.required(
                  "variants",
                  object(
                      g -> {
                        Field<List<Values.Keyed<List<RecipeEdit>>>> labels =
                            g.matching(
                                "a label",
                                Pattern.compile(".+"),
                                edits(StudySchema::mistakeInVaried),
                                "Changes.");
                        return w -> w.get(labels);
                      }),
                  "Changes of the recipe, by the label of a value.");
          return v ->
              new Axis(
                  v.get(name),
                  v.get(variants).stream()
                      .map(variant -> new Value(variant.key(), variant.value()))
                      .toList());
        });
  }

  /** Changes of the recipe by path; {@code {}} leaves it as it is. */
  private static Schema<List<RecipeEdit>> edits(Function<String, Optional<String>> mistake) {
    return object(
        f -> {
          Field<List<Values.Keyed<Node>>> edits =
              f.matching("a path in the recipe", PATH, anything(), "The key's new value.");
          return v -> {
            for (Values.Keyed<Node> edit : v.get(edits)) {
              mistake.apply(edit.key()).ifPresent(text -> v.problem(edits, text));
            }
            return v.get(edits).stream()
                .map(edit -> new RecipeEdit(edit.key(), edit.value()))
                .toList();
          };
        });
  }

  private static Schema<String> path() {
    return text().checked(StudySchema::mistakeInVaried);
  }

  private static Schema<String> condition() {
    return text()
        .checked(
            condition -> {
              try {
                Gate.parse(condition);
                return Optional.empty();
              } catch (UserException e) {
                return Optional.of(e.getMessage());
              }
            });
  }

  private static Optional<String> mistakeIn(String path) {
    if (!NodePaths.isPath(path)) {
      return Optional.of(
          "expected a path such as general.class_hyperparameters.optimizer.params.lr, found \""
              + path
              + "\"");
    }
    return NodePaths.firstKey(path).equals(ENVIRONMENT)
        ? Optional.of("environment cannot be changed: it is verified before a study begins")
        : Optional.empty();
  }

  private static Optional<String> mistakeInVaried(String path) {
    return mistakeIn(path)
        .or(
            () ->
                NodePaths.firstKey(path).equals(DETERMINISM)
                    ? Optional.of(
                        "determinism cannot be varied: a process computes all variants in the same"
                            + " way; set changes it for all of them")
                    : Optional.empty());
  }

  private static Schema<List<Node>> range() {
    return object(
        f -> {
          Field<Double> start = f.required("start", number(any()), "First number.");
          Field<Double> end = f.required("end", number(any()), "Last number, if a step meets it.");
          Field<Double> step = f.optional("step", number(above(0)), 1.0, "From one to the next.");
          return v -> {
            BigDecimal first = BigDecimal.valueOf(v.get(start));
            BigDecimal last = BigDecimal.valueOf(v.get(end));
            BigDecimal by = BigDecimal.valueOf(v.get(step));
            List<Node> numbers = new ArrayList<>();
            if (last.compareTo(first) < 0) {
              v.problem(end, "expected a number from start, " + first.toPlainString());
            } else if (last.subtract(first).divideToIntegralValue(by).intValue() >= MOST_VALUES) {
              v.problem(step, "expected at most " + MOST_VALUES + " numbers");
            } else {
              for (BigDecimal at = first; at.compareTo(last) <= 0; at = at.add(by)) {
                numbers.add(v.scalar(start, shown(at)));
              }
            }
            return numbers;
          };
        });
  }

  private static String shown(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
  }

  private static Schema<List<Long>> seeds() {
    return firstOf(
        integer(atLeast(1).to(MOST_VALUES))
            .map(count -> LongStream.rangeClosed(1, count).boxed().toList()),
        list(1, MOST_VALUES, longInteger(atLeast(0))));
  }

  private static Schema<Budget> budget() {
    return object(
        f -> {
          Field<Optional<Integer>> variants =
              f.optional("variants", integer(atLeast(1)), "At most so many variants.");
          Field<Optional<Double>> minutes =
              f.optional("minutes", number(above(0)), "No variant is begun later.");
          return v ->
              new Budget(
                  v.get(variants).map(OptionalInt::of).orElse(OptionalInt.empty()),
                  v.get(minutes).map(OptionalDouble::of).orElse(OptionalDouble.empty()));
        });
  }

  private static String label(Node value) {
    return value instanceof Node.Scalar scalar && !scalar.isNull()
        ? scalar.text()
        : FlowText.of(value);
  }

  private static String lastKey(String path) {
    String key = path.replaceAll("\\[\\d+\\]$", "").replace("\"", "");
    return key.substring(key.lastIndexOf('.') + 1);
  }
}
