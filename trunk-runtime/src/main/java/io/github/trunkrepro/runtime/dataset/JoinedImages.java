package io.github.trunkrepro.runtime.dataset;

import java.util.Arrays;
import java.util.List;

/** Several sets of one shape, one behind the other: a view, no pixel is copied. */
final class JoinedImages implements ImageSet {
  private final List<? extends ImageSet> parts;

  /** Index of each part's first image, and of the end. */
  private final int[] starts;

  /**
   * The sets in their order, at least one.
   *
   * @throws ArithmeticException if there are more images than an index can count
   */
  JoinedImages(List<? extends ImageSet> parts) {
    this.parts = List.copyOf(parts);
    this.starts = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], parts.get(i).size());
    }
  }

  @Override
  public int size() {
    return starts[parts.size()];
  }

  @Override
  public ImageShape shape() {
    return parts.get(0).shape();
  }

  @Override
  public int label(int index) {
    int part = part(index);
    return parts.get(part).label(index - starts[part]);
  }

  @Override
  public void read(int index, byte[] target) {
    int part = part(index);
    parts.get(part).read(index - starts[part], target);
  }

  private int part(int index) {
    int found = Arrays.binarySearch(starts, index);
    return found >= 0 ? found : -found - 2;
  }
}
