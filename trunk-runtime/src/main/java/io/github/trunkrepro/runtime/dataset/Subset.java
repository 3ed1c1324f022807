package io.github.trunkrepro.runtime.dataset;

import java.util.Objects;

/** Some images of a set, in an order of their own: a view, no pixel is copied. */
public final class Subset implements ImageSet {
  private final ImageSet images;
  private final int[] indices;

  /**
   * The images at these indices of a set.
   *
   * @throws IndexOutOfBoundsException if an index is not one of the set
   */
  public Subset(ImageSet images, int[] indices) {
    this.images = images;
    this.indices = indices.clone();
    for (int index : indices) {
      Objects.checkIndex(index, images.size());
    }
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public ImageShape shape() {
    return images.shape();
  }

  @Override
  public int label(int index) {
    return images.label(indices[index]);
  }

  @Override
  public void read(int index, byte[] target) {
    images.read(indices[index], target);
  }
}
