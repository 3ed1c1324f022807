package io.github.trunkrepro.runtime.weights;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The zip archive that {@code torch.save} writes: {@code data.pkl} and {@code data/KEY} under one
 * folder, all stored without compression.
 *
 * <p>Nothing is unpacked to the disk. Before anything is read, the sizes of all entries together
 * are held against the file's own, so that no archive takes more memory than it has bytes.
 */
final class TorchArchive implements AutoCloseable {
  private static final int MAX_PICKLE_BYTES = 1 << 24;
  private static final int LONGEST_MESSAGE = 400;
  private static final byte[] OLD_FORMAT = {(byte) 0x80, 2};

  private final Path file;
  private final long bytes;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new HashMap<>();

  private TorchArchive(Path file, long bytes, ZipFile zip) {
    this.file = file;
    this.bytes = bytes;
    this.zip = zip;
  }

  /**
   * Opens a checkpoint.
   *
   * @throws UserException when it is missing or no such archive
   */
  static TorchArchive open(Path file) {
    try {
      long bytes = Files.size(file);
      TorchArchive archive = new TorchArchive(file, bytes, new ZipFile(file.toFile()));
      try {
        archive.list();
      } catch (RuntimeException e) {
        archive.close();
        throw e;
      }
      return archive;
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(UserException.Kind.SETUP, whyNot(file, e), e);
    }
  }

  private static String whyNot(Path file, Exception e) {
    if (!Files.isRegularFile(file)) {
      return file + " is missing, or no file";
    }
    try (InputStream in = Files.newInputStream(file)) {
      if (Arrays.equals(in.readNBytes(OLD_FORMAT.length), OLD_FORMAT)) {
        return message(
            file.toString(),
            "it is in PyTorch's format from before 1.6; load it there and torch.save it again");
      }
    } catch (IOException again) {
      e.addSuppressed(again);
    }
    return message(file.toString(), "expected a zip archive, found: " + e.getMessage());
  }

  private void list() {
    long left = bytes;
    String folder = null;
    for (ZipEntry entry : Collections.list(zip.entries())) {
      String name = entry.getName();
      int slash = name.indexOf('/');
      String top = name.substring(0, Math.max(slash, 0));
      if (slash < 1 || name.contains("..") || name.contains("\\") || name.indexOf('\0') >= 0) {
        throw refused("expected entries in one folder, found \"" + printable(name) + "\"");
      }
      if (folder != null && !folder.equals(top)) {
        throw refused(
            "expected one folder, found \""
                + printable(folder)
                + "\" and \""
                + printable(top)
                + "\"");
      }
      folder = top;
      if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
        throw refused(
            "expected entries without compression, found \"" + printable(name) + "\" with it");
      }
      left -= entry.getSize();
      if (entry.getSize() < 0 || left < 0) {
        throw refused("expected entries that fit into its " + bytes + " bytes, found more");
      }
      if (entries.putIfAbsent(name.substring(slash + 1), entry) != null) {
        throw refused("expected each entry once, found \"" + printable(name) + "\" twice");
      }
    }
  }

  /** Length of the file. */
  long bytes() {
    return bytes;
  }

  /** The pickle that describes everything else. */
  byte[] pickle() {
    if (entries.containsKey("byteorder")
        && !new String(read("byteorder"), StandardCharsets.US_ASCII).equals("little")) {
      throw refused("expected little-endian values");
    }
    ZipEntry entry = entries.get("data.pkl");
    if (entry != null && entry.getSize() > MAX_PICKLE_BYTES) {
      throw refused("expected data.pkl of at most " + MAX_PICKLE_BYTES + " bytes");
    }
    return read("data.pkl");
  }

  /** Values of a storage, little endian; as many bytes as the pickle says, or an exception. */
  byte[] storage(TorchTensor.Storage storage) {
    String name = "data/" + storage.key();
    ZipEntry entry = entries.get(name);
    int size = storage.type().bytes();
    if (entry != null
        && (entry.getSize() % size != 0 || entry.getSize() / size != storage.values())) {
      throw refused(
          "expected %d values of %d bytes in %s, found %d bytes"
              .formatted(storage.values(), size, name, entry.getSize()));
    }
    return read(name);
  }

  private byte[] read(String name) {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw refused("it has no " + name);
    }
    if (entry.getSize() > Integer.MAX_VALUE - 8) {
      throw refused(name + " is too large: " + entry.getSize() + " bytes");
    }
    byte[] content;
    try (InputStream in = zip.getInputStream(entry)) {
      content = in.readNBytes((int) entry.getSize());
    } catch (IOException e) {
      throw refused("cannot read " + name + ": " + e.getMessage());
    }
    CRC32 crc = new CRC32();
    crc.update(content);
    if (content.length != entry.getSize() || crc.getValue() != entry.getCrc()) {
      throw refused(name + " is damaged: its checksum is another");
    }
    return content;
  }

  UserException refused(String what) {
    return new UserException(UserException.Kind.SETUP, message(file.toString(), what));
  }

  private static String message(String file, String what) {
    String shown =
        what.length() > LONGEST_MESSAGE ? what.substring(0, LONGEST_MESSAGE) + "…" : what;
    return file + " is not a PyTorch checkpoint that can be read: " + shown;
  }

  private static String printable(String name) {
    return name.substring(0, Math.min(name.length(), 80)).replaceAll("[^ -~]", "?");
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      // It was only read.
    }
  }
}
