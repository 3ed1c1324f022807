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
        ImageShape shape = result.shape();
        result =
            Resizing.resized(
                result, resize.height(shape), resize.width(shape), resize.orBilinear());
      } else if (step instanceof CenterCrop crop) {
        int top = CenterCrop.offset(result.shape().height(), crop.height());
        int left = CenterCrop.offset(result.shape().width(), crop.width());
        result = Resizing.cropped(result, top, left, crop.height(), crop.width());
      }
    }
    return result;
  }
}
