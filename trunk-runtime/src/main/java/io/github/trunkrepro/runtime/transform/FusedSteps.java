package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.transform.TransformSpec.Normalize;
import io.github.trunkrepro.runtime.transform.TransformSpec.ToTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The step from bytes to numbers: ToTensor with the flips, crops and Normalize next to it.
 *
 * <p>What happens to a pixel's value depends only on its channel, so that it becomes a table with
 * one entry for each byte; what happens to its place depends only on row or on column, so that it
 * becomes two short index arrays. Thread-safe.
 */
final class FusedSteps {
  private static final int BYTES = 256;

  private final ImageShape inputShape;
  private final ImageShape outputShape;
  private final List<Placement> placements;
  private final float[][] values;

  private FusedSteps(
      ImageShape inputShape, ImageShape outputShape, List<Placement> placements, float[][] values) {
    this.inputShape = inputShape;
    this.outputShape = outputShape;
    this.placements = placements;
    this.values = values;
  }

  /** Whether a transform can be one of these. */
  static boolean fits(TransformSpec transform) {
    return transform instanceof ToTensor
        || transform instanceof Normalize
        || Placement.isOne(transform);
  }

  /** These transforms, checked before, for images of one shape. */
  static FusedSteps of(List<TransformSpec> transforms, ImageShape input) {
    List<Placement> placements = new ArrayList<>();
    float[][] values = new float[input.channels()][BYTES];
    for (float[] channel : values) {
      for (int value = 0; value < BYTES; value++) {
        channel[value] = value;
      }
    }
    ImageShape shape = input;
    for (TransformSpec transform : transforms) {
      if (transform instanceof ToTensor) {
        toTensor(values);
      } else if (transform instanceof Normalize normalize) {
        normalize(values, normalize);
      }
      Placement.of(transform, shape, () -> newPadding(values)).ifPresent(placements::add);
      shape = transform.outputShape(shape);
    }
    return new FusedSteps(input, shape, List.copyOf(placements), values);
  }

  /** A code for the zeros of a crop's padding: they pass through the later transforms too. */
  private static int newPadding(float[][] values) {
    for (int channel = 0; channel < values.length; channel++) {
      values[channel] = Arrays.copyOf(values[channel], values[channel].length + 1);
    }
    return values[0].length - 1;
  }

  /** Shape of the images that come out. */
  ImageShape outputShape() {
    return outputShape;
  }

  /** Whether what comes out depends on random numbers. */
  boolean random() {
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
  void apply(byte[] pixels, RandomStream stream, float[] out, int offset) {
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
