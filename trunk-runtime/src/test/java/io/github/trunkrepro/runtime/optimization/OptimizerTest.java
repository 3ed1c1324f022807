package io.github.trunkrepro.runtime.optimization;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.Golden;
import io.github.trunkrepro.runtime.engine.Gradients;
import java.lang.reflect.Field;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
  private static final JsonNode GOLDEN = Golden.read("optimization.json").get("trajectories");
  private static final OptimizerSpec ADAM = new OptimizerSpec.Adam(0.1, 0.9, 0.999, 1e-8, 0.01);

  static Stream<Named<JsonNode>> cases() {
    return Golden.cases(GOLDEN.get("cases"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goesWherePyTorchGoes(JsonNode golden) {
    try (NDManager manager = NDManager.newBaseManager()) {
      List<NDArray> parameters = arrays(manager, Golden.floats(GOLDEN.get("initial")));
      parameters.forEach(parameter -> parameter.setRequiresGradient(true));
      double[] learningRates = Golden.doubles(GOLDEN.get("learningRates"));
      try (Optimizer optimizer = Optimizer.of(spec(golden), parameters)) {
        for (int step = 0; step < learningRates.length; step++) {
          backward(manager, parameters, Golden.floats(GOLDEN.get("gradients").get(step)));
          optimizer.step(learningRates[step]);
          optimizer.zeroGradients();
          Golden.assertClose(
              "after step " + (step + 1),
              values(parameters),
              Golden.floats(golden.get("values").get(step)),
              1e-6,
              1e-7);
        }
      }
    }
  }

  @Test
  void addsGradientsUpUntilTheyAreZeroed() {
    try (NDManager manager = NDManager.newBaseManager()) {
      List<NDArray> parameters = List.of(parameter(manager, 1, 2));
      try (Optimizer optimizer = Optimizer.of(sgd(), parameters)) {
        backward(manager, parameters, new float[] {3, 4});
        backward(manager, parameters, new float[] {30, 40});
        optimizer.step(0.5);
        assertThat(values(parameters)).containsExactly(1 - 33 / 2f, 2 - 44 / 2f);
        optimizer.zeroGradients();
        optimizer.step(0.5);
        assertThat(values(parameters)).containsExactly(1 - 33 / 2f, 2 - 44 / 2f);
      }
    }
  }

  @Test
  void leavesParametersTheSameArraysInTheSameMemory() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray parameter = parameter(manager, 1, 2);
      FloatBuffer memory = parameter.toByteBuffer(true).asFloatBuffer();
      try (Optimizer optimizer = Optimizer.of(ADAM, List.of(parameter))) {
        backward(manager, List.of(parameter), new float[] {1, -1});
        optimizer.step(0.1);
      }
      assertThat(memory.get(0)).isEqualTo(parameter.toFloatArray()[0]).isNotEqualTo(1);
      assertThat(parameter.hasGradient()).isTrue();
    }
  }

  @Test
  void recordsNoGradientsOfItsOwn() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray parameter = parameter(manager, 1, 2);
      try (Optimizer optimizer = Optimizer.of(ADAM, List.of(parameter))) {
        backward(manager, List.of(parameter), new float[] {1, -1});
        Gradients.enable();
        optimizer.step(0.1);
        assertThat(parameter.mul(2).hasGradient()).isFalse();
      } finally {
        Gradients.disable();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keepsNothingOfAStep(JsonNode golden) {
    try (NDManager manager = NDManager.newBaseManager()) {
      List<NDArray> parameters = List.of(parameter(manager, 1, 2), parameter(manager, 3));
      try (Optimizer optimizer = Optimizer.of(spec(golden), parameters)) {
        backward(manager, parameters, new float[] {1, -1, 2});
        optimizer.step(0.1);
        int before = resources(manager);
        for (int i = 0; i < 2000; i++) {
          optimizer.step(0.1);
          optimizer.zeroGradients();
        }
        assertThat(resources(manager)).isEqualTo(before);
      }
      assertThat(resources(manager)).isEqualTo(parameters.size());
    }
  }

  /** Arrays and managers that live below a manager; DJL itself only counts the arrays. */
  private static int resources(NDManager manager) {
    try {
      Field field = BaseNDManager.class.getDeclaredField("resources");
      field.setAccessible(true);
      int count = 0;
      for (Object resource : ((Map<?, ?>) field.get(manager)).values()) {
        count += 1 + (resource instanceof NDManager below ? resources(below) : 0);
      }
      return count;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the engine hides its calls", e);
    }
  }

  private static OptimizerSpec sgd() {
    return new OptimizerSpec.Sgd(1, 0, 0, 0, false);
  }

  private static NDArray parameter(NDManager manager, float... values) {
    NDArray parameter = manager.create(values);
    parameter.setRequiresGradient(true);
    return parameter;
  }

  /** Arrays of the golden shapes that hold these values, one after the other. */
  private static List<NDArray> arrays(NDManager manager, float[] values) {
    List<NDArray> arrays = new ArrayList<>();
    int start = 0;
    for (JsonNode dimensions : GOLDEN.get("shapes")) {
      Shape shape = new Shape(Golden.longs(dimensions));
      int end = start + Math.toIntExact(shape.size());
      arrays.add(manager.create(Arrays.copyOfRange(values, start, end), shape));
      start = end;
    }
    return arrays;
  }

  /** Adds these numbers to the gradients: those of a sum of products with them. */
  private static void backward(NDManager manager, List<NDArray> parameters, float[] gradients) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray flat = scope.create(gradients);
      Gradients.with(
          () -> {
            NDList products = new NDList();
            long start = 0;
            for (NDArray parameter : parameters) {
              long end = start + parameter.size();
              NDArray factor = flat.get(start + ":" + end).reshape(parameter.getShape());
              products.add(factor.mul(parameter).sum());
              start = end;
            }
            Gradients.backward(products.stream().reduce(NDArray::add).orElseThrow());
            return null;
          });
    }
  }

  private static float[] values(List<NDArray> parameters) {
    List<Float> values = new ArrayList<>();
    for (NDArray parameter : parameters) {
      for (float value : parameter.toFloatArray()) {
        values.add(value);
      }
    }
    float[] flat = new float[values.size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = values.get(i);
    }
    return flat;
  }

  private static OptimizerSpec spec(JsonNode golden) {
    double lr = 0.5;
    double weightDecay = golden.path("weight_decay").asDouble(0);
    JsonNode betas = golden.path("betas");
    double beta1 = betas.path(0).asDouble(0.9);
    double beta2 = betas.path(1).asDouble(0.999);
    double eps = golden.path("eps").asDouble(1e-8);
    return switch (golden.get("name").textValue()) {
      case "SGD" ->
          new OptimizerSpec.Sgd(
              lr,
              golden.path("momentum").asDouble(0),
              golden.path("dampening").asDouble(0),
              weightDecay,
              golden.path("nesterov").asBoolean(false));
      case "Adam" -> new OptimizerSpec.Adam(lr, beta1, beta2, eps, weightDecay);
      case "AdamW" -> new OptimizerSpec.AdamW(lr, beta1, beta2, eps, weightDecay);
      default -> throw new IllegalArgumentException(golden.toString());
    };
  }
}
