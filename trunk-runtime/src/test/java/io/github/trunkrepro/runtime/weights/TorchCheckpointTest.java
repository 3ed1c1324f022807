package io.github.trunkrepro.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.Golden;
import io.github.trunkrepro.runtime.SharedFolder;
import io.github.trunkrepro.runtime.document.UserException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what PyTorch reads from the same files ({@code checkpoints.py}), bit by bit. */
class TorchCheckpointTest {
  private static final JsonNode DIGESTS = Golden.read("checkpoints/digests.json");

  @ParameterizedTest
  @ValueSource(strings = {"state_dict", "with_optimizer", "types", "views"})
  void readsWhatPyTorchReads(String name) {
    Map<String, Tensor> state = TorchCheckpoint.stateDict(TorchFiles.golden(name + ".pt"));
    assertThat(StateDigest.of(state)).isEqualTo(DIGESTS.path("small").path(name).asText());
  }

  @Test
  void readsTheNumbersOfTheSpecialValues() {
    Map<String, Tensor> types = TorchCheckpoint.stateDict(TorchFiles.golden("types.pt"));
    assertThat(floats(types.get("float64"))).contains(0.1f, 0f, Float.NEGATIVE_INFINITY);
    assertThat(floats(types.get("float16"))[4]).isEqualTo(65504f);
    assertThat(floats(types.get("bfloat16"))[3]).isEqualTo(-1.5f);
    assertThat(types.get("empty").shape()).containsExactly(0L, 3L);
    assertThat(types.get("scalar")).isEqualTo(Tensors.i64(List.of(), 5));
  }

  @Test
  void readsATensorAlone() {
    assertThat(TorchCheckpoint.tensor(TorchFiles.golden("tensor.pt")))
        .isEqualTo(Tensors.f32(List.of(2L, 2L), 0.75f, 0.25f, 0.125f, 0.875f));
  }

  @Test
  void readsEveryPublishedFileAsPyTorchDoes() {
    Path reference = SharedFolder.require().resolve("reference");
    DIGESTS
        .path("published")
        .properties()
        .forEach(
            entry -> {
              Path file = reference.resolve(entry.getKey());
              Map<String, Tensor> state =
                  entry.getKey().contains("model_softmax")
                      ? Map.of("tensor", TorchCheckpoint.tensor(file))
                      : TorchCheckpoint.stateDict(file);
              assertThat(StateDigest.of(state))
                  .as(entry.getKey())
                  .isEqualTo(entry.getValue().asText());
            });
    assertThat(DIGESTS.path("published")).hasSize(34);
  }

  @Test
  void readsItsOwnTestsFiles(@TempDir Path folder) throws Exception {
    Map<String, Tensor> state =
        Map.of("w", Tensors.f32(List.of(2L, 3L), 1, 2, 3, 4, 5, 6), "n", Tensors.i64(List.of(), 7));
    TorchFiles.write(folder.resolve("a.pt"), state);
    assertThat(TorchCheckpoint.stateDict(folder.resolve("a.pt"))).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "list.pt      | expected a state dict, or a dictionary with a model_state_dict",
        "tensor.pt    | expected a state dict",
        "int32.pt     | torch.IntStorage is not read and not executed",
        "old_format.pt| format from before 1.6; load it there and torch.save it again",
        "protocol4.pt | pickle protocol 2, which torch.save and Python 2 write, not 4",
        "module.pt    | torch.nn.modules.linear.Linear is not read and not executed",
        "script.pt    | is not a PyTorch checkpoint that can be read",
        "digests.json | expected a zip archive",
        "absent.pt    | is missing",
      })
  void saysWhatAFileIsInstead(String name, String message) {
    assertThatThrownBy(() -> TorchCheckpoint.stateDict(TorchFiles.golden(name)))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(name, message);
  }

  @Test
  void aStateDictIsNoTensor() {
    assertThatThrownBy(() -> TorchCheckpoint.tensor(TorchFiles.golden("types.pt")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("expected a tensor");
  }

  private static float[] floats(Tensor tensor) {
    FloatBuffer buffer =
        ByteBuffer.wrap(tensor.bytes()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] floats = new float[buffer.remaining()];
    buffer.get(floats);
    return floats;
  }
}
