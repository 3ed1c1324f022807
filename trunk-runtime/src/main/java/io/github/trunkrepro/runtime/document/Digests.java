package io.github.trunkrepro.runtime.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests, as 64 lower-case hexadecimal digits. */
public final class Digests {
  private static final int BUFFER_BYTES = 1 << 16;

  private Digests() {}

  /** SHA-256 of the bytes. */
  public static String sha256(byte[] bytes) {
    return hex(newSha256().digest(bytes));
  }

  /**
   * SHA-256 of a file's content, read in pieces.
   *
   * @throws UserException when the file cannot be read
   */
  public static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return sha256(in);
    } catch (IOException e) {
      throw AtomicFiles.failure("cannot read", file, e);
    }
  }

  /** SHA-256 of everything that is left in the stream, which stays open. */
  public static String sha256(InputStream in) throws IOException {
    return digest(newSha256(), in);
  }

  private static String digest(MessageDigest digest, InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return hex(digest.digest());
  }

  /**
   * MD5 of a file's content, as 32 digits: for files of which only that is published.
   *
   * @throws IOException when the file cannot be read
   */
  public static String md5(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return digest(MessageDigest.getInstance("MD5"), in);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  /** A fresh SHA-256, for what is digested piece by piece. */
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Lower-case hexadecimal digits of the bytes. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
