package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.document.Digests;
import java.nio.charset.StandardCharsets;

/** Images in one array of pixels, without an object for each. Immutable. */
final class ByteImages implements ImageSet {
  /** The largest array that every Java virtual machine grants. */
  static final int MAX_PIXELS = Integer.MAX_VALUE - 8;

  private final ImageShape shape;
  private final byte[] pixels;
  private final byte[] labels;

  /**
   * Takes the arrays over, they are not copied.
   *
   * @param pixels unsigned bytes in the order image, channel, row, column
   * @param labels class index of each image, an unsigned byte
   */
  ByteImages(ImageShape shape, byte[] pixels, byte[] labels) {
    if (pixels.length != (long) labels.length * shape.values()) {
      throw new IllegalArgumentException(
          pixels.length + " pixels for " + labels.length + " images of shape " + shape);
    }
    this.shape = shape;
    this.pixels = pixels;
    this.labels = labels;
  }

  /** A copy of some images of a set, in the order of the indices. */
  static ByteImages copyOf(ImageSet images, int[] indices) {
    int values = images.shape().values();
    byte[] pixels = new byte[Math.multiplyExact(values, indices.length)];
    byte[] labels = new byte[indices.length];
    byte[] image = new byte[values];
    for (int i = 0; i < indices.length; i++) {
      images.read(indices[i], image);
      System.arraycopy(image, 0, pixels, i * values, values);
      labels[i] = (byte) images.label(indices[i]);
    }
    return new ByteImages(images.shape(), pixels, labels);
  }

  /** SHA-256 over shape, labels and pixels. */
  String digest() {
    String text = shape + " " + Digests.sha256(labels) + " " + Digests.sha256(pixels);
    return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
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
    return Byte.toUnsignedInt(labels[index]);
  }

  @Override
  public void read(int index, byte[] target) {
    System.arraycopy(pixels, index * shape.values(), target, 0, shape.values());
  }
}
