package io.github.trunkrepro.runtime.dataset;

/**
 * One image as it was read. The array is shared, not copied.
 *
 * @param pixels unsigned bytes in the order channel, row, column
 */
@SuppressWarnings("ArrayRecordComponent") // Short-lived carrier; nobody compares two of them.
public record RawImage(ImageShape shape, byte[] pixels) {
  /** Checks that the pixels are those of the shape. */
  public RawImage {
    if (pixels.length != shape.values()) {
      throw new IllegalArgumentException(pixels.length + " pixels for an image of shape " + shape);
    }
  }
}
