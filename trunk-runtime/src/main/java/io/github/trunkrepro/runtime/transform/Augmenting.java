package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.RawImage;
import io.github.trunkrepro.runtime.random.RandomStream;
import java.util.EnumSet;
import java.util.List;

/** Chooses among {@link Augmentation}s, drawing in torchvision's order. */
final class Augmenting {
  /** What RandAugment and TrivialAugmentWide choose from: all but {@link Augmentation#INVERT}. */
  private static final List<Augmentation> CHOICES =
      List.copyOf(EnumSet.range(Augmentation.IDENTITY, Augmentation.EQUALIZE));

  private Augmenting() {}

  /** RandAugment: so many operations, each equally likely, all of one strength. */
  static Step<RawImage> of(TransformSpec.RandAugment spec, ImageShape shape) {
    Magnitudes magnitudes = Magnitudes.usual(spec.numMagnitudeBins(), shape);
    int[] fill = fill(spec.fill(), shape);
    return (image, stream) -> {
      RawImage result = image;
      for (int i = 0; i < spec.numOps(); i++) {
        Augmentation operation = choose(stream);
        double magnitude = signed(magnitudes.of(operation, spec.magnitude()), operation, stream);
        result = operation.apply(result, magnitude, spec.interpolation(), fill);
      }
      return result;
    };
  }

  /** TrivialAugmentWide: one operation, of any strength. */
  static Step<RawImage> of(TransformSpec.TrivialAugmentWide spec, ImageShape shape) {
    Magnitudes magnitudes = Magnitudes.wide(spec.numMagnitudeBins());
    int[] fill = fill(spec.fill(), shape);
    return (image, stream) -> {
      Augmentation operation = choose(stream);
      int level = hasLevels(operation) ? stream.nextInt(spec.numMagnitudeBins()) : 0;
      double magnitude = signed(magnitudes.of(operation, level), operation, stream);
      return operation.apply(image, magnitude, spec.interpolation(), fill);
    };
  }

  private static boolean hasLevels(Augmentation operation) {
    return operation != Augmentation.IDENTITY
        && operation.compareTo(Augmentation.AUTO_CONTRAST) < 0;
  }

  private static Augmentation choose(RandomStream stream) {
    return CHOICES.get(stream.nextInt(CHOICES.size()));
  }

  private static double signed(double magnitude, Augmentation operation, RandomStream stream) {
    return operation.signed() && stream.nextInt(2) == 1 ? -magnitude : magnitude;
  }

  /** AutoAugment: one pair of the policy, each of the two with its own probability. */
  static Step<RawImage> of(TransformSpec.AutoAugment spec, ImageShape shape) {
    List<AugmentationPolicy.Pair> pairs = spec.policy().pairs();
    Magnitudes magnitudes = Magnitudes.usual(AugmentationPolicy.levels(), shape);
    int[] fill = fill(spec.fill(), shape);
    return (image, stream) -> {
      AugmentationPolicy.Pair pair = pairs.get(stream.nextInt(pairs.size()));
      float[] chances = {stream.nextFloat(), stream.nextFloat()};
      boolean[] negative = {stream.nextInt(2) == 0, stream.nextInt(2) == 0};
      RawImage result = image;
      for (int i = 0; i < 2; i++) {
        AugmentationPolicy.Part part = i == 0 ? pair.first() : pair.second();
        if (chances[i] <= part.probability()) {
          double magnitude = magnitudes.of(part.operation(), part.level());
          double signed = part.operation().signed() && negative[i] ? -magnitude : magnitude;
          result = part.operation().apply(result, signed, spec.interpolation(), fill);
        }
      }
      return result;
    };
  }

  /** One byte for each channel. */
  static int[] fill(List<Integer> fill, ImageShape shape) {
    int[] bytes = new int[shape.channels()];
    for (int channel = 0; channel < bytes.length; channel++) {
      bytes[channel] = fill.get(fill.size() == 1 ? 0 : channel);
    }
    return bytes;
  }
}
