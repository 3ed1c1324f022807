package io.github.trunkrepro.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateDigestTest {
  private static final Map<String, Tensor> STATE =
      Map.of(
          "b.weight", Tensors.f32(List.of(2L, 1L), 1.5f, -0.0f),
          "a.count", Tensors.i64(List.of(), 7));

  /** Baselines in users' repositories hold such digests: they must stay what they are. */
  @Test
  void isWhatItAlwaysWas() {
    assertThat(StateDigest.of(STATE))
        .isEqualTo("319f59d9204006153dae472b54bc1d56eb260b7cd9bb65094929439ba709b2f3");
  }

  @Test
  void doesNotDependOnTheOrder() {
    Map<String, Tensor> ascending = new LinkedHashMap<>();
    ascending.put("a.count", STATE.get("a.count"));
    ascending.put("b.weight", STATE.get("b.weight"));
    Map<String, Tensor> descending = new LinkedHashMap<>();
    descending.put("b.weight", STATE.get("b.weight"));
    descending.put("a.count", STATE.get("a.count"));
    assertThat(StateDigest.of(ascending)).isEqualTo(StateDigest.of(descending));
  }

  @Test
  void differsWithNameTypeShapeAndEveryBit() {
    Tensor two = Tensors.f32(List.of(2L), 0, 0);
    assertThat(
            List.of(
                digest("w", two),
                digest("v", two),
                digest("w", Tensors.f32(List.of(2L), 0, -0.0f)),
                digest("w", Tensors.f32(List.of(2L, 1L), 0, 0)),
                digest("w", Tensors.f32(List.of(1L, 2L), 0, 0)),
                digest("w", Tensors.i64(List.of(1L), 0)),
                StateDigest.of(Map.of())))
        .doesNotHaveDuplicates();
  }

  @Test
  void tellsWhichTensorBytesBelongTo() {
    Tensor one = Tensors.f32(List.of(1L), 1);
    Tensor none = Tensors.f32(List.of(0L));
    assertThat(StateDigest.of(Map.of("a", one, "b", none)))
        .isNotEqualTo(StateDigest.of(Map.of("a", none, "b", one)));
  }

  private static String digest(String name, Tensor tensor) {
    return StateDigest.of(Map.of(name, tensor));
  }
}
