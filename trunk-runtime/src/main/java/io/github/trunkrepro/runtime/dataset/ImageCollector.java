package io.github.trunkrepro.runtime.dataset;

/** Puts images one after the other into the room that a {@link Reading} gives. */
final class ImageCollector {
  private final Reading reading;
  private final int[] labels;
  private int size;
  private ImageShape shape;
  private Pixels pixels;

  /**
   * A collector without an image.
   *
   * @param count how many will come, at least one
   */
  ImageCollector(int count, Reading reading) {
    this.reading = reading;
    this.labels = new int[count];
  }

  /** Does the reading's step and adds what it gives, which must be of the shape of the first. */
  void add(RawImage image, int label) {
    addFinished(reading.step().apply(image), label);
  }

  /** Adds an image as it is, which must be of the shape of the first. */
  void addFinished(RawImage image, int label) {
    if (shape == null) {
      shape = image.shape();
      pixels = reading.room().allocate((long) labels.length * shape.values());
    }
    if (!image.shape().equals(shape)) {
      throw new IllegalArgumentException(image.shape() + " after " + shape);
    }
    pixels.write((long) size * shape.values(), image.pixels());
    labels[size] = label;
    size++;
  }

  /** All the images that were promised. */
  ByteImages images() {
    if (size < labels.length) {
      throw new IllegalStateException(size + " of " + labels.length + " images");
    }
    return new ByteImages(shape, pixels, labels);
  }
}
