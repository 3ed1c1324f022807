package io.github.trunkrepro.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorDifferenceTest {
  @TempDir Path folder;

  private Optional<List<TensorDifference>> between(Map<String, Tensor> a, Map<String, Tensor> b)
      throws IOException {
    Safetensors.write(folder.resolve("a"), a, Map.of("node", "root"));
    Safetensors.write(folder.resolve("b"), b, Map.of());
    return TensorDifference.between(folder.resolve("a"), folder.resolve("b"));
  }

  @Test
  void measuresWhatDiffersAndLeavesOutWhatIsEqual() throws IOException {
    List<Long> two = List.of(2L);
    List<TensorDifference> differences =
        between(
                Map.of(
                    "same", Tensors.f32(two, 1, Float.NaN),
                    "weight", Tensors.f32(two, 3, 4),
                    "count", Tensors.i64(List.of(), 10)),
                Map.of(
                    "same", Tensors.f32(two, 1, Float.NaN),
                    "weight", Tensors.f32(two, 3, 4.5f),
                    "count", Tensors.i64(List.of(), 12)))
            .orElseThrow();
    assertThat(differences)
        .containsExactly(
            new TensorDifference("count", 0.2, 2), new TensorDifference("weight", 0.1, 0.5));
  }

  @Test
  void addsUpInDoublePrecision() throws IOException {
    int values = 1 << 20;
    float[] before = new float[values];
    float[] after = new float[values];
    Arrays.fill(before, 1);
    Arrays.fill(after, 1 + 1e-6f);
    List<Long> shape = List.of((long) values);
    double step = (double) (1 + 1e-6f) - 1;
    assertThat(
            between(Map.of("w", Tensors.f32(shape, before)), Map.of("w", Tensors.f32(shape, after)))
                .orElseThrow())
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.relative()).isCloseTo(step, within(1e-18));
              assertThat(difference.largest()).isEqualTo(step);
            });
  }

  @Test
  void whatIsZeroOrNoNumberIsToldApart() throws IOException {
    List<Long> one = List.of(1L);
    assertThat(
            between(
                    Map.of("bias", Tensors.f32(one, 0), "weight", Tensors.f32(one, 1)),
                    Map.of("bias", Tensors.f32(one, 2), "weight", Tensors.f32(one, Float.NaN)))
                .orElseThrow())
        .containsExactly(
            new TensorDifference("bias", Double.POSITIVE_INFINITY, 2),
            new TensorDifference("weight", Double.NaN, Double.NaN));
  }

  @Test
  void otherNamesTypesOrShapesAreNotCompared() throws IOException {
    Map<String, Tensor> column = Map.of("w", Tensors.f32(List.of(2L, 1L), 1, 2));
    assertThat(between(column, Map.of("w", Tensors.f32(List.of(1L, 2L), 1, 2)))).isEmpty();
    assertThat(between(column, Map.of("v", Tensors.f32(List.of(2L, 1L), 1, 2)))).isEmpty();
    assertThat(between(column, Map.of("w", Tensors.i64(List.of(2L, 1L), 1, 2)))).isEmpty();
    assertThat(between(column, Map.of())).isEmpty();
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    Safetensors.write(folder.resolve("whole"), Map.of("w", Tensors.f32(List.of(1L), 1)), Map.of());
    Path cut = folder.resolve("cut");
    byte[] bytes = Files.readAllBytes(folder.resolve("whole"));
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> TensorDifference.between(folder.resolve("whole"), cut))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("cut is not a whole safetensors file", "train again");
  }
}
