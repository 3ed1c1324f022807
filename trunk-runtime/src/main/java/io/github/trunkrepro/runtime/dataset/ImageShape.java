package io.github.trunkrepro.runtime.dataset;

/** Shape of one image or feature map, as PyTorch orders it: channels, height, width. */
public record ImageShape(int channels, int height, int width) {

  /** Number of values in one image. */
  public int values() {
    return Math.multiplyExact(Math.multiplyExact(channels, height), width);
  }

  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
