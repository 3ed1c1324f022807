package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Range.above;
import static io.github.trunkrepro.runtime.document.Range.any;
import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.bool;
import static io.github.trunkrepro.runtime.document.Schemas.list;
import static io.github.trunkrepro.runtime.document.Schemas.number;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.document.Schemas.oneOrOnly;
import static io.github.trunkrepro.runtime.document.Schemas.typed;

import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Fields;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.optimization.LossOptions;
import io.github.trunkrepro.runtime.optimization.LossSpec;
import io.github.trunkrepro.runtime.optimization.OptimizerSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Losses and optimizers as PyTorch names them, with its parameters and defaults. Each is a map or,
 * as the authors write it, a list of one map.
 */
final class OptimizationSchema {
  private OptimizationSchema() {}

  /** A loss and what is added to it. */
  record NamedLoss(LossSpec spec, Optional<LossOptions> options) {}

  static final Schema<NamedLoss> LOSS = loss();
  static final Schema<OptimizerSpec> OPTIMIZER = optimizer();

  private static Schema<NamedLoss> loss() {
    Map<String, Schema<? extends NamedLoss>> types = new LinkedHashMap<>();
    types.put("CrossEntropyLoss", crossEntropyLoss());
    types.put("NLLLoss", nllLoss());
    Schema<NamedLoss> one = typed(types);
    return oneOrOnly(one.named("loss"));
  }

  private static Schema<NamedLoss> crossEntropyLoss() {
    return object(
        f -> {
          Field<List<Double>> weight = weight(f);
          Field<Double> smoothing =
              f.optional(
                  "label_smoothing",
                  number(atLeast(0).to(1)),
                  0.0,
                  "Share of the target that is spread over all outputs.");
          return v -> named(LossSpec.CROSS_ENTROPY, v.get(weight), v.get(smoothing));
        });
  }

  private static Schema<NamedLoss> nllLoss() {
    return object(
        f -> {
          Field<List<Double>> weight = weight(f);
          return v -> named(LossSpec.NLL, v.get(weight), 0);
        });
  }

  private static Field<List<Double>> weight(Fields f) {
    return f.optional(
        "weight",
        list(1, 65_536, number(above(0))),
        List.of(),
        "A weight for each output of the node, in the order of its classes.");
  }

  private static NamedLoss named(LossSpec spec, List<Double> weight, double smoothing) {
    LossOptions options = new LossOptions(weight, smoothing);
    return new NamedLoss(
        spec, options.equals(LossOptions.NONE) ? Optional.empty() : Optional.of(options));
  }

  private static Schema<OptimizerSpec> optimizer() {
    Map<String, Schema<? extends OptimizerSpec>> types = new LinkedHashMap<>();
    types.put("SGD", sgd());
    types.put("Adam", adam(0, OptimizerSpec.Adam::new));
    types.put("AdamW", adam(0.01, OptimizerSpec.AdamW::new));
    types.put("RMSprop", rmsProp());
    types.put("Adagrad", adagrad());
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

  private static Schema<OptimizerSpec> rmsProp() {
    return object(
        f -> {
          Field<Double> lr = f.optional("lr", number(above(0)), 0.01, "Learning rate.");
          Field<Double> alpha =
              f.optional(
                  "alpha", number(atLeast(0).below(1)), 0.99, "Decay of the running averages.");
          Field<Double> eps =
              f.optional("eps", number(atLeast(0)), 1e-8, "Added to the denominator.");
          Field<Double> weightDecay =
              f.optional("weight_decay", number(atLeast(0)), 0.0, "L2 penalty.");
          Field<Double> momentum = f.optional("momentum", number(atLeast(0)), 0.0, "Momentum.");
          Field<Boolean> centered =
              f.optional(
                  "centered",
                  bool(),
                  false,
                  "Whether the gradient's mean is taken off its square.");
          return v ->
              new OptimizerSpec.RmsProp(
                  v.get(lr),
                  v.get(alpha),
                  v.get(eps),
                  v.get(weightDecay),
                  v.get(momentum),
                  v.get(centered));
        });
  }

  private static Schema<OptimizerSpec> adagrad() {
    return object(
        f -> {
          Field<Double> lr = f.optional("lr", number(above(0)), 0.01, "Learning rate.");
          Field<Double> lrDecay =
              f.optional("lr_decay", number(atLeast(0)), 0.0, "Decay of the rate by each step.");
          Field<Double> weightDecay =
              f.optional("weight_decay", number(atLeast(0)), 0.0, "L2 penalty.");
          Field<Double> initial =
              f.optional(
                  "initial_accumulator_value",
                  number(atLeast(0)),
                  0.0,
                  "What the sum of squares begins with.");
          Field<Double> eps =
              f.optional("eps", number(atLeast(0)), 1e-10, "Added to the denominator.");
          return v ->
              new OptimizerSpec.Adagrad(
                  v.get(lr), v.get(lrDecay), v.get(weightDecay), v.get(initial), v.get(eps));
        });
  }
}
