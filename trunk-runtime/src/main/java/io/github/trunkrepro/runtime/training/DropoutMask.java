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

  /** By what to multiply the numbers of a piece to bring the bits of its value to the top. */
  private final int[] toTop = new int[PIECE];

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
    int numbers = PIECE * bits / Integer.SIZE;
    for (int i = 0; i < PIECE; i++) {
      toTop[i] = 1 << (Integer.SIZE - bits - i / numbers * bits);
    }
  }

  /** Writes the masks, float32, of {@code images} images, image after image. */
  void fill(ByteBuffer mask, int images, RandomStream stream) {
    IntBuffer values = mask.asIntBuffer();
    int[] numbers = new int[PIECE * bits / Integer.SIZE];
    int[] piece = new int[PIECE];
    int left = images * valuesPerImage;
    while (left > 0) {
      stream.nextInts(numbers);
      for (int copy = 0; copy < PIECE; copy += numbers.length) {
        System.arraycopy(numbers, 0, piece, copy, numbers.length);
      }
      expand(piece);
      int size = Math.min(left, PIECE);
      values.put(piece, 0, size);
      left -= size;
    }
  }

  /**
   * Turns each number into the mask's value. One long loop of operations that are the same for all,
   * so that the compiler uses vectors: no branch, and a product where each number needs a shift of
   * its own.
   */
  private void expand(int[] piece) {
    int[] up = toTop;
    int down = Integer.SIZE - bits;
    int limit = threshold;
    int kept = keep;
    for (int i = 0; i < PIECE; i++) {
      int dropped = (((piece[i] * up[i]) >>> down) - limit) >> (Integer.SIZE - 1);
      piece[i] = ~dropped & kept;
    }
  }
}
