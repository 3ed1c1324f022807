package io.github.trunkrepro.runtime.training;

import ai.djl.ndarray.NDArray;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.random.RandomStream;

/**
 * What a node is fed, image by image: its own classes' images only. Loading is thread-safe and
 * needs no engine, unless feature maps have to be computed.
 */
interface NodeInputs extends AutoCloseable {

  /** Number of images. */
  int size();

  /** Class index of an image in the data set. */
  int label(int position);

  /** Shape of what {@link #load} writes. */
  ImageShape loadedShape();

  /** Whether two loads of one image may differ, so that each needs a stream of its own. */
  boolean random();

  /**
   * Writes the values of one image.
   *
   * @param stream the numbers of this load; unused unless {@link #random()}
   */
  void load(int position, RandomStream stream, float[] out);

  /** Turns a loaded batch into the node's input, on the batch's manager. */
  NDArray prepare(NDArray loaded);

  /** Computes whatever can be computed before training, so that loading only copies. */
  void materialize();

  @Override
  void close();
}
