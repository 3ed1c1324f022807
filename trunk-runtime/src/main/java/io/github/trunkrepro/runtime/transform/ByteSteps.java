package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.RawImage;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.transform.Affine.Point;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes steps of the transforms that stand in front of ToTensor. */
final class ByteSteps {
  private ByteSteps() {}

  /** The step of one transform for images of one shape; both have been checked. */
  static Step<RawImage> of(TransformSpec spec, ImageShape shape) {
    Optional<Step<RawImage>> composed = Step.composed(spec, shape, ByteSteps::of);
    if (composed.isPresent()) {
      return composed.get();
    } else if (spec instanceof TransformSpec.RandAugment augment) {
      return Augmenting.of(augment, shape);
    } else if (spec instanceof TransformSpec.TrivialAugmentWide augment) {
      return Augmenting.of(augment, shape);
    } else if (spec instanceof TransformSpec.AutoAugment augment) {
      return Augmenting.of(augment, shape);
    } else if (spec instanceof TransformSpec.RandomRotation rotation) {
      return rotation(rotation, shape);
    } else if (spec instanceof TransformSpec.RandomAffine affine) {
      return affine(affine, shape);
    } else if (spec instanceof TransformSpec.ColorJitter jitter) {
      return jitter(jitter);
    } else if (spec instanceof TransformSpec.RandomResizedCrop crop) {
      return resizedCrop(crop);
    } else if (spec instanceof TransformSpec.Resize resize) {
      return (image, stream) ->
          Resizing.resized(
              image,
              resize.height(image.shape()),
              resize.width(image.shape()),
              resize.orBilinear());
    } else if (spec instanceof TransformSpec.Grayscale grey) {
      return (image, stream) -> Colours.grey(image, grey.numOutputChannels());
    } else if (spec instanceof TransformSpec.PadTo window) {
      return of(window.pad(shape), shape);
    } else if (spec instanceof TransformSpec.Pad pad) {
      int[] fill = Augmenting.fill(pad.fill(), shape);
      return (image, stream) -> padded(image, pad, fill);
    }
    return placed(Placement.of(spec, shape, () -> 1).orElseThrow(), spec.outputShape(shape));
  }

  private static Step<RawImage> rotation(TransformSpec.RandomRotation spec, ImageShape shape) {
    int[] fill = Augmenting.fill(spec.fill(), shape);
    Optional<Point> centre = spec.center().map(ByteSteps::point);
    return (image, stream) -> {
      double angle = Draws.uniform(stream, spec.degrees());
      return centre.isPresent()
          ? Affine.rotated(image, angle, centre.get(), spec.interpolation(), fill)
          : Affine.rotated(image, angle, spec.interpolation(), fill);
    };
  }

  private static Point point(List<Double> numbers) {
    return new Point(numbers.get(0), numbers.get(1));
  }

  private static Step<RawImage> affine(TransformSpec.RandomAffine spec, ImageShape shape) {
    int[] fill = Augmenting.fill(spec.fill(), shape);
    Point centre = spec.center().map(ByteSteps::point).orElse(Point.middle(shape));
    return (image, stream) -> {
      double angle = Draws.uniform(stream, spec.degrees());
      Point translate =
          spec.translate()
              .map(share -> shift(stream, point(share), image.shape()))
              .orElse(Point.ZERO);
      double scale = spec.scale().map(range -> Draws.uniform(stream, range)).orElse(1.0);
      Point shear = shear(stream, spec.shear());
      return Warp.apply(
          image, Affine.matrix(centre, angle, translate, scale, shear), spec.interpolation(), fill);
    };
  }

  private static Point shift(RandomStream stream, Point share, ImageShape shape) {
    double right = share.x() * shape.width();
    double down = share.y() * shape.height();
    return new Point(
        Math.rint(Draws.uniform(stream, -right, right)),
        Math.rint(Draws.uniform(stream, -down, down)));
  }

  private static Point shear(RandomStream stream, List<Double> ranges) {
    if (ranges.isEmpty()) {
      return Point.ZERO;
    }
    double x = Draws.uniform(stream, ranges);
    double y = ranges.size() == 4 ? Draws.uniform(stream, ranges.subList(2, 4)) : 0;
    return new Point(x, y);
  }

  private static Step<RawImage> jitter(TransformSpec.ColorJitter spec) {
    return (image, stream) -> {
      int[] order = {0, 1, 2, 3};
      stream.shuffle(order);
      double brightness = Draws.uniform(stream, spec.brightness());
      double contrast = Draws.uniform(stream, spec.contrast());
      double saturation = Draws.uniform(stream, spec.saturation());
      double hue = Draws.uniform(stream, spec.hue());
      RawImage result = image;
      for (int change : order) {
        result =
            switch (change) {
              case 0 -> unless(1, brightness) ? Tones.brightness(result, brightness) : result;
              case 1 -> unless(1, contrast) ? Colours.contrast(result, contrast) : result;
              case 2 -> unless(1, saturation) ? Colours.saturation(result, saturation) : result;
              // Through hue and back changes bytes even without a turn, so none is a special case.
              default -> isNothing(spec.hue()) ? result : Colours.hue(result, hue);
            };
      }
      return result;
    };
  }

  private static boolean unless(double neutral, double factor) {
    return factor != neutral;
  }

  private static boolean isNothing(List<Double> hue) {
    return hue.get(0) == 0 && hue.get(1) == 0;
  }

  private static Step<RawImage> resizedCrop(TransformSpec.RandomResizedCrop spec) {
    return (image, stream) -> {
      Draws.Box box = Draws.window(stream, image.shape(), spec.scale(), spec.ratio());
      RawImage window = Resizing.cropped(image, box.top(), box.left(), box.height(), box.width());
      return Resizing.resized(window, spec.height(), spec.width(), spec.interpolation());
    };
  }

  private static RawImage padded(RawImage image, TransformSpec.Pad pad, int[] fill) {
    return gathered(
        image, Padding.rows(pad, image.shape()), Padding.columns(pad, image.shape()), fill);
  }

  private static Step<RawImage> placed(Placement placement, ImageShape result) {
    return (image, stream) -> {
      int[] rows = new int[result.height()];
      int[] columns = new int[result.width()];
      Arrays.setAll(rows, row -> row);
      Arrays.setAll(columns, column -> column);
      placement.draw(stream).apply(rows, columns);
      return gathered(image, rows, columns, new int[result.channels()]);
    };
  }

  /** The pixels of these rows and columns; {@code fill} where one is negative. */
  private static RawImage gathered(RawImage image, int[] rows, int[] columns, int[] fill) {
    ImageShape shape = image.shape();
    ImageShape result = new ImageShape(shape.channels(), rows.length, columns.length);
    byte[] out = new byte[result.values()];
    int to = 0;
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int row : rows) {
        int start = (channel * shape.height() + row) * shape.width();
        for (int column : columns) {
          out[to++] =
              Math.min(row, column) < 0 ? (byte) fill[channel] : image.pixels()[start + column];
        }
      }
    }
    return new RawImage(result, out);
  }
}
