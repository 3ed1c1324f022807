package io.github.trunkrepro.runtime.network;

import io.github.trunkrepro.runtime.dataset.ImageShape;

/** What flows between two layers, of one image: a map (channels, height, width) or a vector. */
record Extent(ImageShape shape, boolean flat) {

  static Extent map(int channels, int height, int width) {
    return new Extent(new ImageShape(channels, height, width), false);
  }

  static Extent vector(int length) {
    return new Extent(new ImageShape(length, 1, 1), true);
  }

  /** Channels of a map, length of a vector. */
  int channels() {
    return shape.channels();
  }

  /** Positions of a map: height times width. */
  long positions() {
    return (long) shape.height() * shape.width();
  }

  @Override
  public String toString() {
    return flat ? "a vector of " + channels() : "a map of " + shape;
  }
}
