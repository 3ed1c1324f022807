package io.github.trunkrepro.runtime.dataset;

/** Images in one long row of pixels, without an object for each. Immutable. */
final class ByteImages implements ImageSet {
  private final ImageShape shape;
  private final Pixels pixels;
  private final int[] labels;

  /**
   * Takes the pixels and the array over, they are not copied.
   *
   * @param pixels unsigned bytes in the order image, channel, row, column
   * @param labels class index of each image
   */
  ByteImages(ImageShape shape, Pixels pixels, int[] labels) {
    if (pixels.size() != (long) labels.length * shape.values()) {
      throw new IllegalArgumentException(
          pixels.size() + " pixels for " + labels.length + " images of shape " + shape);
    }
    this.shape = shape;
    this.pixels = pixels;
    this.labels = labels;
  }

  /** A copy of some images of a set (at least one), in the order of the indices. */
  static ByteImages copyOf(ImageSet images, int[] indices, Reading reading) {
    ImageCollector copy = new ImageCollector(indices.length, reading);
    byte[] image = new byte[images.shape().values()];
    for (int index : indices) {
      images.read(index, image);
      copy.addFinished(new RawImage(images.shape(), image), images.label(index));
    }
    return copy.images();
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public void read(int index, byte[] target) {
    pixels.read((long) index * shape.values(), target, shape.values());
  }
}
