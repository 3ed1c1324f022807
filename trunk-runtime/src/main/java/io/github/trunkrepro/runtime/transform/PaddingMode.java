package io.github.trunkrepro.runtime.transform;

/** What stands around a padded image, by torchvision's names. */
public enum PaddingMode {
  CONSTANT,
  EDGE,
  REFLECT,
  SYMMETRIC;

  /**
   * Which pixel of a line stands at an index that may lie outside.
   *
   * @param size number of pixels of the line
   * @return negative where there is none ({@link #CONSTANT})
   */
  int source(int index, int size) {
    if (index >= 0 && index < size) {
      return index;
    }
    return switch (this) {
      case CONSTANT -> -1;
      case EDGE -> Math.min(Math.max(index, 0), size - 1);
      case REFLECT -> {
        int period = Math.max(2 * (size - 1), 1);
        int at = Math.floorMod(index, period);
        yield at < size ? at : period - at;
      }
      case SYMMETRIC -> {
        int at = Math.floorMod(index, 2 * size);
        yield at < size ? at : 2 * size - 1 - at;
      }
    };
  }
}
