package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes steps of the transforms that stand behind ToTensor. */
final class FloatSteps {
  private FloatSteps() {}

  /** The step of one transform for images of one shape; both have been checked. */
  static Step<FloatImage> of(TransformSpec spec, ImageShape shape) {
    Optional<Step<FloatImage>> composed = Step.composed(spec, shape, FloatSteps::of);
    if (composed.isPresent()) {
      return composed.get();
    } else if (spec instanceof TransformSpec.CutOut cutOut) {
      return cutOut(cutOut);
    } else if (spec instanceof TransformSpec.RandomErasing erasing) {
      return erasing(erasing);
    } else if (spec instanceof TransformSpec.Normalize normalize) {
      return (image, stream) -> normalized(image, normalize);
    } else if (spec instanceof TransformSpec.PadTo window) {
      return of(window.pad(shape), shape);
    } else if (spec instanceof TransformSpec.Pad pad) {
      int[] fill = Augmenting.fill(pad.fill(), shape);
      return (image, stream) ->
          gathered(
              image, Padding.rows(pad, image.shape()), Padding.columns(pad, image.shape()), fill);
    }
    return placed(Placement.of(spec, shape, () -> 1).orElseThrow(), spec.outputShape(shape));
  }

  private static Step<FloatImage> cutOut(TransformSpec.CutOut spec) {
    int half = spec.length() / 2;
    return (image, stream) -> {
      ImageShape shape = image.shape();
      for (int hole = 0; hole < spec.nHoles(); hole++) {
        int y = stream.nextInt(shape.height());
        int x = stream.nextInt(shape.width());
        int top = Math.max(y - half, 0);
        int left = Math.max(x - half, 0);
        int bottom = Math.min(y - half + spec.length(), shape.height());
        int right = Math.min(x - half + spec.length(), shape.width());
        for (int channel = 0; channel < shape.channels(); channel++) {
          for (int row = top; row < bottom; row++) {
            int start = (channel * shape.height() + row) * shape.width();
            Arrays.fill(image.values(), start + left, start + right, 0);
          }
        }
      }
      return image;
    };
  }

  private static Step<FloatImage> erasing(TransformSpec.RandomErasing spec) {
    return (image, stream) -> {
      if (!(stream.nextFloat() < spec.p())) {
        return image;
      }
      return Draws.hole(stream, image.shape(), spec.scale(), spec.ratio())
          .map(size -> erased(image, spec.value(), size, stream))
          .orElse(image);
    };
  }

  /** torchvision draws the random values before the place. */
  private static FloatImage erased(
      FloatImage image, List<Double> value, Draws.Size size, RandomStream stream) {
    int channels = image.shape().channels();
    int count = size.height() * size.width();
    float[] values = new float[channels * count];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          value.isEmpty()
              ? (float) stream.nextGaussian()
              : value.get(value.size() == 1 ? 0 : i / count).floatValue();
    }
    return erased(image, Draws.place(stream, image.shape(), size), values);
  }

  /** Writes over a rectangle. */
  static FloatImage erased(FloatImage image, Draws.Box box, float[] values) {
    ImageShape shape = image.shape();
    int from = 0;
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int row = box.top(); row < box.top() + box.height(); row++) {
        int start = (channel * shape.height() + row) * shape.width() + box.left();
        System.arraycopy(values, from, image.values(), start, box.width());
        from += box.width();
      }
    }
    return image;
  }

  private static FloatImage normalized(FloatImage image, TransformSpec.Normalize normalize) {
    float[] values = image.values();
    int plane = image.shape().height() * image.shape().width();
    for (int channel = 0; channel < image.shape().channels(); channel++) {
      float mean = normalize.mean().get(channel).floatValue();
      float std = normalize.std().get(channel).floatValue();
      for (int i = channel * plane; i < (channel + 1) * plane; i++) {
        values[i] = (values[i] - mean) / std;
      }
    }
    return image;
  }

  private static Step<FloatImage> placed(Placement placement, ImageShape result) {
    return (image, stream) -> {
      int[] rows = new int[result.height()];
      int[] columns = new int[result.width()];
      Arrays.setAll(rows, row -> row);
      Arrays.setAll(columns, column -> column);
      placement.draw(stream).apply(rows, columns);
      return gathered(image, rows, columns, new int[result.channels()]);
    };
  }

  private static FloatImage gathered(FloatImage image, int[] rows, int[] columns, int[] fill) {
    ImageShape shape = image.shape();
    ImageShape result = new ImageShape(shape.channels(), rows.length, columns.length);
    float[] out = new float[result.values()];
    int to = 0;
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int row : rows) {
        int start = (channel * shape.height() + row) * shape.width();
        for (int column : columns) {
          out[to++] = Math.min(row, column) < 0 ? fill[channel] : image.values()[start + column];
        }
      }
    }
    return new FloatImage(result, out);
  }
}
