package io.github.trunkrepro.runtime.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.transform.TransformSpec.Normalize;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomCrop;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomHorizontalFlip;
import io.github.trunkrepro.runtime.transform.TransformSpec.ToTensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TransformPipelineTest {
  private static final ImageShape GREY_2X3 = new ImageShape(1, 2, 3);
  private static final byte[] RAMP = {0, 51, 102, (byte) 153, (byte) 204, (byte) 255};

  /** What {@code src/test/python/golden_transforms.py} computed with PyTorch, bit for bit. */
  @TestFactory
  Stream<DynamicTest> givesTheBitsOfPyTorch() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/golden/transforms.json")) {
      JsonNode cases = new ObjectMapper().readTree(Objects.requireNonNull(in));
      assertThat(cases).hasSizeGreaterThan(8);
      return children(cases).stream()
          .map(node -> DynamicTest.dynamicTest(node.get("name").asText(), () -> compare(node)));
    }
  }

  private static void compare(JsonNode expected) {
    TransformPipeline pipeline =
        TransformPipeline.of(
            children(expected.get("transforms")).stream()
                .map(TransformPipelineTest::transform)
                .toList(),
            shape(expected.get("shape")));
    byte[] pixels = new byte[shape(expected.get("shape")).values()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37 + 11);
    }
    List<JsonNode> outputs = children(expected.get("outputs"));
    for (int image = 0; image < outputs.size(); image++) {
      JsonNode output = outputs.get(image);
      float[] found = new float[pipeline.outputShape().values() + 5];
      pipeline.apply(pixels, RandomStream.of(17, "augment", String.valueOf(image)), found, 5);
      assertThat(pipeline.outputShape()).isEqualTo(shape(output.get("shape")));
      List<JsonNode> first = children(output.get("first"));
      for (int i = 0; i < first.size(); i++) {
        assertThat((double) found[5 + i]).isEqualTo(Double.parseDouble(first.get(i).asText()));
      }
      ByteBuffer bytes =
          ByteBuffer.allocate((found.length - 5) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(found, 5, found.length - 5);
      assertThat(Digests.sha256(bytes.array())).isEqualTo(output.get("sha256").asText());
    }
  }

  @Test
  void handComputed() {
    float[] out = new float[8];
    TransformPipeline pipeline =
        TransformPipeline.of(
            List.of(new ToTensor(), new Normalize(List.of(0.5), List.of(0.25))), GREY_2X3);
    pipeline.apply(RAMP, RandomStream.of(1), out, 1);
    assertThat(out[0]).isZero();
    assertThat(out[7]).isZero();
    assertThat(Arrays.copyOfRange(out, 1, 7))
        .containsExactly(
            (0f - 0.5f) / 0.25f,
            (51f / 255f - 0.5f) / 0.25f,
            (102f / 255f - 0.5f) / 0.25f,
            (153f / 255f - 0.5f) / 0.25f,
            (204f / 255f - 0.5f) / 0.25f,
            2f);
    assertThat(pipeline.random()).isFalse();
  }

  @Test
  void flipMirrorsEachRow() {
    TransformPipeline pipeline =
        TransformPipeline.of(List.of(new RandomHorizontalFlip(1), new ToTensor()), GREY_2X3);
    float[] out = new float[6];
    pipeline.apply(RAMP, RandomStream.of(1), out, 0);
    assertThat(out).containsExactly(0.4f, 0.2f, 0f, 1f, 0.8f, 0.6f);
    assertThat(pipeline.random()).isTrue();
  }

  @Test
  void flipHappensAsOftenAsDeclared() {
    assertThat(share(0)).isZero();
    assertThat(share(1)).isEqualTo(1);
    // Four standard deviations of 4,000 draws.
    assertThat(share(0.3)).isBetween(0.27, 0.33);
  }

  private static double share(double p) {
    TransformPipeline pipeline =
        TransformPipeline.of(List.of(new RandomHorizontalFlip(p), new ToTensor()), GREY_2X3);
    RandomStream stream = RandomStream.of(8, "flips");
    float[] out = new float[6];
    int flipped = 0;
    for (int i = 0; i < 4000; i++) {
      pipeline.apply(RAMP, stream, out, 0);
      flipped += out[0] == 0 ? 0 : 1;
    }
    return flipped / 4000.0;
  }

  @Test
  void cropTakesEveryWindowEquallyOften() {
    TransformPipeline pipeline =
        TransformPipeline.of(
            List.of(new RandomCrop(2, 3, List.of(1, 1, 1, 1)), new ToTensor()), GREY_2X3);
    byte[] pixels = {1, 2, 3, 4, 5, 6};
    Map<List<Integer>, Integer> counts = new HashMap<>();
    float[] out = new float[6];
    RandomStream stream = RandomStream.of(8, "crops");
    for (int i = 0; i < 9000; i++) {
      pipeline.apply(pixels, stream, out, 0);
      List<Integer> seen = new ArrayList<>();
      for (float value : out) {
        seen.add(Math.round(value * 255));
      }
      counts.merge(seen, 1, Integer::sum);
    }
    Set<List<Integer>> windows = new HashSet<>();
    for (int top = -1; top <= 1; top++) {
      for (int left = -1; left <= 1; left++) {
        List<Integer> window = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          int row = top + i / 3;
          int column = left + i % 3;
          boolean inside = row >= 0 && row < 2 && column >= 0 && column < 3;
          window.add(inside ? (int) pixels[row * 3 + column] : 0);
        }
        windows.add(window);
      }
    }
    assertThat(counts.keySet()).isEqualTo(windows);
    // 1,000 each; five standard deviations.
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(850, 1150));
  }

  @Test
  void oneStreamOneImageWhateverTheThread() {
    TransformPipeline pipeline =
        TransformPipeline.of(
            List.of(
                new RandomHorizontalFlip(0.5),
                new RandomCrop(28, 28, List.of(3, 3, 3, 3)),
                new ToTensor()),
            new ImageShape(1, 28, 28));
    byte[] pixels = new byte[28 * 28];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    float[][] alone = new float[200][784];
    float[][] together = new float[200][784];
    for (int i = 0; i < alone.length; i++) {
      pipeline.apply(pixels, RandomStream.of(2, String.valueOf(i)), alone[i], 0);
    }
    IntStream.range(0, together.length)
        .parallel()
        .forEach(
            i -> pipeline.apply(pixels, RandomStream.of(2, String.valueOf(i)), together[i], 0));
    assertThat(together).isDeepEqualTo(alone);
  }

  private static TransformSpec transform(JsonNode node) {
    return switch (node.get("type").asText()) {
      case "ToTensor" -> new ToTensor();
      case "Normalize" -> new Normalize(doubles(node.get("mean")), doubles(node.get("std")));
      case "RandomHorizontalFlip" -> new RandomHorizontalFlip(node.get("p").asDouble());
      case "RandomCrop" ->
          new RandomCrop(
              node.get("size").get(0).asInt(),
              node.get("size").get(1).asInt(),
              children(node.get("padding")).stream().map(JsonNode::asInt).toList());
      default -> throw new IllegalArgumentException(node.toString());
    };
  }

  private static List<Double> doubles(JsonNode node) {
    return children(node).stream().map(JsonNode::asDouble).toList();
  }

  private static ImageShape shape(JsonNode node) {
    return new ImageShape(node.get(0).asInt(), node.get(1).asInt(), node.get(2).asInt());
  }

  private static List<JsonNode> children(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).toList();
  }
}
