package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.transform.TransformSpec.Compose;
import io.github.trunkrepro.runtime.transform.TransformSpec.Normalize;
import java.util.Arrays;
import java.util.List;

/**
 * Makes pixels of a transformed image again, to look at it: every {@link Normalize} that is always
 * done is undone, the last one first. Thread-safe.
 */
public final class Denormalizer {
  private final int channels;
  private final double[] factors;
  private final double[] offsets;

  private Denormalizer(int channels) {
    this.channels = channels;
    factors = new double[channels];
    offsets = new double[channels];
    Arrays.fill(factors, 1);
  }

  /**
   * For these transforms.
   *
   * @param output shape of what they make
   */
  public static Denormalizer of(List<TransformSpec> transforms, ImageShape output) {
    Denormalizer denormalizer = new Denormalizer(output.channels());
    denormalizer.add(transforms);
    return denormalizer;
  }

  /** x = (((pixel - mean) / std) - mean') / std', so pixel = (x std' + mean') std + mean. */
  private void add(List<TransformSpec> transforms) {
    for (TransformSpec transform : transforms) {
      if (transform instanceof Normalize normalize) {
        for (int channel = 0; channel < channels; channel++) {
          offsets[channel] += factors[channel] * normalize.mean().get(channel);
          factors[channel] *= normalize.std().get(channel);
        }
      } else if (transform instanceof Compose compose) {
        add(compose.transforms());
      }
    }
  }

  /** Unsigned bytes in the same order; what lies outside is clipped. */
  public byte[] bytes(float[] values) {
    byte[] bytes = new byte[values.length];
    int plane = values.length / channels;
    for (int i = 0; i < bytes.length; i++) {
      int channel = i / plane;
      double value = (values[i] * factors[channel] + offsets[channel]) * 255;
      bytes[i] = (byte) Math.round(Math.min(Math.max(value, 0), 255));
    }
    return bytes;
  }
}
