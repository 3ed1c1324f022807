package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.transform.TransformSpec.CenterCrop;
import io.github.trunkrepro.runtime.transform.TransformSpec.Normalize;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomCrop;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomHorizontalFlip;
import io.github.trunkrepro.runtime.transform.TransformSpec.ToTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A checked list of transforms, ready to be applied; semantics and bits are torchvision's on a CPU.
 *
 * <p>What happens to a pixel's value depends only on its channel, so that it becomes a table with
 * one entry for each byte; what happens to its place depends only on row or on column, so that it
 * becomes two short index arrays. Thread-safe.
 */
public final class TransformPipeline {
  private static final int BYTES = 256;

  private final ImageShape inputShape;
  private final ImageShape outputShape;
  private final List<Placement> placements;
  private final float[][] values;

  private TransformPipeline(
      ImageShape inputShape, ImageShape outputShape, List<Placement> placements, float[][] values) {
    this.inputShape = inputShape;
    this.outputShape = outputShape;
    this.placements = placements;
    this.values = values;
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
    List<Placement> placements = new ArrayList<>();
    float[][] values = new float[input.channels()][BYTES];
    for (float[] channel : values) {
      for (int value = 0; value < BYTES; value++) {
        channel[value] = value;
      }
    }
    ImageShape shape = input;
    for (TransformSpec transform : transforms.subList(done, transforms.size())) {
      if (transform instanceof ToTensor) {
        toTensor(values);
      } else if (transform instanceof Normalize normalize) {
        normalize(values, normalize);
      } else if (transform instanceof RandomHorizontalFlip flip) {
        placements.add(new Placement.Flip(flip.p(), shape.width()));
      } else if (transform instanceof RandomCrop crop) {
        placements.add(new Placement.Crop(crop, shape, newPadding(values)));
        shape = new ImageShape(shape.channels(), crop.height(), crop.width());
      } else if (transform instanceof CenterCrop crop) {
        placements.add(new Placement.Centre(crop, shape, newPadding(values)));
        shape = new ImageShape(shape.channels(), crop.height(), crop.width());
      }
    }
    return new TransformPipeline(input, shape, List.copyOf(placements), values);
  }

  /** A code for the zeros of a crop's padding: they pass through the later transforms too. */
  private static int newPadding(float[][] values) {
    for (int channel = 0; channel < values.length; channel++) {
      values[channel] = Arrays.copyOf(values[channel], values[channel].length + 1);
    }
    return values[0].length - 1;
  }

  /** Shape of the images that come out. */
  public ImageShape outputShape() {
    return outputShape;
  }

  /** Whether what comes out depends on random numbers. */
  public boolean random() {
    return placements.stream().anyMatch(Placement::random);
  }

  /**
   * Transforms one image.
   *
   * @param pixels unsigned bytes in the order channel, row, column
   * @param stream where the random numbers come from; as many are drawn from it, in the order of
   *     the list, as torchvision draws from its generator
   * @param out receives {@code outputShape().values()} numbers in the order channel, row, column
   * @param offset index in {@code out} of the first of them
   */
  public void apply(byte[] pixels, RandomStream stream, float[] out, int offset) {
    int plane = inputShape.height() * inputShape.width();
    if (placements.isEmpty()) {
      for (int channel = 0; channel < values.length; channel++) {
        float[] table = values[channel];
        int start = channel * plane;
        for (int i = start; i < start + plane; i++) {
          out[offset + i] = table[Byte.toUnsignedInt(pixels[i])];
        }
      }
      return;
    }
    int[] rows = new int[outputShape.height()];
    int[] columns = new int[outputShape.width()];
    place(stream, rows, columns);
    int to = offset;
    for (int channel = 0; channel < values.length; channel++) {
      float[] table = values[channel];
      for (int row : rows) {
        int start = channel * plane + row * inputShape.width();
        for (int column : columns) {
          int padding = Math.min(row, column);
          out[to++] = table[padding < 0 ? -padding : Byte.toUnsignedInt(pixels[start + column])];
        }
      }
    }
  }

  /**
   * Draws one image's numbers in the order of the list, and composes the moves backwards: from each
   * output row and column to the input's, or to the negative code of padding.
   */
  private void place(RandomStream stream, int[] rows, int[] columns) {
    Placement.Move[] moves = new Placement.Move[placements.size()];
    for (int i = 0; i < moves.length; i++) {
      moves[i] = placements.get(i).draw(stream);
    }
    Arrays.setAll(rows, row -> row);
    Arrays.setAll(columns, column -> column);
    for (int i = moves.length - 1; i >= 0; i--) {
      moves[i].apply(rows, columns);
    }
  }

  /** As torchvision: {@code image.to(float32).div(255)}. */
  private static void toTensor(float[][] values) {
    for (float[] channel : values) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] = channel[i] / 255f;
      }
    }
  }

  /** As torchvision: {@code tensor.sub_(mean).div_(std)}, all of them float32. */
  private static void normalize(float[][] values, Normalize normalize) {
    for (int channel = 0; channel < values.length; channel++) {
      float mean = normalize.mean().get(channel).floatValue();
      float std = normalize.std().get(channel).floatValue();
      for (int i = 0; i < values[channel].length; i++) {
        values[channel][i] = (values[channel][i] - mean) / std;
      }
    }
  }
}
