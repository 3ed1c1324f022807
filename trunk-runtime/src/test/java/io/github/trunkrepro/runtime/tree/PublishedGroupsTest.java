package io.github.trunkrepro.runtime.tree;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.trunkrepro.runtime.SharedFolder;
import io.github.trunkrepro.runtime.document.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The authors' matrices must give the authors' groups. */
class PublishedGroupsTest {

  @ParameterizedTest
  @CsvSource({
    "emnist/mobilenet/1.2, 1.2, 1.2, 12",
    "cifar10/vgg/1.02, 0.88, 1.02, 5",
    "cifar10/vgg/1.02, 0.88, 0.88, 5"
  })
  void everyMatrixGivesThePublishedGroups(
      String folder, double volatilityOfRoot, double volatilityBelow, int matrices)
      throws IOException {
    Path tree = SharedFolder.require().resolve("reference").resolve(folder);
    List<Path> files;
    try (Stream<Path> listed = Files.list(tree.resolve("model_softmax"))) {
      files = listed.filter(file -> file.toString().endsWith(".pt")).toList();
    }
    assertThat(files).hasSize(matrices);
    for (Path file : files) {
      String node = file.getFileName().toString().replace("_avg_softmax.pt", "");
      LinkedHashMap<String, List<Integer>> published =
          Json.mapper()
              .readValue(
                  tree.resolve(node + "_supergroups.json").toFile(), new TypeReference<>() {});
      double volatility = node.equals("root") ? volatilityOfRoot : volatilityBelow;
      assertThat(Grouping.groups(matrix(file), volatility))
          .as(node)
          .containsExactlyElementsOf(published.values());
      GroupingCurve.Interval interval =
          GroupingCurve.of(GroupingCurveTest.matrix(matrix(file), 0, 1)).interval(volatility);
      assertThat(interval.groups()).as(node).containsExactlyElementsOf(published.values());
    }
  }

  @Test
  void theRootOfEmnistHasAPairAtTheThreshold() throws IOException {
    Path folder = SharedFolder.require().resolve("reference/emnist/mobilenet/1.2/model_softmax");
    double[][] asl = matrix(folder.resolve("root_avg_softmax.pt"));
    Grouping.Pair nearest = Grouping.nearest(asl, 1.2, 1).get(0);
    assertThat(Math.abs(nearest.margin())).isBetween(0.00003, 0.00005);
  }

  /** The one square float32 tensor in a PyTorch zip checkpoint. */
  private static double[][] matrix(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      byte[] bytes =
          zip.stream()
              .filter(entry -> entry.getName().endsWith("/data/0"))
              .findFirst()
              .map(
                  entry -> {
                    try {
                      return zip.getInputStream(entry).readAllBytes();
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  })
              .orElseThrow();
      ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int k = (int) Math.sqrt(bytes.length / (double) Float.BYTES);
      assertThat(k * k * Float.BYTES).as("bytes of %s", file).isEqualTo(bytes.length);
      double[][] matrix = new double[k][k];
      for (double[] row : matrix) {
        for (int j = 0; j < k; j++) {
          row[j] = values.getFloat();
        }
      }
      return matrix;
    }
  }
}
