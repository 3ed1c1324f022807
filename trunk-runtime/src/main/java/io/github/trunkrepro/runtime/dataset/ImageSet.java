package io.github.trunkrepro.runtime.dataset;

import java.util.Optional;

/** Labelled 8-bit images of one shape, addressed by index. Implementations are thread-safe. */
public interface ImageSet {

  /** Number of images. */
  int size();

  /** Shape of every image. */
  ImageShape shape();

  /** Class index of an image, from 0. */
  int label(int index);

  /** Copies the pixels of an image, unsigned bytes in the order channel, row, column. */
  void read(int index, byte[] target);

  /** File that an image came from, relative to the source, where each has one of its own. */
  default Optional<String> file(int index) {
    return Optional.empty();
  }
}
