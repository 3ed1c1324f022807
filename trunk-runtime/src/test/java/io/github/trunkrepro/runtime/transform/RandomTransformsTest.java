package io.github.trunkrepro.runtime.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.RawImage;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.transform.TransformSpec.AutoAugment;
import io.github.trunkrepro.runtime.transform.TransformSpec.ColorJitter;
import io.github.trunkrepro.runtime.transform.TransformSpec.Compose;
import io.github.trunkrepro.runtime.transform.TransformSpec.CutOut;
import io.github.trunkrepro.runtime.transform.TransformSpec.Grayscale;
import io.github.trunkrepro.runtime.transform.TransformSpec.Normalize;
import io.github.trunkrepro.runtime.transform.TransformSpec.Pad;
import io.github.trunkrepro.runtime.transform.TransformSpec.PadTo;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandAugment;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomAffine;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomApply;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomChoice;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomCrop;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomErasing;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomResizedCrop;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomRotation;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomVerticalFlip;
import io.github.trunkrepro.runtime.transform.TransformSpec.ToTensor;
import io.github.trunkrepro.runtime.transform.TransformSpec.TrivialAugmentWide;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandomTransformsTest {
  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  private static final List<Integer> BLACK = List.of(0);
  private static final Interpolation NEAREST = Interpolation.NEAREST;
  private static final List<Double> SAME = List.of(1.0, 1.0);
  private static final int DRAWS = 20_000;

  static List<TransformSpec> inFront() {
    return List.of(
        new RandAugment(2, 8, 31, NEAREST, BLACK),
        new TrivialAugmentWide(31, NEAREST, BLACK),
        new AutoAugment(AugmentationPolicy.CIFAR10, NEAREST, BLACK),
        new RandomRotation(List.of(-30.0, 30.0), NEAREST, Optional.empty(), BLACK),
        new RandomAffine(
            List.of(-10.0, 10.0),
            Optional.of(List.of(0.1, 0.2)),
            Optional.of(List.of(0.8, 1.2)),
            List.of(-5.0, 5.0, -6.0, 6.0),
            Interpolation.BILINEAR,
            BLACK,
            Optional.empty()),
        new ColorJitter(
            List.of(0.5, 1.5), List.of(0.5, 1.5), List.of(0.5, 1.5), List.of(-0.1, 0.1)),
        new RandomResizedCrop(32, 32, List.of(0.08, 1.0), List.of(0.75, 1.25), NEAREST),
        new RandomVerticalFlip(0.5),
        new Compose(
            List.of(
                new Pad(List.of(4, 4, 4, 4), BLACK, PaddingMode.REFLECT),
                new RandomCrop(32, 32, List.of(0, 0, 0, 0)))),
        new RandomChoice(
            List.of(
                new RandomVerticalFlip(1),
                new RandomApply(List.of(new RandAugment(1, 5, 31, NEAREST, BLACK)), 0.5)),
            List.of(1.0, 3.0)));
  }

  /** Each image's numbers are its stream's alone: neither batch nor thread nor order matters. */
  @ParameterizedTest
  @MethodSource("inFront")
  void oneStreamOneImageWhateverTheThread(TransformSpec spec) {
    TransformPipeline pipeline =
        TransformPipeline.of(
            List.of(
                spec,
                new ToTensor(),
                new Normalize(List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2)),
                new CutOut(2, 4),
                new RandomErasing(0.5, List.of(0.02, 0.33), List.of(0.3, 3.3), List.of())),
            SHAPE);
    byte[] pixels = pixels();
    float[][] forward = new float[100][SHAPE.values()];
    float[][] together = new float[100][SHAPE.values()];
    for (int i = forward.length - 1; i >= 0; i--) {
      pipeline.apply(pixels, RandomStream.of(3, "image " + i), forward[i], 0);
    }
    IntStream.range(0, together.length)
        .parallel()
        .forEach(i -> pipeline.apply(pixels, RandomStream.of(3, "image " + i), together[i], 0));
    assertThat(together).isDeepEqualTo(forward);
    assertThat(pixels).isEqualTo(pixels());
    assertThat(pipeline.random()).isTrue();
    assertThat(Arrays.stream(forward).map(Arrays::hashCode).distinct().count()).isGreaterThan(50);
  }

  @Test
  void choicesComeAsOftenAsTheirWeights() {
    assertThat(share(new RandomApply(List.of(inverted()), 0.3))).isCloseTo(0.3, within(0.015));
    assertThat(share(new RandomApply(List.of(inverted()), 0))).isZero();
    assertThat(share(new RandomApply(List.of(inverted()), 1))).isOne();
    TransformSpec nothing = new RandomApply(List.of(inverted()), 0);
    assertThat(share(new RandomChoice(List.of(nothing, inverted()), List.of())))
        .isCloseTo(0.5, within(0.015));
    assertThat(share(new RandomChoice(List.of(nothing, inverted()), List.of(3.0, 1.0))))
        .isCloseTo(0.25, within(0.015));
    assertThat(share(new RandomChoice(List.of(nothing, inverted()), List.of(1.0, 0.0)))).isZero();
    assertThat(share(new RandomVerticalFlip(0.3))).isCloseTo(0.3, within(0.015));
  }

  private static TransformSpec inverted() {
    return new RandomVerticalFlip(1);
  }

  /** How often a transform changes the image. */
  private static double share(TransformSpec spec) {
    ImageShape small = new ImageShape(1, 2, 1);
    RawImage image = new RawImage(small, new byte[] {1, 2});
    Step<RawImage> step = ByteSteps.of(spec, small);
    RandomStream stream = RandomStream.of(5, "share");
    int changed = 0;
    for (int i = 0; i < DRAWS; i++) {
      changed += step.apply(image, stream).pixels()[0] == 1 ? 0 : 1;
    }
    return (double) changed / DRAWS;
  }

  /** A shift of one bright column is seen: -3 to 3 pixels, the outermost half as often. */
  @Test
  void shiftsAreUniform() {
    ImageShape line = new ImageShape(1, 1, 10);
    byte[] pixels = new byte[10];
    pixels[5] = 1;
    Step<RawImage> step =
        ByteSteps.of(
            new RandomAffine(
                List.of(0.0, 0.0),
                Optional.of(List.of(0.3, 0.0)),
                Optional.empty(),
                List.of(),
                NEAREST,
                BLACK,
                Optional.empty()),
            line);
    RandomStream stream = RandomStream.of(5, "shift");
    int[] counts = new int[10];
    for (int i = 0; i < DRAWS; i++) {
      byte[] moved = step.apply(new RawImage(line, pixels), stream).pixels();
      for (int x = 0; x < 10; x++) {
        counts[x] += moved[x];
      }
    }
    double sixth = DRAWS / 6.0;
    assertThat(counts[1] + counts[9]).isZero();
    for (int x = 3; x <= 7; x++) {
      assertThat((double) counts[x]).isCloseTo(sixth, within(5 * Math.sqrt(sixth)));
    }
    assertThat((double) counts[2]).isCloseTo(sixth / 2, within(5 * Math.sqrt(sixth)));
    assertThat((double) counts[8]).isCloseTo(sixth / 2, within(5 * Math.sqrt(sixth)));
  }

  @Test
  void factorsStayInTheirRangeAndFillIt() {
    ImageShape dot = new ImageShape(1, 1, 1);
    Step<RawImage> step =
        ByteSteps.of(new ColorJitter(List.of(0.5, 1.5), SAME, SAME, List.of(0.0, 0.0)), dot);
    RandomStream stream = RandomStream.of(5, "jitter");
    int[] counts = new int[256];
    for (int i = 0; i < DRAWS; i++) {
      counts[step.apply(new RawImage(dot, new byte[] {100}), stream).pixels()[0] & 255]++;
    }
    for (int value = 0; value < 256; value++) {
      boolean inside = value >= 50 && value < 150;
      assertThat((double) counts[value]).isCloseTo(inside ? 200 : 0, within(inside ? 75 : 0.0));
    }
  }

  @Test
  void windowsAndHolesHaveTheSharesThatWereAskedFor() {
    List<Double> scale = List.of(0.2, 0.5);
    List<Double> ratio = List.of(0.5, 2.0);
    ImageShape shape = new ImageShape(1, 200, 200);
    RandomStream stream = RandomStream.of(5, "windows");
    double sum = 0;
    int wide = 0;
    for (int i = 0; i < DRAWS; i++) {
      Draws.Box box = Draws.window(stream, shape, scale, ratio);
      double share = box.height() * box.width() / 40_000.0;
      assertThat(share).isBetween(0.19, 0.51);
      assertThat((double) box.width() / box.height()).isBetween(0.49, 2.05);
      assertThat(box.top() + box.height()).isLessThanOrEqualTo(200);
      assertThat(box.left() + box.width()).isLessThanOrEqualTo(200);
      sum += share;
      wide += box.width() > box.height() ? 1 : 0;
    }
    assertThat(sum / DRAWS).isCloseTo(0.35, within(0.005));
    assertThat((double) wide / DRAWS).isCloseTo(0.5, within(0.02));
  }

  @Test
  void aWindowThatNeverFitsIsTheMiddle() {
    Draws.Box box =
        Draws.window(
            RandomStream.of(1), new ImageShape(1, 10, 100), List.of(1.0, 1.0), List.of(1.0, 2.0));
    assertThat(box).isEqualTo(new Draws.Box(0, 40, 10, 20));
  }

  @Test
  void erasingHappensAsOftenAsDeclaredAndWritesWhatIsAskedFor() {
    Step<FloatImage> step =
        FloatSteps.of(
            new RandomErasing(0.4, List.of(0.1, 0.2), List.of(0.5, 2.0), List.of(7.0)), SHAPE);
    RandomStream stream = RandomStream.of(5, "erasing");
    int erased = 0;
    for (int i = 0; i < 5000; i++) {
      float[] values = step.apply(new FloatImage(SHAPE, new float[3072]), stream).values();
      long count = IntStream.range(0, 3072).filter(at -> values[at] == 7).count();
      if (count > 0) {
        erased++;
        assertThat(count / 3072.0).isBetween(0.08, 0.22);
      }
    }
    assertThat(erased / 5000.0).isCloseTo(0.4, within(0.03));
  }

  /** A corner is under the square of side 4 when its centre is 0 to 2 away: 3 of 32 each way. */
  @Test
  void cutOutCentresAreUniformAndClippedAtTheBorder() {
    Step<FloatImage> step = FloatSteps.of(new CutOut(1, 4), SHAPE);
    RandomStream stream = RandomStream.of(5, "cut");
    int[] cut = new int[3072];
    int whole = 0;
    for (int i = 0; i < DRAWS; i++) {
      float[] ones = new float[3072];
      Arrays.fill(ones, 1);
      float[] values = step.apply(new FloatImage(SHAPE, ones), stream).values();
      int zeros = 0;
      for (int at = 0; at < values.length; at++) {
        cut[at] += values[at] == 0 ? 1 : 0;
        zeros += values[at] == 0 ? 1 : 0;
      }
      assertThat(zeros % 3).isZero();
      assertThat(zeros / 3).isBetween(4, 16);
      whole += zeros == 48 ? 1 : 0;
    }
    assertThat((double) cut[0] / DRAWS).isCloseTo(9 / 1024.0, within(0.0035));
    assertThat((double) cut[16 * 32 + 16] / DRAWS).isCloseTo(16 / 1024.0, within(0.0045));
    assertThat((double) whole / DRAWS).isCloseTo(29 * 29 / 1024.0, within(0.014));
  }

  /** A block to the right of the middle is turned into one of four quarters. */
  @Test
  void anglesAreUniform() {
    ImageShape shape = new ImageShape(1, 81, 81);
    RawImage image = block(shape, 38, 68, 5);
    Step<RawImage> step =
        ByteSteps.of(
            new RandomRotation(List.of(-45.0, 315.0), NEAREST, Optional.empty(), BLACK), shape);
    RandomStream stream = RandomStream.of(5, "angles");
    int[] quarters = new int[4];
    for (int i = 0; i < DRAWS / 4; i++) {
      double[] middle = middle(step.apply(image, stream));
      double turned = Math.toDegrees(Math.atan2(40 - middle[0], middle[1] - 40));
      quarters[(int) Math.floor((turned + 360) % 360 / 90)]++;
    }
    for (int quarter : quarters) {
      assertThat(quarter / (DRAWS / 4.0)).isCloseTo(0.25, within(0.03));
    }
  }

  /** The distance of a block from the middle of a line is scaled. */
  @Test
  void scalesAreUniform() {
    ImageShape line = new ImageShape(1, 1, 321);
    byte[] pixels = new byte[321];
    Arrays.fill(pixels, 258, 263, (byte) 1);
    Step<RawImage> step =
        ByteSteps.of(
            new RandomAffine(
                List.of(0.0, 0.0),
                Optional.empty(),
                Optional.of(List.of(0.5, 1.5)),
                List.of(),
                NEAREST,
                BLACK,
                Optional.empty()),
            line);
    RandomStream stream = RandomStream.of(5, "scales");
    int[] tenths = new int[10];
    for (int i = 0; i < DRAWS; i++) {
      double scale = (middle(step.apply(new RawImage(line, pixels), stream))[1] - 160) / 100;
      assertThat(scale).isBetween(0.49, 1.51);
      tenths[(int) Math.min(9, Math.max(0, scale * 10 - 5))]++;
    }
    for (int tenth : tenths) {
      assertThat((double) tenth / DRAWS).isCloseTo(0.1, within(0.015));
    }
  }

  /** Ones in a square, zeros around it. */
  private static RawImage block(ImageShape shape, int top, int left, int side) {
    byte[] pixels = new byte[shape.values()];
    for (int row = top; row < top + side; row++) {
      Arrays.fill(pixels, row * shape.width() + left, row * shape.width() + left + side, (byte) 1);
    }
    return new RawImage(shape, pixels);
  }

  private static int sum(RawImage image) {
    int sum = 0;
    for (byte pixel : image.pixels()) {
      sum += pixel;
    }
    return sum;
  }

  /** Row and column of the middle of the ones. */
  private static double[] middle(RawImage image) {
    double rows = 0;
    double columns = 0;
    for (int at = 0; at < image.pixels().length; at++) {
      rows += image.pixels()[at] * (at / image.shape().width());
      columns += image.pixels()[at] * (at % image.shape().width());
    }
    int ones = sum(image);
    return new double[] {rows / ones, columns / ones};
  }

  /** One of 14 operations, at one of 31 strengths. */
  @Test
  void wideTakesEveryOperationAndEveryStrengthEquallyOften() {
    RandomStream stream = RandomStream.of(5, "wide");
    Step<RawImage> step = Augmenting.of(new TrivialAugmentWide(31, NEAREST, BLACK), SHAPE);
    RawImage image = new RawImage(SHAPE, pixels());
    Magnitudes magnitudes = Magnitudes.wide(31);
    byte[] equalized = Augmentation.EQUALIZE.apply(image, 0, NEAREST, new int[3]).pixels();
    byte[] weak = solarized(image, magnitudes, 3);
    byte[] strong = solarized(image, magnitudes, 28);
    int[] counts = new int[3];
    for (int i = 0; i < 10 * DRAWS; i++) {
      byte[] out = step.apply(image, stream).pixels();
      counts[0] += Arrays.equals(out, equalized) ? 1 : 0;
      counts[1] += Arrays.equals(out, weak) ? 1 : 0;
      counts[2] += Arrays.equals(out, strong) ? 1 : 0;
    }
    assertThat(counts[0] / (10.0 * DRAWS)).isCloseTo(1 / 14.0, within(0.003));
    assertThat(counts[1] / (10.0 * DRAWS)).isCloseTo(1 / (14.0 * 31), within(0.0006));
    assertThat(counts[2] / (10.0 * DRAWS)).isCloseTo(1 / (14.0 * 31), within(0.0006));
  }

  private static byte[] solarized(RawImage image, Magnitudes magnitudes, int level) {
    return Augmentation.SOLARIZE
        .apply(image, magnitudes.of(Augmentation.SOLARIZE, level), NEAREST, new int[3])
        .pixels();
  }

  /** Windows of a padded image stand equally often at every place. */
  @Test
  void padIfNeededMakesRoomForAWindowThatIsAnywhere() {
    ImageShape small = new ImageShape(1, 1, 3);
    Step<RawImage> step =
        ByteSteps.of(
            new Compose(
                List.of(
                    new PadTo(1, 5, BLACK, PaddingMode.CONSTANT),
                    new RandomCrop(1, 5, List.of(0, 0, 0, 0)))),
            small);
    RandomStream stream = RandomStream.of(5, "needed");
    // Two on each side make 7: the window begins at 0, 1 or 2.
    int[] counts = new int[3];
    for (int i = 0; i < DRAWS; i++) {
      byte[] window = step.apply(new RawImage(small, new byte[] {1, 2, 3}), stream).pixels();
      counts[IntStream.range(0, 3).filter(at -> window[at] == 1).findFirst().orElseThrow()]++;
    }
    for (int count : counts) {
      assertThat(count / (double) DRAWS).isCloseTo(1 / 3.0, within(0.015));
    }
  }

  /** One of 14 operations; half of the signed ones go the other way. */
  @Test
  void randAugmentTakesEveryOperationEquallyOften() {
    RandomStream stream = RandomStream.of(5, "rand augment");
    Step<RawImage> step = Augmenting.of(new RandAugment(1, 20, 31, NEAREST, BLACK), SHAPE);
    RawImage image = new RawImage(SHAPE, pixels());
    Magnitudes magnitudes = Magnitudes.usual(31, SHAPE);
    byte[] right =
        Augmentation.TRANSLATE_X
            .apply(image, magnitudes.of(Augmentation.TRANSLATE_X, 20), NEAREST, new int[3])
            .pixels();
    byte[] left =
        Augmentation.TRANSLATE_X
            .apply(image, -magnitudes.of(Augmentation.TRANSLATE_X, 20), NEAREST, new int[3])
            .pixels();
    int rightCount = 0;
    int leftCount = 0;
    for (int i = 0; i < DRAWS; i++) {
      byte[] out = step.apply(image, stream).pixels();
      rightCount += Arrays.equals(out, right) ? 1 : 0;
      leftCount += Arrays.equals(out, left) ? 1 : 0;
    }
    assertThat((double) rightCount / DRAWS).isCloseTo(1 / 28.0, within(0.007));
    assertThat((double) leftCount / DRAWS).isCloseTo(1 / 28.0, within(0.007));
  }

  @Test
  void shapesFollowThroughBothStages() {
    TransformPipeline pipeline =
        TransformPipeline.of(
            List.of(
                new Grayscale(1),
                new Pad(List.of(1, 2, 3, 4), BLACK, PaddingMode.EDGE),
                new ToTensor(),
                new CutOut(1, 2),
                new RandomCrop(30, 31, List.of(0, 0, 0, 0)),
                new Normalize(List.of(0.5), List.of(0.5)),
                new Pad(List.of(1, 1, 1, 1), List.of(1), PaddingMode.CONSTANT)),
            SHAPE);
    assertThat(pipeline.outputShape()).isEqualTo(new ImageShape(1, 32, 33));
    float[] out = new float[32 * 33 + 2];
    pipeline.apply(pixels(), RandomStream.of(1), out, 1);
    assertThat(out[0]).isZero();
    assertThat(out[1]).isOne();
    assertThat(out[out.length - 2]).isOne();
    assertThat(out[out.length - 1]).isZero();
  }

  private static byte[] pixels() {
    byte[] pixels = new byte[SHAPE.values()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37 + i / 32 * 11);
    }
    return pixels;
  }
}
