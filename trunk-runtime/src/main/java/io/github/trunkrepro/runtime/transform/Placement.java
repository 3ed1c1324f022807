package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.random.RandomStream;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * A transform that moves pixels and leaves their values alone. It is resolved backwards: from a row
 * or column of its output to that of its input.
 */
interface Placement {

  /** Whether a transform is a placement. */
  static boolean isOne(TransformSpec spec) {
    return spec instanceof TransformSpec.RandomHorizontalFlip
        || spec instanceof TransformSpec.RandomVerticalFlip
        || spec instanceof TransformSpec.RandomCrop
        || spec instanceof TransformSpec.CenterCrop;
  }

  /**
   * The placement of a transform that is one.
   *
   * @param input shape of what it is applied to
   * @param paddingCode what stands for padding, see {@link Crop}; asked for by crops only
   */
  static Optional<Placement> of(TransformSpec spec, ImageShape input, IntSupplier paddingCode) {
    if (spec instanceof TransformSpec.RandomHorizontalFlip flip) {
      return Optional.of(new Flip(flip.p(), input.width(), false));
    }
    if (spec instanceof TransformSpec.RandomVerticalFlip flip) {
      return Optional.of(new Flip(flip.p(), input.height(), true));
    }
    if (spec instanceof TransformSpec.RandomCrop crop) {
      return Optional.of(new Crop(crop, input, paddingCode.getAsInt()));
    }
    if (spec instanceof TransformSpec.CenterCrop crop) {
      return Optional.of(new Centre(crop, input, paddingCode.getAsInt()));
    }
    return Optional.empty();
  }

  /** Whether it draws a random number. */
  boolean random();

  /** Draws this image's numbers, as torchvision does, and gives the move that they stand for. */
  Move draw(RandomStream stream);

  /** Rewrites indices of output rows and columns to those of the input; negative means padding. */
  interface Move {
    void apply(int[] rows, int[] columns);
  }

  /**
   * {@code torch.rand(1) < p} decides whether the two sides of the rows or columns change places.
   */
  record Flip(double p, int size, boolean vertical) implements Placement {
    @Override
    public boolean random() {
      return true;
    }

    @Override
    public Move draw(RandomStream stream) {
      if (!(stream.nextFloat() < p)) {
        return (rows, columns) -> {};
      }
      return (rows, columns) -> turn(vertical ? rows : columns);
    }

    private void turn(int[] indices) {
      for (int i = 0; i < indices.length; i++) {
        indices[i] = indices[i] < 0 ? indices[i] : size - 1 - indices[i];
      }
    }
  }

  /**
   * A window, uniform over all that lie in the padded image; top is drawn before left, and nothing
   * where there is one place only.
   *
   * @param input size before padding
   * @param paddingCode the negative of what stands for padding in rows and columns. A later crop's
   *     is the more negative, so that the lesser of row and column names the crop that padded.
   */
  record Crop(TransformSpec.RandomCrop spec, ImageShape input, int paddingCode)
      implements Placement {

    private int paddedHeight() {
      return input.height() + spec.padding().get(1) + spec.padding().get(3);
    }

    private int paddedWidth() {
      return input.width() + spec.padding().get(0) + spec.padding().get(2);
    }

    @Override
    public boolean random() {
      return paddedHeight() != spec.height() || paddedWidth() != spec.width();
    }

    @Override
    public Move draw(RandomStream stream) {
      int top = random() ? stream.nextInt(paddedHeight() - spec.height() + 1) : 0;
      int left = random() ? stream.nextInt(paddedWidth() - spec.width() + 1) : 0;
      List<Integer> padding = spec.padding();
      return new Shift(top - padding.get(1), left - padding.get(0), input, paddingCode);
    }
  }

  /** The window in the middle; {@code paddingCode} as for {@link Crop}. */
  record Centre(TransformSpec.CenterCrop spec, ImageShape input, int paddingCode)
      implements Placement {
    @Override
    public boolean random() {
      return false;
    }

    @Override
    public Move draw(RandomStream stream) {
      return new Shift(
          TransformSpec.CenterCrop.offset(input.height(), spec.height()),
          TransformSpec.CenterCrop.offset(input.width(), spec.width()),
          input,
          paddingCode);
    }
  }

  /** Down and to the right by so many pixels; what comes from outside the input is padding. */
  record Shift(int top, int left, ImageShape input, int paddingCode) implements Move {
    @Override
    public void apply(int[] rows, int[] columns) {
      shift(rows, top, input.height());
      shift(columns, left, input.width());
    }

    private void shift(int[] indices, int by, int size) {
      for (int i = 0; i < indices.length; i++) {
        int from = indices[i] + by;
        if (indices[i] >= 0) {
          indices[i] = from >= 0 && from < size ? from : -paddingCode;
        }
      }
    }
  }
}
