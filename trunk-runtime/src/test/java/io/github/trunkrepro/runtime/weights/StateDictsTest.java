package io.github.trunkrepro.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.network.Backbones;
import io.github.trunkrepro.runtime.network.Mode;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.random.RandomStream;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateDictsTest {
  private static final ImageShape IMAGE = new ImageShape(1, 8, 8);

  @Test
  void copiesAndLoadsEveryTypeAndShape() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("weight", Tensors.f32(List.of(2L, 1L, 1L, 2L), 1, Float.MIN_VALUE, -0.0f, Float.NaN));
    state.put("bias", Tensors.f32(List.of(1L), Float.NEGATIVE_INFINITY));
    state.put("count", Tensors.i64(List.of(), Long.MIN_VALUE + 1));
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      arrays.put("weight", manager.ones(new Shape(2, 1, 1, 2)));
      arrays.put("bias", manager.full(new Shape(1), Float.NaN));
      arrays.put("count", manager.zeros(new Shape(), DataType.INT64));
      StateDicts.load(state, arrays);
      assertThat(StateDicts.copy(arrays)).isEqualTo(state);
      assertThat(StateDicts.copy(arrays).keySet()).containsExactly("weight", "bias", "count");
    }
  }

  @Test
  void copiesDoNotFollowTheArray() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray array = manager.create(new float[] {1, 2});
      Map<String, Tensor> copy = StateDicts.copy(Map.of("w", array));
      array.muli(2);
      assertThat(copy).isEqualTo(Map.of("w", Tensors.f32(List.of(2L), 1, 2)));
    }
  }

  /** The engine's own memory is aligned as its kernels want it; memory of Java's is not. */
  @Test
  void arraysKeepTheirMemoryAndTheirGradients() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray array = manager.zeros(new Shape(2));
      array.setRequiresGradient(true);
      FloatBuffer memory = array.toByteBuffer(true).asFloatBuffer();
      StateDicts.load(Map.of("w", Tensors.f32(List.of(2L), 3, 4)), Map.of("w", array));
      assertThat(memory.get(1)).isEqualTo(4);
      assertThat(array.toFloatArray()).containsExactly(3, 4);
      assertThat(array.hasGradient()).isTrue();
    }
  }

  @Test
  void namesEverythingThatDoesNotFitAndChangesNothing() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      arrays.put("fits", manager.zeros(new Shape(1)));
      arrays.put("missing", manager.zeros(new Shape(2)));
      arrays.put("shape", manager.zeros(new Shape(2, 3)));
      arrays.put("type", manager.zeros(new Shape()));
      Map<String, Tensor> state =
          Map.of(
              "fits", Tensors.f32(List.of(1L), 1),
              "shape", Tensors.f32(List.of(3L, 2L), 1, 2, 3, 4, 5, 6),
              "type", Tensors.i64(List.of(), 1),
              "unexpected", Tensors.i64(List.of(), 1));
      assertThatThrownBy(() -> StateDicts.load(state, arrays))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("missing: expected F32[2], found nothing")
          .hasMessageContaining("shape: expected F32[2, 3], found F32[3, 2]")
          .hasMessageContaining("type: expected F32[], found I64[]")
          .hasMessageContaining("unexpected: expected nothing, found I64[]")
          .hasMessageNotContaining("fits:");
      assertThat(arrays.get("fits").toFloatArray()).containsExactly(0);
    }
  }

  @Test
  void aLoadedNetworkComputesTheSame() {
    try (NDManager manager = NDManager.newBaseManager();
        Network trained =
            Network.create(
                Backbones.vgg(false, 3), IMAGE, 2, name -> RandomStream.of(5, name), manager)) {
      Map<String, Tensor> weights = StateDicts.copy(trained.state());
      NDArray x = manager.arange(64f).reshape(1, 1, 8, 8);
      try (Network loaded = Networks.load(Backbones.vgg(false, 3), IMAGE, 2, weights, manager)) {
        assertThat(loaded.forward(x, Mode.evaluation()).toFloatArray())
            .isEqualTo(trained.forward(x, Mode.evaluation()).toFloatArray());
        assertThat(StateDigest.of(StateDicts.copy(loaded.state())))
            .isEqualTo(StateDigest.of(weights));
      }
    }
  }
}
