package io.github.trunkrepro.runtime.weights;

import java.util.List;

/**
 * A tensor as a pickle describes it: a view into a storage, which other tensors may share. Nothing
 * in it is checked against the storage yet.
 *
 * @param offset of the first value, in values
 * @param sizes of the dimensions
 * @param strides steps in values along the dimensions
 */
record TorchTensor(Storage storage, long offset, List<Long> sizes, List<Long> strides) {
  TorchTensor {
    sizes = List.copyOf(sizes);
    strides = List.copyOf(strides);
  }

  /**
   * Values in a file of their own in the archive.
   *
   * @param key name of that file
   * @param values how many the pickle says there are
   */
  record Storage(TorchType type, String key, long values) {}
}
