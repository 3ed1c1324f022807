package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Range.above;
import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.integer;
import static io.github.trunkrepro.runtime.document.Schemas.number;
import static io.github.trunkrepro.runtime.document.Schemas.object;

import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Fields;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.document.Values;
import io.github.trunkrepro.runtime.optimization.LrSchedulerSpec;
import io.github.trunkrepro.runtime.optimization.OptimizerSpec;
import java.util.Optional;
import java.util.function.Function;

/** {@code class_hyperparameters} and {@code grouping_hyperparameters} of some nodes. */
final class HyperparametersSchema {
  static final String CLASS = "class_hyperparameters";
  static final String GROUPING = "grouping_hyperparameters";

  private HyperparametersSchema() {}

  /** What is written for some nodes; what is absent comes from elsewhere. */
  record Sections(Optional<PhaseHyperparameters> classPhase, Optional<Grouping> grouping) {
    static final Sections NONE = new Sections(Optional.empty(), Optional.empty());

    /** These, completed by others. */
    Sections or(Sections others) {
      return new Sections(classPhase.or(others::classPhase), grouping.or(others::grouping));
    }

    boolean complete() {
      return classPhase.isPresent() && grouping.isPresent();
    }

    NodeHyperparameters orElseThrow() {
      Grouping both = grouping.orElseThrow();
      return new NodeHyperparameters(classPhase.orElseThrow(), both.phase(), both.volatility());
    }
  }

  record Grouping(PhaseHyperparameters phase, double volatility) {}

  static final Schema<Sections> SECTIONS = sections().named("hyperparameters");

  private static Schema<Sections> sections() {
    return object(
        f -> {
          Field<Optional<PhaseHyperparameters>> classPhase =
              f.optional(CLASS, classPhase(), "Training on the node's classes.");
          Field<Optional<Grouping>> grouping =
              f.optional(GROUPING, grouping(), "Forming the groups, and training on them.");
          return v -> {
            Sections sections = new Sections(v.get(classPhase), v.get(grouping));
            if (sections.equals(Sections.NONE)) {
              v.problem(classPhase, "expected " + CLASS + ", " + GROUPING + " or both");
            }
            return sections;
          };
        });
  }

  private static Schema<PhaseHyperparameters> classPhase() {
    return object(HyperparametersSchema::phase);
  }

  private static Schema<Grouping> grouping() {
    return object(
        f -> {
          Function<Values, PhaseHyperparameters> phase = phase(f);
          Field<Double> volatility =
              f.required(
                  "grouping_volatility",
                  number(above(0)),
                  "Classes i and j of k are joined when their average softmax likelihood exceeds"
                      + " grouping_volatility / k.");
          return v -> new Grouping(phase.apply(v), v.get(volatility));
        });
  }

  private static Function<Values, PhaseHyperparameters> phase(Fields f) {
    Field<OptimizationSchema.NamedLoss> loss =
        f.required("loss", OptimizationSchema.LOSS, "Loss, as in torch.nn.");
    Field<OptimizerSpec> optimizer =
        f.required("optimizer", OptimizationSchema.OPTIMIZER, "Optimizer, as in torch.optim.");
    Field<Optional<LrSchedulerSpec>> scheduler =
        f.optional(
            "lr_scheduler",
            LrSchedulerSchema.LR_SCHEDULER,
            "Schedule, as in torch.optim.lr_scheduler; without it the rate is constant.");
    Field<Integer> epochs = f.required("epochs", integer(atLeast(1)), "Epochs.");
    return v -> {
      LrSchedulerSpec schedule = v.get(scheduler).orElse(new LrSchedulerSpec.Constant());
      if (schedule instanceof LrSchedulerSpec.OneCycleLr cycle
          && cycle.totalSteps() < v.get(epochs)) {
        v.problem(
            scheduler,
            "OneCycleLR ends after total_steps, "
                + cycle.totalSteps()
                + " epochs, but there are "
                + v.get(epochs));
      }
      if (schedule.firstMomentum().isPresent() && !v.get(optimizer).hasMomentum()) {
        v.problem(
            scheduler,
            "OneCycleLR cycles the momentum, but this optimizer has none: write cycle_momentum: false");
      }
      return new PhaseHyperparameters(
          v.get(loss).spec(), v.get(optimizer), schedule, v.get(epochs), v.get(loss).options());
    };
  }
}
