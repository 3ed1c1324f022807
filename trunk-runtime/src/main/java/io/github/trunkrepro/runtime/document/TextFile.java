package io.github.trunkrepro.runtime.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Reads a small UTF-8 file, strictly. */
final class TextFile {
  /** A recipe has a few hundred lines; anything near this size is no recipe. */
  static final int LIMIT_BYTES = 1 << 20;

  private TextFile() {}

  /**
   * The file's text, without a byte order mark.
   *
   * @throws UserException when the file is missing, no file, too large, not UTF-8, or has
   *     characters that no text has
   */
  static String read(Path file, String name, Problems problems) {
    byte[] bytes = bytes(file, name, problems);
    if (startsWith(bytes, 0xFE, 0xFF)
        || startsWith(bytes, 0xFF, 0xFE)
        || (bytes.length > 1 && (bytes[0] == 0 || bytes[1] == 0))) {
      throw problems.fatal(new Location(name, 1, 1), "expected UTF-8, found UTF-16");
    }
    int start = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
    CoderResult result = decoder.decode(in, text, true);
    String decoded = text.flip().toString();
    if (result.isError()) {
      throw problems.fatal(
          locate(name, decoded, decoded.length()),
          String.format(
              Locale.ROOT,
              "expected UTF-8, found the byte 0x%02X (offset %d)",
              bytes[in.position()],
              in.position()));
    }
    for (int i = 0; i < decoded.length(); i++) {
      if (isControl(decoded.charAt(i))) {
        throw problems.fatal(
            locate(name, decoded, i),
            String.format(
                Locale.ROOT, "the character U+%04X has no place here", (int) decoded.charAt(i)));
      }
    }
    return decoded;
  }

  private static byte[] bytes(Path file, String name, Problems problems) {
    if (Files.isDirectory(file)) {
      throw new UserException(UserException.Kind.SETUP, name + " is a folder, expected a file");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new UserException(UserException.Kind.SETUP, name + " is not a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      long size = Files.size(file);
      byte[] bytes = in.readNBytes(LIMIT_BYTES + 1);
      if (bytes.length > LIMIT_BYTES) {
        throw problems.fatal(
            new Location(name, 1, 1),
            String.format(
                Locale.ROOT, "the file has %,d bytes; at most %,d are read", size, LIMIT_BYTES));
      }
      return bytes;
    } catch (IOException e) {
      throw AtomicFiles.failure("cannot read", Path.of(name), e);
    }
  }

  private static boolean startsWith(byte[] bytes, int... head) {
    for (int i = 0; i < head.length; i++) {
      if (i >= bytes.length || Byte.toUnsignedInt(bytes[i]) != head[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isControl(char c) {
    return (Character.isISOControl(c) && "\t\n\r\u0085".indexOf(c) < 0) || c >= '\uFFFE';
  }

  private static Location locate(String name, String text, int offset) {
    int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
    int line = 1 + (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
    return new Location(name, line, 1 + text.codePointCount(lineStart, offset));
  }
}
