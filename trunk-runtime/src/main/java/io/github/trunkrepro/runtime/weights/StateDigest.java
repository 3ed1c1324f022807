package io.github.trunkrepro.runtime.weights;

import io.github.trunkrepro.runtime.document.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 of a state dict: of name, type, shape and bytes of every tensor, by name, whatever file
 * they are in.
 */
public final class StateDigest {
  private StateDigest() {}

  /** The digest, 64 lower-case hexadecimal digits. */
  public static String of(Map<String, Tensor> state) {
    MessageDigest sha256 = Digests.newSha256();
    new TreeMap<>(state)
        .forEach(
            (name, tensor) -> {
              update(sha256, name);
              update(sha256, tensor.toString());
              sha256.update(tensor.bytes());
            });
    return Digests.hex(sha256.digest());
  }

  private static void update(MessageDigest sha256, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    sha256.update(bytes);
  }
}
