package io.github.trunkrepro.runtime.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.Golden;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.RawImage;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.transform.Affine.Point;
import io.github.trunkrepro.runtime.transform.TransformSpec.Normalize;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomHorizontalFlip;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomVerticalFlip;
import io.github.trunkrepro.runtime.transform.TransformSpec.ToTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What {@code src/test/python/golden_torchvision.py} computed with Debian's torchvision. */
class TorchvisionTest {
  private static final JsonNode GOLDEN = Golden.read("torchvision.json");

  @TestFactory
  Stream<DynamicTest> givesTheBytesOfTorchvision() {
    assertThat(GOLDEN.get("cases")).hasSizeGreaterThan(1000);
    return GOLDEN
        .get("cases")
        .valueStream()
        .map(
            golden ->
                DynamicTest.dynamicTest(
                    golden.get("op").asText()
                        + " "
                        + golden.get("params")
                        + " "
                        + golden.get("image")
                        + " "
                        + golden.get("pattern"),
                    () -> compare(golden)));
  }

  private static void compare(JsonNode golden) {
    RawImage image = image(golden);
    JsonNode params = golden.get("params");
    if (golden.get("op").asText().equals("erase")) {
      compareTensor(golden, image);
      return;
    }
    byte[] before = image.pixels().clone();
    RawImage result = apply(golden.get("op").asText(), params, image);
    assertThat(image.pixels()).as("the input").isEqualTo(before);
    assertThat(result.shape()).isEqualTo(shape(golden.get("shape")));
    double[] first = Golden.doubles(golden.get("first"));
    assertThat(IntStream.range(0, first.length).map(i -> result.pixels()[i] & 255).toArray())
        .isEqualTo(DoubleStream.of(first).mapToInt(value -> (int) value).toArray());
    assertThat(Digests.sha256(result.pixels())).isEqualTo(golden.get("sha256").asText());
  }

  private static RawImage apply(String op, JsonNode params, RawImage image) {
    return switch (op) {
      case "adjust_brightness" -> Tones.brightness(image, factor(params));
      case "adjust_contrast" -> Colours.contrast(image, factor(params));
      case "adjust_saturation" -> Colours.saturation(image, factor(params));
      case "adjust_hue" -> Colours.hue(image, factor(params));
      case "Grayscale" -> Colours.grey(image, params.get("num_output_channels").asInt());
      case "affine" ->
          Warp.apply(
              image,
              Affine.matrix(
                  params.get("center").isNull()
                      ? Point.middle(image.shape())
                      : point(params.get("center")),
                  params.get("angle").asDouble(),
                  point(params.get("translate")),
                  params.get("scale").asDouble(),
                  point(params.get("shear"))),
              interpolation(params),
              fill(params));
      case "rotate" ->
          Affine.rotated(
              image,
              params.get("angle").asDouble(),
              point(params.get("center")),
              interpolation(params),
              fill(params));
      case "resize" -> resized(params, image);
      case "resized_crop" -> {
        int[] box = integers(params.get("box"));
        yield resized(params, Resizing.cropped(image, box[0], box[1], box[2], box[3]));
      }
      case "Resize" ->
          run(
              new TransformSpec.Resize(
                  List.of(params.get("size").asInt()),
                  Optional.empty(),
                  Optional.of(params.get("max_size").asInt())),
              image);
      case "Pad" ->
          run(
              new TransformSpec.Pad(
                  IntStream.of(integers(params.get("padding"))).boxed().toList(),
                  IntStream.of(fill(params)).boxed().toList(),
                  mode(params)),
              image);
      case "pad_if_needed" -> {
        int[] size = integers(params.get("size"));
        yield run(
            new TransformSpec.PadTo(
                size[0], size[1], IntStream.of(fill(params)).boxed().toList(), mode(params)),
            image);
      }
      case "hflip" -> run(new RandomHorizontalFlip(1), image);
      case "vflip" -> run(new RandomVerticalFlip(1), image);
      default ->
          augmentation(op)
              .apply(
                  image, params.get("magnitude").asDouble(), interpolation(params), fill(params));
    };
  }

  private static RawImage run(TransformSpec spec, RawImage image) {
    return ByteSteps.of(spec, image.shape()).apply(image, RandomStream.of(1));
  }

  private static RawImage resized(JsonNode params, RawImage image) {
    int[] size = integers(params.get("size"));
    return Resizing.resized(image, size[0], size[1], interpolation(params));
  }

  private static double factor(JsonNode params) {
    return params.get("factor").asDouble();
  }

  private static Interpolation interpolation(JsonNode params) {
    return Interpolation.valueOf(params.get("interpolation").asText().toUpperCase(Locale.ROOT));
  }

  private static PaddingMode mode(JsonNode params) {
    return PaddingMode.valueOf(params.get("padding_mode").asText().toUpperCase(Locale.ROOT));
  }

  private static int[] fill(JsonNode params) {
    return integers(params.get("fill"));
  }

  private static Point point(JsonNode node) {
    return new Point(node.get(0).asDouble(), node.get(1).asDouble());
  }

  private static int[] integers(JsonNode node) {
    return DoubleStream.of(Golden.doubles(node)).mapToInt(value -> (int) value).toArray();
  }

  private static Augmentation augmentation(String name) {
    return Augmentation.valueOf(
        name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
  }

  /** To the bit, though 1e-6 would do. */
  private static void compareTensor(JsonNode golden, RawImage image) {
    int channels = image.shape().channels();
    float[] values = new float[image.shape().values()];
    TransformPipeline.of(
            List.of(
                new ToTensor(),
                new Normalize(
                    List.of(0.4914, 0.4822, 0.4465).subList(0, channels),
                    List.of(0.2470, 0.2435, 0.2616).subList(0, channels))),
            image.shape())
        .apply(image.pixels(), RandomStream.of(1), values, 0);
    int[] box = integers(golden.get("params").get("box"));
    float[] written = new float[channels * box[2] * box[3]];
    for (int i = 0; i < written.length; i++) {
      written[i] = i / 7f - 3;
    }
    FloatImage erased =
        FloatSteps.erased(
            new FloatImage(image.shape(), values),
            new Draws.Box(box[0], box[1], box[2], box[3]),
            written);
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(erased.values());
    assertThat(Digests.sha256(bytes.array())).isEqualTo(golden.get("sha256").asText());
  }

  /** torch.linspace rounds its last bit by the processor's vector width. */
  @Test
  void strengthsAreThoseOfTorchvision() {
    GOLDEN
        .get("magnitudes")
        .forEach(
            table -> {
              int bins = table.get("bins").asInt();
              int[] size = integers(table.get("shape"));
              Magnitudes magnitudes =
                  table.get("kind").asText().equals("wide")
                      ? Magnitudes.wide(bins)
                      : Magnitudes.usual(bins, new ImageShape(3, size[0], size[1]));
              Augmentation operation = augmentation(table.get("op").asText());
              assertThat(operation.signed()).isEqualTo(table.get("signed").asBoolean());
              double[] values = Golden.doubles(table.get("values"));
              assertThat(values).hasSize(bins);
              for (int level = 0; level < bins; level++) {
                assertThat(magnitudes.of(operation, level))
                    .as(operation + " " + level)
                    .isCloseTo(values[level], within(2e-5));
              }
            });
  }

  @Test
  void policiesAreThoseOfTorchvision() {
    for (AugmentationPolicy policy : AugmentationPolicy.values()) {
      List<AugmentationPolicy.Pair> pairs = new ArrayList<>();
      GOLDEN
          .get("policies")
          .get(policy.name())
          .forEach(
              pair -> pairs.add(new AugmentationPolicy.Pair(part(pair.get(0)), part(pair.get(1)))));
      assertThat(policy.pairs()).isEqualTo(pairs);
    }
  }

  private static AugmentationPolicy.Part part(JsonNode node) {
    return new AugmentationPolicy.Part(
        augmentation(node.get(0).asText()), node.get(1).asDouble(), node.get(2).asInt());
  }

  private static RawImage image(JsonNode golden) {
    ImageShape shape = shape(golden.get("image"));
    byte[] pixels = new byte[shape.values()];
    int at = 0;
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          pixels[at++] =
              (byte)
                  (golden.get("pattern").asInt() == 0
                      ? x * x * 7 + y * 31 + (x ^ y) * 5 + c * 77
                      : 40 + (x * 3 + y * 2 + c * 25) % 120);
        }
      }
    }
    return new RawImage(shape, pixels);
  }

  private static ImageShape shape(JsonNode node) {
    int[] numbers = integers(node);
    return new ImageShape(numbers[0], numbers[1], numbers[2]);
  }
}
