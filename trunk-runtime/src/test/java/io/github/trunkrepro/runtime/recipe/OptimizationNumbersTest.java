package io.github.trunkrepro.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.trunkrepro.runtime.Golden;
import io.github.trunkrepro.runtime.document.Cursor;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.Problems;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.document.YamlReader;
import io.github.trunkrepro.runtime.engine.Gradients;
import io.github.trunkrepro.runtime.optimization.LearningRate;
import io.github.trunkrepro.runtime.optimization.Loss;
import io.github.trunkrepro.runtime.optimization.LossOptions;
import io.github.trunkrepro.runtime.optimization.LossSpec;
import io.github.trunkrepro.runtime.optimization.LrSchedulerSpec;
import io.github.trunkrepro.runtime.optimization.Optimizer;
import io.github.trunkrepro.runtime.optimization.OptimizerSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimizers, schedules and losses as a recipe writes them, over 60 steps of PyTorch's. */
class OptimizationNumbersTest {
  private static final JsonNode GOLDEN = Golden.read("optimization-more.json");
  private static final JsonNode ONE_CYCLE = Golden.read("one-cycle.json");
  private static final Set<String> NO_PARAMETERS =
      Set.of("name", "values", "rates", "losses", "outputs");

  static Stream<Named<JsonNode>> optimizers() {
    return Golden.cases(GOLDEN.get("trajectories").get("cases"));
  }

  static Stream<Named<JsonNode>> schedules() {
    return Golden.cases(GOLDEN.get("schedules").get("cases"));
  }

  static Stream<Named<JsonNode>> losses() {
    return Golden.cases(GOLDEN.get("losses").get("cases"));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void stepsAsPyTorch(JsonNode golden) {
    JsonNode all = GOLDEN.get("trajectories");
    double rate = all.get("learningRate").doubleValue();
    OptimizerSpec spec = read(OptimizationSchema.OPTIMIZER, golden, Map.of("lr", rate));
    int half = all.get("gradients").size() / 2;
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray parameter = manager.create(Golden.floats(all.get("initial")));
      parameter.setRequiresGradient(true);
      Optimizer optimizer = Optimizer.of(spec, List.of(parameter));
      for (int step = 0; step < all.get("gradients").size(); step++) {
        if (step == half) {
          optimizer = restored(spec, optimizer, parameter);
        }
        step(optimizer, parameter, Golden.floats(all.get("gradients").get(step)), rate);
        Golden.assertClose(
            "after step " + (step + 1),
            parameter.toFloatArray(),
            Golden.floats(golden.get("values").get(step)),
            3e-6,
            1e-6);
      }
      optimizer.close();
    }
  }

  /** As a checkpoint does: all that is kept is the state and the number of steps. */
  private static Optimizer restored(OptimizerSpec spec, Optimizer before, NDArray parameter) {
    Optimizer after = Optimizer.of(spec, List.of(parameter));
    assertThat(after.state().keySet()).isEqualTo(before.state().keySet());
    before.state().forEach((name, array) -> array.copyTo(after.state().get(name)));
    after.continueAfter(before.steps());
    before.close();
    return after;
  }

  private static void step(
      Optimizer optimizer, NDArray parameter, float[] gradient, double learningRate) {
    try (NDManager scope = parameter.getManager().newSubManager()) {
      NDArray factor = scope.create(gradient);
      Gradients.with(
          () -> {
            Gradients.backward(factor.mul(parameter).sum());
            return null;
          });
      optimizer.step(learningRate);
      optimizer.zeroGradients();
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void schedulesAsPyTorch(JsonNode golden) {
    JsonNode all = GOLDEN.get("schedules");
    LrSchedulerSpec spec =
        golden.get("name").textValue().equals("SequentialLR")
            ? new LrSchedulerSpec.SequentialLr(
                List.of(
                    new LrSchedulerSpec.LinearLr(0.1, 1, 4),
                    new LrSchedulerSpec.CosineAnnealingLr(30, 0),
                    new LrSchedulerSpec.ExponentialLr(0.9)),
                List.of(5, 33))
            : read(LrSchedulerSchema.LR_SCHEDULER, golden, Map.of());
    LearningRate schedule = LearningRate.of(spec, all.get("base").doubleValue());
    double[] expected = Golden.doubles(golden.get("rates"));
    for (int epoch = 0; epoch < expected.length; epoch++) {
      assertThat(schedule.next())
          .as("epoch %d", epoch)
          .isCloseTo(expected[epoch], within(1e-12 * expected[epoch] + 1e-17));
      schedule.observe(
          all.get("losses").get(epoch).doubleValue(),
          all.get("accuracies").get(epoch).doubleValue());
    }
  }

  static Stream<Named<JsonNode>> oneCycles() {
    return Golden.cases(ONE_CYCLE.get("cases"));
  }

  @ParameterizedTest
  @MethodSource("oneCycles")
  void cyclesTheMomentumAsPyTorch(JsonNode golden) {
    LrSchedulerSpec cycle =
        read(
            LrSchedulerSchema.LR_SCHEDULER,
            "{type: OneCycleLR, params: %s}".formatted(golden.get("schedule")));
    OptimizerSpec spec =
        read(
            OptimizationSchema.OPTIMIZER,
            "{type: %s, params: %s}"
                .formatted(golden.get("name").textValue(), golden.get("optimizer")));
    PhaseHyperparameters phase = new PhaseHyperparameters(LossSpec.CROSS_ENTROPY, spec, cycle, 60);
    LearningRate schedule = LearningRate.of(cycle, spec.lr());
    double[] momenta = Golden.doubles(golden.get("momenta"));
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray parameter = manager.create(Golden.floats(ONE_CYCLE.get("initial")));
      parameter.setRequiresGradient(true);
      Optimizer optimizer = Optimizer.of(phase.firstOptimizer(), List.of(parameter));
      for (int epoch = 0; epoch < momenta.length; epoch++) {
        if (epoch == momenta.length / 2) {
          optimizer = restored(phase.firstOptimizer(), optimizer, parameter);
        }
        double rate = schedule.next();
        double momentum = schedule.momentum().orElseThrow();
        assertThat(momentum).as("epoch %d", epoch).isCloseTo(momenta[epoch], within(1e-12));
        optimizer.setMomentum(momentum);
        step(optimizer, parameter, Golden.floats(ONE_CYCLE.get("gradients").get(epoch)), rate);
        Golden.assertClose(
            "after epoch " + epoch,
            parameter.toFloatArray(),
            Golden.floats(golden.get("values").get(epoch)),
            3e-6,
            1e-6);
      }
      optimizer.close();
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void losesAsPyTorch(JsonNode golden) {
    JsonNode all = GOLDEN.get("losses");
    OptimizationSchema.NamedLoss named = read(OptimizationSchema.LOSS, golden, Map.of());
    Loss loss = Loss.of(named.spec(), named.options().orElse(LossOptions.NONE));
    boolean onLogits = !golden.get("name").textValue().equals("NLLLoss");
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray labels = manager.create(Golden.longs(all.get("labels")));
      NDArray outputs = manager.create(Golden.floats(all.get("logits")), new Shape(6, 5));
      outputs.setRequiresGradient(true);
      OptimizerSpec plain = new OptimizerSpec.Sgd(1, 0, 0, 0, false);
      try (Optimizer optimizer = Optimizer.of(plain, List.of(outputs))) {
        for (double expected : Golden.doubles(golden.get("losses"))) {
          NDArray value =
              Gradients.with(
                  () -> {
                    NDArray mean = loss.mean(onLogits ? outputs : outputs.logSoftmax(1), labels);
                    Gradients.backward(mean);
                    return mean;
                  });
          optimizer.step(1);
          optimizer.zeroGradients();
          Golden.assertClose(
              "loss", value.toFloatArray(), new float[] {(float) expected}, 3e-6, 1e-6);
        }
      }
      Golden.assertClose(
          "outputs", outputs.toFloatArray(), Golden.floats(golden.get("outputs")), 1e-5, 1e-5);
    }
  }

  @Test
  void refusesWhatPyTorchWouldDoOtherwise() {
    refuses(
        "{type: OneCycleLR, params: {max_lr: 1, total_steps: 3, cycle_momentum: false}}",
        "every phase needs more than one epoch");
    refuses(
        "{type: SequentialLR, params: {milestones: [], schedulers:"
            + " [{type: StepLR, params: {step_size: 1}}, {type: StepLR, params: {step_size: 1}}]}}",
        "one fewer than schedulers");
    refuses("{type: ReduceLROnPlatau}", "ReduceLROnPlateau");
  }

  private static void refuses(String text, String message) {
    Assertions.assertThatThrownBy(() -> read(LrSchedulerSchema.LR_SCHEDULER, text))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }

  private static <T> T read(Schema<T> schema, JsonNode golden, Map<String, Double> added) {
    ObjectNode params = Json.mapper().createObjectNode();
    golden
        .propertyStream()
        .filter(field -> !NO_PARAMETERS.contains(field.getKey()))
        .forEach(field -> params.set(field.getKey(), field.getValue()));
    added.forEach(params::put);
    ObjectNode typed = Json.mapper().createObjectNode();
    typed.set("type", golden.get("name"));
    typed.set("params", params);
    return read(schema, typed.toString());
  }

  private static <T> T read(Schema<T> schema, String text) {
    Problems problems = new Problems("golden");
    Optional<T> value =
        schema.read(Cursor.root(YamlReader.parse(text, "golden", problems), problems));
    problems.throwIfAny();
    return value.orElseThrow();
  }
}
