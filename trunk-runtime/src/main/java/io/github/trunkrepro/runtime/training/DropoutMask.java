package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.network.DropoutSite;
import io.github.trunkrepro.runtime.random.RandomStream;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;

/**
 * Draws dropout masks: zero with the site's probability, to the nearest 1/65536, else 1 / (1 - p),
 * as PyTorch's dropout scales.
 *
 * <p>A value takes as many random bits as its probability needs, and no more: one for 1/2, two for
 * 1/4 and 3/4, sixteen for 1/10. Masks are most of what a loader draws, and where the cores are few
 * it takes its time from the training.
 */
final class DropoutMask {
  private static final int PRECISION = 16;

  /** Values in the piece that is drawn at a time; few enough to stay in the processor's cache. */
  private static final int PIECE = 2048;

  private final int bits;
  private final int threshold;
  private final int keep;
  private final int valuesPerImage;

  DropoutMask(DropoutSite site) {
    int drop = (int) Math.rint(site.p() * (1 << PRECISION));
    int width = PRECISION;
    while (width > 1 && (drop & ((1 << (PRECISION - width / 2)) - 1)) == 0) {
      width /= 2;
    }
    this.bits = width;
    this.threshold = drop >>> (PRECISION - width);
    this.keep = Float.floatToRawIntBits(site.scale());
    this.valuesPerImage = site.values();
  }

  /** Writes the masks, float32, of {@code images} images, image after image. */
  void fill(ByteBuffer mask, int images, RandomStream stream) {
    IntBuffer values = mask.asIntBuffer();
    int[] numbers = new int[PIECE * bits / Integer.SIZE];
    int[] piece = new int[PIECE];
    int left = images * valuesPerImage;
    while (left > 0) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = stream.nextInt();
      }
      for (int shift = 0; shift < Integer.SIZE; shift += bits) {
        expand(numbers, shift, piece, shift / bits * numbers.length);
      }
      int size = Math.min(left, PIECE);
      values.put(piece, 0, size);
      left -= size;
    }
  }

  /** One value of each number. Without a branch, so that the compiler can use vectors. */
  private void expand(int[] numbers, int shift, int[] piece, int offset) {
    int low = (1 << bits) - 1;
    int limit = threshold;
    int kept = keep;
    for (int i = 0; i < numbers.length; i++) {
      int dropped = (((numbers[i] >>> shift) & low) - limit) >> (Integer.SIZE - 1);
      piece[offset + i] = ~dropped & kept;
    }
  }
}
