package io.github.trunkrepro.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program, which knows the format but not this project, reads our files and we its. */
class SafetensorsNumpyTest {

  @Test
  void numpyReadsOursAndWeReadThoseOfNumpy(@TempDir Path folder) throws Exception {
    Optional<String> python =
        Stream.of("python3", "/usr/bin/python3").filter(p -> hasNumpy(p)).findFirst();
    Assumptions.assumeTrue(python.isPresent(), "needs python3 with numpy, which is absent");
    Map<String, Tensor> ours =
        Map.of(
            "features.0.weight", Tensors.f32(List.of(2L, 1L, 1L, 1L), 1.5f, -0.0f),
            "features.1.num_batches_tracked", Tensors.i64(List.of(), 21),
            "größe", Tensors.f32(List.of(3L), 1e-40f, 3, 4));
    Safetensors.write(folder.resolve("ours"), ours, Map.of("by", "trunk"));
    Process process =
        new ProcessBuilder(
                python.get(),
                Path.of("src", "test", "python", "safetensors_numpy.py").toString(),
                folder.resolve("ours").toString(),
                folder.resolve("theirs").toString())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).isEqualTo(StateDigest.of(ours));
    Map<String, Tensor> doubled =
        Map.of(
            "features.0.weight", Tensors.f32(List.of(2L, 1L, 1L, 1L), 3, -0.0f),
            "features.1.num_batches_tracked", Tensors.i64(List.of(), 42),
            "größe", Tensors.f32(List.of(3L), 2 * 1e-40f, 6, 8));
    assertThat(Safetensors.read(folder.resolve("theirs")))
        .isEqualTo(new Safetensors.Content(doubled, Map.of("by", "numpy")));
  }

  private static boolean hasNumpy(String python) {
    try {
      return new ProcessBuilder(python, "-c", "import numpy")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
