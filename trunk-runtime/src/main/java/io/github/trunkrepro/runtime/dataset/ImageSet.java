package io.github.trunkrepro.runtime.dataset;

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
}
