package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.RawImage;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.transform.TransformSpec.Compose;
import io.github.trunkrepro.runtime.transform.TransformSpec.ToTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A checked list of transforms, ready to be applied; semantics and bits are torchvision's on a CPU,
 * of Pillow images in front of ToTensor and of tensors behind it. Thread-safe.
 */
public final class TransformPipeline {
  private final ImageShape inputShape;
  private final ImageShape outputShape;
  private final List<Step<RawImage>> before;
  private final FusedSteps fused;
  private final List<Step<FloatImage>> after;
  private final boolean random;

  private TransformPipeline(List<TransformSpec> transforms, ImageShape input) {
    int toTensor = 0;
    while (!(transforms.get(toTensor) instanceof ToTensor)) {
      toTensor++;
    }
    int begin = toTensor;
    while (begin > 0 && FusedSteps.fits(transforms.get(begin - 1))) {
      begin--;
    }
    int end = toTensor + 1;
    while (end < transforms.size() && FusedSteps.fits(transforms.get(end))) {
      end++;
    }
    List<Step<RawImage>> bytes = new ArrayList<>();
    List<Step<FloatImage>> floats = new ArrayList<>();
    ImageShape shape = input;
    for (TransformSpec transform : transforms.subList(0, begin)) {
      bytes.add(ByteSteps.of(transform, shape));
      shape = transform.outputShape(shape);
    }
    fused = FusedSteps.of(transforms.subList(begin, end), shape);
    shape = fused.outputShape();
    for (TransformSpec transform : transforms.subList(end, transforms.size())) {
      floats.add(FloatSteps.of(transform, shape));
      shape = transform.outputShape(shape);
    }
    inputShape = input;
    outputShape = shape;
    before = List.copyOf(bytes);
    after = List.copyOf(floats);
    random =
        fused.random()
            || transforms.subList(0, begin).stream().anyMatch(TransformSpec::random)
            || transforms.subList(end, transforms.size()).stream().anyMatch(TransformSpec::random);
  }

  /**
   * The pipeline for images of one shape.
   *
   * @throws UserException (set-up) that names every entry that cannot work, by index and type
   */
  public static TransformPipeline of(List<TransformSpec> transforms, ImageShape input) {
    return of(transforms, 0, input);
  }

  /**
   * The pipeline for images that some of the transforms have been done to as they were read.
   *
   * @param done how many at the beginning of the list, see {@link ReadingSteps}
   * @param input shape of the images, after those
   * @throws UserException (set-up) that names every entry that cannot work, by index and type
   */
  public static TransformPipeline of(List<TransformSpec> transforms, int done, ImageShape input) {
    List<String> problems = TransformChecks.problems(transforms, done, input);
    if (!problems.isEmpty()) {
      throw new UserException(
          UserException.Kind.SETUP,
          "The transforms do not fit images of shape "
              + input
              + ":\n  "
              + String.join("\n  ", problems));
    }
    return new TransformPipeline(
        transforms.subList(done, transforms.size()).stream()
            .flatMap(TransformPipeline::flat)
            .toList(),
        input);
  }

  private static Stream<TransformSpec> flat(TransformSpec transform) {
    return transform instanceof Compose compose
        ? compose.transforms().stream().flatMap(TransformPipeline::flat)
        : Stream.of(transform);
  }

  /** Shape of the images that come out. */
  public ImageShape outputShape() {
    return outputShape;
  }

  /** Whether what comes out depends on random numbers. */
  public boolean random() {
    return random;
  }

  /**
   * Transforms one image.
   *
   * @param pixels unsigned bytes in the order channel, row, column
   * @param stream where the random numbers come from, drawn in the order of the list
   * @param out receives {@code outputShape().values()} numbers in the order channel, row, column
   * @param offset index in {@code out} of the first of them
   */
  public void apply(byte[] pixels, RandomStream stream, float[] out, int offset) {
    byte[] changed = before.isEmpty() ? pixels : bytes(pixels, stream).pixels();
    if (after.isEmpty()) {
      fused.apply(changed, stream, out, offset);
      return;
    }
    FloatImage image = new FloatImage(fused.outputShape(), new float[fused.outputShape().values()]);
    fused.apply(changed, stream, image.values(), 0);
    for (Step<FloatImage> step : after) {
      image = step.apply(image, stream);
    }
    System.arraycopy(image.values(), 0, out, offset, outputShape.values());
  }

  private RawImage bytes(byte[] pixels, RandomStream stream) {
    RawImage image = new RawImage(inputShape, pixels);
    for (Step<RawImage> step : before) {
      image = step.apply(image, stream);
    }
    return image;
  }
}
