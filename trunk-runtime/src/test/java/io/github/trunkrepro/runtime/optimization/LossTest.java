package io.github.trunkrepro.runtime.optimization;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.Golden;
import io.github.trunkrepro.runtime.engine.Gradients;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossTest {

  static Stream<Named<JsonNode>> cases() {
    return Golden.cases(Golden.read("optimization.json").get("losses"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isThatOfPyTorchWithItsGradient(JsonNode golden) {
    LossSpec spec =
        golden.get("name").textValue().equals("NLLLoss") ? LossSpec.NLL : LossSpec.CROSS_ENTROPY;
    float[] values = Golden.floats(golden.get("outputs"));
    long images = golden.get("images").longValue();
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray outputs = manager.create(values, new Shape(images, values.length / images));
      outputs.setRequiresGradient(true);
      NDArray labels = manager.create(Golden.longs(golden.get("labels")));
      NDArray loss =
          Gradients.with(
              () -> {
                NDArray mean = Loss.of(spec).mean(outputs, labels);
                Gradients.backward(mean);
                return mean;
              });
      Golden.assertClose(
          "loss", loss.toFloatArray(), Golden.floats(golden.get("loss")), 3e-7, 1e-7);
      Golden.assertClose(
          "gradient",
          outputs.getGradient().toFloatArray(),
          Golden.floats(golden.get("gradient")),
          1e-6,
          1e-8);
    }
  }

  @Test
  void refusesALabelThatIsNoOutput() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray outputs = manager.zeros(new Shape(2, 3));
      NDArray labels = manager.create(new long[] {0, 3});
      assertThatThrownBy(() -> Loss.of(LossSpec.CROSS_ENTROPY).mean(outputs, labels))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("out of bounds");
    }
  }
}
