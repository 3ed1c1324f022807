package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;

/** Which row or column of the input each of a padded image is; negative where it is filled. */
final class Padding {
  private Padding() {}

  static int[] rows(TransformSpec.Pad pad, ImageShape input) {
    return sources(pad, pad.padding().get(1), input.height(), pad.padding().get(3));
  }

  static int[] columns(TransformSpec.Pad pad, ImageShape input) {
    return sources(pad, pad.padding().get(0), input.width(), pad.padding().get(2));
  }

  private static int[] sources(TransformSpec.Pad pad, int before, int size, int after) {
    int[] sources = new int[before + size + after];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = pad.mode().source(i - before, size);
    }
    return sources;
  }
}
