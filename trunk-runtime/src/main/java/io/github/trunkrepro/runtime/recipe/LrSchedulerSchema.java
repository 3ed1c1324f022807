package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Range.above;
import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.bool;
import static io.github.trunkrepro.runtime.document.Schemas.choice;
import static io.github.trunkrepro.runtime.document.Schemas.integer;
import static io.github.trunkrepro.runtime.document.Schemas.list;
import static io.github.trunkrepro.runtime.document.Schemas.number;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.document.Schemas.oneOrOnly;
import static io.github.trunkrepro.runtime.document.Schemas.typed;

import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.optimization.LrSchedulerSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Learning-rate schedules as PyTorch names them; every one is stepped once an epoch. */
final class LrSchedulerSchema {
  private LrSchedulerSchema() {}

  static final Schema<LrSchedulerSpec> LR_SCHEDULER = lrScheduler();

  private enum Annealing {
    COS,
    LINEAR
  }

  private enum Mode {
    MIN,
    MAX
  }

  private enum ThresholdMode {
    REL,
    ABS
  }

  private static Schema<LrSchedulerSpec> lrScheduler() {
    Map<String, Schema<? extends LrSchedulerSpec>> types = parts();
    types.put("OneCycleLR", oneCycleLr());
    types.put("ReduceLROnPlateau", reduceLrOnPlateau());
    types.put("SequentialLR", sequentialLr());
    Schema<LrSchedulerSpec> one = typed(types);
    return oneOrOnly(one.named("lr_scheduler"));
  }

  /** What may be a part of a sequence: the rate depends on the epoch and the base alone. */
  private static Map<String, Schema<? extends LrSchedulerSpec>> parts() {
    Map<String, Schema<? extends LrSchedulerSpec>> types = new LinkedHashMap<>();
    types.put("StepLR", stepLr());
    types.put("MultiStepLR", multiStepLr());
    types.put("ExponentialLR", exponentialLr());
    types.put("LinearLR", linearLr());
    types.put("CosineAnnealingLR", cosineAnnealingLr());
    types.put("CosineAnnealingWarmRestarts", warmRestarts());
    return types;
  }

  private static Schema<LrSchedulerSpec> stepLr() {
    return object(
        f -> {
          Field<Integer> stepSize =
              f.required("step_size", integer(atLeast(1)), "Epochs between two decays.");
          Field<Double> gamma = f.optional("gamma", number(above(0)), 0.1, "Factor of a decay.");
          return v -> new LrSchedulerSpec.StepLr(v.get(stepSize), v.get(gamma));
        });
  }

  private static Schema<LrSchedulerSpec> multiStepLr() {
    return object(
        f -> {
          Field<List<Integer>> milestones =
              f.required(
                  "milestones",
                  list(1, 1000, integer(atLeast(1))),
                  "Epochs at which the rate decays, increasing.");
          Field<Double> gamma = f.optional("gamma", number(above(0)), 0.1, "Factor of a decay.");
          return v -> {
            List<Integer> epochs = v.get(milestones);
            if (!epochs.equals(epochs.stream().distinct().sorted().toList())) {
              v.problem(milestones, "expected increasing numbers, found " + epochs);
            }
            return new LrSchedulerSpec.MultiStepLr(epochs, v.get(gamma));
          };
        });
  }

  private static Schema<LrSchedulerSpec> cosineAnnealingLr() {
    return object(
        f -> {
          Field<Integer> tMax =
              f.required("T_max", integer(atLeast(1)), "Epochs of half a period of the cosine.");
          Field<Double> etaMin =
              f.optional("eta_min", number(atLeast(0)), 0.0, "Smallest learning rate.");
          return v -> new LrSchedulerSpec.CosineAnnealingLr(v.get(tMax), v.get(etaMin));
        });
  }

  private static Schema<LrSchedulerSpec> exponentialLr() {
    return object(
        f -> {
          Field<Double> gamma = f.required("gamma", number(above(0)), "Factor of each epoch.");
          return v -> new LrSchedulerSpec.ExponentialLr(v.get(gamma));
        });
  }

  private static Schema<LrSchedulerSpec> linearLr() {
    return object(
        f -> {
          Field<Double> start =
              f.optional("start_factor", number(above(0).to(1)), 1.0 / 3, "Factor at first.");
          Field<Double> end =
              f.optional("end_factor", number(atLeast(0).to(1)), 1.0, "Factor at the end.");
          Field<Integer> total =
              f.optional("total_iters", integer(atLeast(1)), 5, "Epochs between the two.");
          return v -> new LrSchedulerSpec.LinearLr(v.get(start), v.get(end), v.get(total));
        });
  }

  private static Schema<LrSchedulerSpec> warmRestarts() {
    return object(
        f -> {
          Field<Integer> t0 =
              f.required("T_0", integer(atLeast(1)), "Epochs until the first restart.");
          Field<Integer> tMult =
              f.optional("T_mult", integer(atLeast(1)), 1, "Growth of the time to the next.");
          Field<Double> etaMin =
              f.optional("eta_min", number(atLeast(0)), 0.0, "Smallest learning rate.");
          return v ->
              new LrSchedulerSpec.CosineAnnealingWarmRestarts(
                  v.get(t0), v.get(tMult), v.get(etaMin));
        });
  }

  private static Schema<LrSchedulerSpec> oneCycleLr() {
    return object(
        f -> {
          Field<Double> maxLr = f.required("max_lr", number(above(0)), "Largest learning rate.");
          Field<Integer> total =
              f.required("total_steps", integer(atLeast(2)), "Epochs of the whole cycle.");
          Field<Double> pctStart =
              f.optional("pct_start", number(above(0).below(1)), 0.3, "Share of the rise.");
          Field<Annealing> annealing =
              f.optional("anneal_strategy", choice(Annealing.class), Annealing.COS, "Its form.");
          Field<Double> div =
              f.optional("div_factor", number(above(0)), 25.0, "max_lr by the first rate.");
          Field<Double> finalDiv =
              f.optional("final_div_factor", number(above(0)), 1e4, "First by the last rate.");
          Field<Boolean> threePhase =
              f.optional("three_phase", bool(), false, "Whether it falls in two phases.");
          Field<Boolean> cycleMomentum =
              f.optional(
                  "cycle_momentum",
                  bool(),
                  true,
                  "Whether the momentum (of Adam: beta1) falls while the rate rises, and rises while it falls.");
          Field<Double> baseMomentum =
              f.optional(
                  "base_momentum",
                  number(above(0).below(1)),
                  0.85,
                  "Momentum at the largest rate.");
          Field<Double> maxMomentum =
              f.optional(
                  "max_momentum",
                  number(above(0).below(1)),
                  0.95,
                  "Momentum at the first and the last rate.");
          return v -> {
            double rise = v.get(pctStart) * v.get(total);
            if (rise <= 1 || (v.get(threePhase) && 2 * rise - 2 >= v.get(total) - 1)) {
              v.problem(
                  pctStart,
                  "every phase needs more than one epoch, but pct_start * total_steps is " + rise);
            }
            return new LrSchedulerSpec.OneCycleLr(
                v.get(maxLr),
                v.get(total),
                v.get(pctStart),
                v.get(annealing) == Annealing.COS,
                v.get(div),
                v.get(finalDiv),
                v.get(threePhase),
                v.get(cycleMomentum)
                    ? Optional.of(
                        new LrSchedulerSpec.MomentumCycle(v.get(baseMomentum), v.get(maxMomentum)))
                    : Optional.empty());
          };
        });
  }

  private static Schema<LrSchedulerSpec> reduceLrOnPlateau() {
    return object(
        f -> {
          Field<Mode> mode =
              f.optional(
                  "mode",
                  choice(Mode.class),
                  Mode.MIN,
                  "What is watched; min: the training loss, max: the validation accuracy.");
          Field<Double> factor =
              f.optional("factor", number(above(0).below(1)), 0.1, "Factor of a decay.");
          Field<Integer> patience =
              f.optional("patience", integer(atLeast(0)), 10, "Epochs without gain that pass.");
          Field<Double> threshold =
              f.optional("threshold", number(atLeast(0)), 1e-4, "What counts as a gain.");
          Field<ThresholdMode> thresholdMode =
              f.optional(
                  "threshold_mode",
                  choice(ThresholdMode.class),
                  ThresholdMode.REL,
                  "Whether it is a share of the best value.");
          Field<Integer> cooldown =
              f.optional("cooldown", integer(atLeast(0)), 0, "Epochs of rest after a decay.");
          Field<Double> minLr =
              f.optional("min_lr", number(atLeast(0)), 0.0, "Smallest learning rate.");
          Field<Double> eps =
              f.optional("eps", number(atLeast(0)), 1e-8, "Smaller decays are left out.");
          return v ->
              new LrSchedulerSpec.ReduceLrOnPlateau(
                  v.get(mode) == Mode.MAX,
                  v.get(factor),
                  v.get(patience),
                  v.get(threshold),
                  v.get(thresholdMode) == ThresholdMode.REL,
                  v.get(cooldown),
                  v.get(minLr),
                  v.get(eps));
        });
  }

  private static Schema<LrSchedulerSpec> sequentialLr() {
    return object(
        f -> {
          Schema<LrSchedulerSpec> part = typed(parts());
          Field<List<LrSchedulerSpec>> schedulers =
              f.required("schedulers", list(1, 100, part), "Schedules, one after the other.");
          Field<List<Integer>> milestones =
              f.required(
                  "milestones",
                  list(0, 99, integer(atLeast(1))),
                  "Epochs at which the next begins, increasing.");
          return v -> {
            List<Integer> epochs = v.get(milestones);
            if (epochs.size() != v.get(schedulers).size() - 1
                || !epochs.equals(epochs.stream().distinct().sorted().toList())) {
              v.problem(
                  milestones,
                  "expected increasing numbers, one fewer than schedulers, found " + epochs);
            }
            return new LrSchedulerSpec.SequentialLr(v.get(schedulers), epochs);
          };
        });
  }
}
