package io.github.trunkrepro.runtime.network;

/** Arithmetic of sliding windows, as PyTorch rounds it (down). */
final class Windows {
  private Windows() {}

  /**
   * Extent after a square window has slid over a map.
   *
   * @throws Misfit if the input is no map or smaller than the window
   */
  static Extent slide(Extent input, int channels, int kernel, int stride, int padding) {
    requireMap(input);
    long height = input.shape().height() + 2L * padding;
    long width = input.shape().width() + 2L * padding;
    if (height < kernel || width < kernel) {
      throw new Misfit(
          "but its "
              + kernel
              + "x"
              + kernel
              + " window needs a map of at least that size"
              + (padding > 0 ? ", padding of " + padding + " included" : ""));
    }
    return Extent.map(channels, outputs(height, kernel, stride), outputs(width, kernel, stride));
  }

  private static int outputs(long length, int kernel, int stride) {
    return Math.toIntExact((length - kernel) / stride + 1);
  }

  static void requireMap(Extent input) {
    if (input.flat()) {
      throw new Misfit("but needs a map (channels x height x width): move it before Flatten");
    }
  }
}
