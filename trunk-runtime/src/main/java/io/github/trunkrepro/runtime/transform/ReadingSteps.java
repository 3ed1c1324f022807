package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.RawImage;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.transform.TransformSpec.CenterCrop;
import io.github.trunkrepro.runtime.transform.TransformSpec.Resize;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The changes of size that several lists of transforms have in common at their beginning. They are
 * done when images are read, once for all splits: training images are also validated on and
 * averaged over, and are kept in one size only. Thread-safe.
 */
public final class ReadingSteps implements UnaryOperator<RawImage> {
  /** Bounds what one step may make of one image. */
  private static final long MAX_PIXELS = 64L << 20;

  private final List<TransformSpec> steps;

  private ReadingSteps(List<TransformSpec> steps) {
    this.steps = List.copyOf(steps);
  }

  /** The longest run of {@link Resize} and {@link CenterCrop} that every list begins with. */
  public static ReadingSteps common(List<List<TransformSpec>> lists) {
    List<TransformSpec> first = lists.get(0);
    int count = 0;
    while (count < first.size() && isStep(first.get(count)) && allHave(lists, count)) {
      count++;
    }
    return new ReadingSteps(first.subList(0, count));
  }

  private static boolean isStep(TransformSpec transform) {
    return transform instanceof Resize || transform instanceof CenterCrop;
  }

  private static boolean allHave(List<List<TransformSpec>> lists, int index) {
    TransformSpec wanted = lists.get(0).get(index);
    return lists.stream().allMatch(list -> index < list.size() && list.get(index).equals(wanted));
  }

  /** How many transforms at the beginning of each list are done when an image has been read. */
  public int count() {
    return steps.size();
  }

  /**
   * Does the steps.
   *
   * @throws UserException (set-up) when an image of this shape would become too large
   */
  @Override
  public RawImage apply(RawImage image) {
    RawImage result = image;
    for (TransformSpec step : steps) {
      if (step instanceof Resize resize) {
        result = resized(result, resize);
      } else if (step instanceof CenterCrop crop) {
        result = cropped(result, crop);
      }
    }
    return result;
  }

  private static RawImage resized(RawImage image, Resize resize) {
    ImageShape shape = image.shape();
    long height = resize.height(shape);
    long width = resize.width(shape);
    if (height < 1 || width < 1 || Math.max(height, shape.height()) > MAX_PIXELS / width) {
      throw new UserException(
          UserException.Kind.SETUP,
          "cannot be resized from "
              + shape.height()
              + "x"
              + shape.width()
              + " to "
              + height
              + "x"
              + width
              + " (height x width): expected 1 to "
              + MAX_PIXELS
              + " pixels");
    }
    // Pillow does rows first, each pass rounding to bytes, and no pass where nothing changes.
    RawImage wide = alongRows(image, (int) width);
    return alongColumns(wide, (int) height);
  }

  private static RawImage alongRows(RawImage image, int width) {
    ImageShape shape = image.shape();
    if (shape.width() == width) {
      return image;
    }
    Resampling tables = Resampling.of(shape.width(), width);
    ImageShape result = new ImageShape(shape.channels(), shape.height(), width);
    byte[] pixels = new byte[result.values()];
    for (int row = 0; row < shape.channels() * shape.height(); row++) {
      tables.apply(image.pixels(), row * shape.width(), 1, pixels, row * width, 1);
    }
    return new RawImage(result, pixels);
  }

  private static RawImage alongColumns(RawImage image, int height) {
    ImageShape shape = image.shape();
    if (shape.height() == height) {
      return image;
    }
    int width = shape.width();
    Resampling tables = Resampling.of(shape.height(), height);
    ImageShape result = new ImageShape(shape.channels(), height, width);
    byte[] pixels = new byte[result.values()];
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int column = 0; column < width; column++) {
        int in = channel * shape.height() * width + column;
        int out = channel * height * width + column;
        tables.apply(image.pixels(), in, width, pixels, out, width);
      }
    }
    return new RawImage(result, pixels);
  }

  private static RawImage cropped(RawImage image, CenterCrop crop) {
    ImageShape shape = image.shape();
    ImageShape result = new ImageShape(shape.channels(), crop.height(), crop.width());
    int top = CenterCrop.offset(shape.height(), crop.height());
    int left = CenterCrop.offset(shape.width(), crop.width());
    int from = Math.max(left, 0);
    int to = Math.min(left + crop.width(), shape.width());
    byte[] pixels = new byte[result.values()];
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int y = Math.max(top, 0); y < Math.min(top + crop.height(), shape.height()); y++) {
        System.arraycopy(
            image.pixels(),
            (channel * shape.height() + y) * shape.width() + from,
            pixels,
            (channel * crop.height() + y - top) * crop.width() + from - left,
            to - from);
      }
    }
    return new RawImage(result, pixels);
  }
}
