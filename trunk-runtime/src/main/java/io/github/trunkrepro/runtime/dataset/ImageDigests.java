package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.document.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** SHA-256 of image sets. */
final class ImageDigests {
  /** Labels up to here are digested as bytes, as those of all official sets are. */
  private static final int MAX_BYTE = 255;

  private ImageDigests() {}

  /** SHA-256 over shape, labels and pixels, wherever they are kept. */
  static String of(ImageSet images) {
    MessageDigest pixels = Digests.newSha256();
    byte[] image = new byte[images.shape().values()];
    for (int i = 0; i < images.size(); i++) {
      images.read(i, image);
      pixels.update(image);
    }
    String text =
        images.shape() + " " + Digests.sha256(labels(images)) + " " + Digests.hex(pixels.digest());
    return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] labels(ImageSet images) {
    boolean bytes = true;
    for (int i = 0; i < images.size(); i++) {
      bytes &= images.label(i) <= MAX_BYTE;
    }
    ByteBuffer labels = ByteBuffer.allocate(images.size() * (bytes ? 1 : Integer.BYTES));
    for (int i = 0; i < images.size(); i++) {
      if (bytes) {
        labels.put((byte) images.label(i));
      } else {
        labels.putInt(images.label(i));
      }
    }
    return labels.array();
  }
}
