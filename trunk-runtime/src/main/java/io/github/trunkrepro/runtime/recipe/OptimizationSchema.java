package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Range.above;
import static io.github.trunkrepro.runtime.document.Range.any;
import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.bool;
import static io.github.trunkrepro.runtime.document.Schemas.integer;
import static io.github.trunkrepro.runtime.document.Schemas.list;
import static io.github.trunkrepro.runtime.document.Schemas.number;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.document.Schemas.oneOrOnly;
import static io.github.trunkrepro.runtime.document.Schemas.typed;

import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.optimization.LossSpec;
import io.github.trunkrepro.runtime.optimization.LrSchedulerSpec;
import io.github.trunkrepro.runtime.optimization.OptimizerSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Losses, optimizers and schedules as PyTorch names them, with its parameters and defaults. Each is
 * a map or, as the authors write it, a list of one map.
 */
final class OptimizationSchema {
  private OptimizationSchema() {}

  static final Schema<LossSpec> LOSS = loss();
  static final Schema<OptimizerSpec> OPTIMIZER = optimizer();
  static final Schema<LrSchedulerSpec> LR_SCHEDULER = lrScheduler();

  private static Schema<LossSpec> loss() {
    Map<String, Schema<? extends LossSpec>> types = new LinkedHashMap<>();
    types.put("CrossEntropyLoss", constant(LossSpec.CROSS_ENTROPY));
    types.put("NLLLoss", constant(LossSpec.NLL));
    Schema<LossSpec> one = typed(types);
    return oneOrOnly(one.named("loss"));
  }

  private static <T> Schema<T> constant(T value) {
    return object(f -> v -> value);
  }

  private static Schema<OptimizerSpec> optimizer() {
    Map<String, Schema<? extends OptimizerSpec>> types = new LinkedHashMap<>();
    types.put("SGD", sgd());
    types.put("Adam", adam(0, OptimizerSpec.Adam::new));
    types.put("AdamW", adam(0.01, OptimizerSpec.AdamW::new));
    Schema<OptimizerSpec> one = typed(types);
    return oneOrOnly(one.named("optimizer"));
  }

  private static Schema<OptimizerSpec> sgd() {
    return object(
        f -> {
          Field<Double> lr = f.required("lr", number(above(0)), "Learning rate.");
          Field<Double> momentum = f.optional("momentum", number(atLeast(0)), 0.0, "Momentum.");
          Field<Double> dampening =
              f.optional("dampening", number(any()), 0.0, "Dampening of the momentum.");
          Field<Double> weightDecay =
              f.optional("weight_decay", number(atLeast(0)), 0.0, "L2 penalty.");
          Field<Boolean> nesterov =
              f.optional("nesterov", bool(), false, "Whether to use Nesterov's momentum.");
          return v -> {
            if (v.get(nesterov) && (v.get(momentum) == 0 || v.get(dampening) != 0)) {
              v.problem(nesterov, "needs a momentum above 0 and a dampening of 0");
            }
            return new OptimizerSpec.Sgd(
                v.get(lr), v.get(momentum), v.get(dampening), v.get(weightDecay), v.get(nesterov));
          };
        });
  }

  private interface AdamMaker {
    OptimizerSpec make(double lr, double beta1, double beta2, double eps, double weightDecay);
  }

  private static Schema<OptimizerSpec> adam(double defaultWeightDecay, AdamMaker maker) {
    return object(
        f -> {
          Field<Double> lr = f.optional("lr", number(above(0)), 0.001, "Learning rate.");
          Field<List<Double>> betas =
              f.optional(
                  "betas",
                  list(2, 2, number(atLeast(0).below(1))),
                  List.of(0.9, 0.999),
                  "Decay of the running averages of the gradient and of its square.");
          Field<Double> eps =
              f.optional("eps", number(atLeast(0)), 1e-8, "Added to the denominator.");
          Field<Double> weightDecay =
              f.optional(
                  "weight_decay",
                  number(atLeast(0)),
                  defaultWeightDecay,
                  "L2 penalty (Adam), decoupled weight decay (AdamW).");
          return v ->
              maker.make(
                  v.get(lr),
                  v.get(betas).get(0),
                  v.get(betas).get(1),
                  v.get(eps),
                  v.get(weightDecay));
        });
  }

  private static Schema<LrSchedulerSpec> lrScheduler() {
    Map<String, Schema<? extends LrSchedulerSpec>> types = new LinkedHashMap<>();
    types.put("StepLR", stepLr());
    types.put("MultiStepLR", multiStepLr());
    types.put("CosineAnnealingLR", cosineAnnealingLr());
    Schema<LrSchedulerSpec> one = typed(types);
    return oneOrOnly(one.named("lr_scheduler"));
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
}
