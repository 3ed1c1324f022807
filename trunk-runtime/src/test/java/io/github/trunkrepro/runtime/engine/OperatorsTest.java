package io.github.trunkrepro.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperatorsTest {
  private NDManager manager;

  /** The ways to ReLU6. */
  enum Form {
    IN_PLACE,
    OUT_OF_PLACE,
    COMPOSED
  }

  @BeforeEach
  void open() {
    manager =
        Torch.start(
                new DeterminismSpec(
                    DeterminismSpec.Tier.BITWISE, 2, DeterminismSpec.Instructions.PORTABLE))
            .newManager();
  }

  @AfterEach
  void close() {
    Gradients.disable();
    manager.close();
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void relu6HasPyTorchsValuesAndGradients(Form form) throws IOException {
    JsonNode expected;
    try (InputStream in = OperatorsTest.class.getResourceAsStream("/golden/network.json")) {
      expected = new ObjectMapper().readTree(in).get("relu6");
    }
    NDArray x = manager.create(floats(expected.get("x")));
    x.setRequiresGradient(true);
    Gradients.enable();
    NDArray y = relu6(form, x.mul(1));
    Gradients.backward(y.mul(manager.arange(1f, y.size() + 1f, 1f)).sum());
    assertThat(y.toFloatArray()).isEqualTo(floats(expected.get("y")));
    assertThat(x.getGradient().toFloatArray()).isEqualTo(floats(expected.get("gradient")));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void relu6KeepsNaN(Form form) {
    NDArray x = manager.create(new float[] {Float.NaN, Float.POSITIVE_INFINITY});
    assertThat(relu6(form, x).toFloatArray()).isEqualTo(new float[] {Float.NaN, 6});
  }

  @Test
  void inPlaceFormsReturnTheirArgumentWhereLibtorchCanBeCalled() {
    Assumptions.assumeFalse(System.getProperty("os.name").startsWith("Windows"));
    NDArray x = manager.create(new float[] {-1, 7});
    assertThat(Operators.reluInPlace(x)).isSameAs(x);
    assertThat(x.toFloatArray()).containsExactly(0, 7);
    assertThat(Operators.relu6InPlace(x)).isSameAs(x);
    assertThat(x.toFloatArray()).containsExactly(0, 6);
  }

  @Test
  void channelsLastKeepsValuesAndShape() {
    float[] values = new float[2 * 3 * 4 * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    NDArray x = manager.create(values, new Shape(2, 3, 4, 5));
    NDArray y = Operators.channelsLast(x);
    assertThat(y.getShape()).isEqualTo(x.getShape());
    assertThat(y.toFloatArray()).containsExactly(values);
    // Written in the other order: channels of one pixel beside each other.
    assertThat(y.transpose(0, 2, 3, 1).reshape(-1).toFloatArray()).startsWith(0, 20, 40, 1, 21);
  }

  private static NDArray relu6(Form form, NDArray x) {
    return switch (form) {
      case IN_PLACE -> Operators.relu6InPlace(x);
      case OUT_OF_PLACE -> Operators.relu6(x);
      case COMPOSED -> Operators.relu6Composed(x);
    };
  }

  private static float[] floats(JsonNode numbers) {
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers.get(i).asDouble();
    }
    return floats;
  }
}
