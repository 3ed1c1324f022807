package io.github.trunkrepro.runtime.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.RawImage;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.transform.TransformSpec.CenterCrop;
import io.github.trunkrepro.runtime.transform.TransformSpec.Resize;
import io.github.trunkrepro.runtime.transform.TransformSpec.ToTensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReadingStepsTest {
  private static final Resize RESIZE = new Resize(List.of(8));
  private static final CenterCrop CROP = new CenterCrop(6, 5);
  private static final ToTensor TENSOR = new ToTensor();

  /** What {@code src/test/python/golden_transforms.py} computed with Pillow, byte for byte. */
  @TestFactory
  Stream<DynamicTest> givesTheBytesOfPillow() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/golden/resizes.json")) {
      JsonNode cases = new ObjectMapper().readTree(Objects.requireNonNull(in));
      assertThat(cases).hasSize(30);
      return children(cases).stream()
          .map(
              node ->
                  DynamicTest.dynamicTest(
                      node.get("input") + " " + node.get("steps"), () -> compare(node)));
    }
  }

  private static void compare(JsonNode expected) {
    List<TransformSpec> steps =
        children(expected.get("steps")).stream().map(ReadingStepsTest::step).toList();
    RawImage result =
        ReadingSteps.common(List.of(steps)).apply(image(shape(expected.get("input"))));
    assertThat(result.shape()).isEqualTo(shape(expected.get("shape")));
    byte[] pixels = result.pixels();
    for (int i = 0; i < expected.get("first").size(); i++) {
      assertThat(Byte.toUnsignedInt(pixels[i])).isEqualTo(expected.get("first").get(i).asInt());
    }
    assertThat(Digests.sha256(pixels)).isEqualTo(expected.get("sha256").asText());
  }

  private static TransformSpec step(JsonNode node) {
    List<Integer> size = children(node.get("size")).stream().map(JsonNode::asInt).toList();
    return node.get("type").asText().equals("Resize")
        ? new Resize(size)
        : new CenterCrop(size.get(0), size.get(1));
  }

  private static RawImage image(ImageShape shape) {
    byte[] pixels = new byte[shape.values()];
    int at = 0;
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          pixels[at++] = (byte) (x * x * 7 + y * 31 + (x ^ y) * 5 + c * 77);
        }
      }
    }
    return new RawImage(shape, pixels);
  }

  @Test
  void whatAllListsBeginWith() {
    assertThat(count(List.of(RESIZE, CROP, TENSOR), List.of(RESIZE, CROP, TENSOR))).isEqualTo(2);
    assertThat(count(List.of(RESIZE, CROP, TENSOR), List.of(RESIZE, TENSOR))).isEqualTo(1);
    assertThat(count(List.of(RESIZE), List.of(new Resize(List.of(9))))).isZero();
    assertThat(count(List.of(TENSOR, CROP), List.of(TENSOR, CROP))).isZero();
    assertThat(count(List.of(RESIZE), List.of())).isZero();
  }

  private static int count(List<TransformSpec> one, List<TransformSpec> other) {
    return ReadingSteps.common(List.of(one, other, one)).count();
  }

  /** The windows of training and test may differ: what is not common is left to the pipeline. */
  @Test
  void aLaterCentreCropIsTheSame() {
    ImageShape shape = new ImageShape(3, 11, 8);
    for (CenterCrop crop : List.of(CROP, new CenterCrop(14, 9), new CenterCrop(4, 13))) {
      RawImage cut = ReadingSteps.common(List.of(List.of(crop))).apply(image(shape));
      float[] expected = new float[cut.shape().values()];
      TransformPipeline.of(List.of(TENSOR), cut.shape())
          .apply(cut.pixels(), RandomStream.of(1, "x"), expected, 0);
      TransformPipeline late = TransformPipeline.of(List.of(RESIZE, crop, TENSOR), 1, shape);
      float[] found = new float[expected.length];
      late.apply(image(shape).pixels(), RandomStream.of(1, "x"), found, 0);
      assertThat(late.outputShape()).isEqualTo(cut.shape());
      assertThat(late.random()).isFalse();
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void aLaterResizeIsTheSame() {
    ImageShape shape = new ImageShape(3, 11, 9);
    RawImage resized = ReadingSteps.common(List.of(List.of(RESIZE))).apply(image(shape));
    float[] expected = new float[resized.shape().values()];
    TransformPipeline.of(List.of(TENSOR), resized.shape())
        .apply(resized.pixels(), RandomStream.of(1, "x"), expected, 0);
    TransformPipeline late = TransformPipeline.of(List.of(CROP, RESIZE, TENSOR), 1, shape);
    float[] found = new float[expected.length];
    late.apply(image(shape).pixels(), RandomStream.of(1, "x"), found, 0);
    assertThat(found).isEqualTo(expected);
    assertThatThrownBy(() -> TransformPipeline.of(List.of(TENSOR, RESIZE), shape))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "transform[1] Resize: works on the bytes of an image: put it in front of ToTensor");
  }

  @Test
  void anImageThatWouldBecomeTooLargeIsRefused() {
    ReadingSteps steps = ReadingSteps.common(List.of(List.of(new Resize(List.of(4096)))));
    RawImage strip = image(new ImageShape(1, 1, 100_000));
    assertThatThrownBy(() -> steps.apply(strip))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cannot be resized from 1x100000 to 4096x409600000");
  }

  private static ImageShape shape(JsonNode node) {
    return new ImageShape(node.get(0).asInt(), node.get(1).asInt(), node.get(2).asInt());
  }

  private static List<JsonNode> children(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).toList();
  }
}
