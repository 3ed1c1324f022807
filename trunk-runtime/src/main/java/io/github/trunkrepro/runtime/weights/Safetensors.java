package io.github.trunkrepro.runtime.weights;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The safetensors format: eight bytes with the length of a JSON header (little endian), the header
 * with every tensor's type, shape and place, the tensors' bytes.
 *
 * <p>Equal content gives equal bytes: the header is canonical JSON, padded with spaces to a
 * multiple of eight bytes, and tensors follow each other by size of their numbers, the larger
 * first, then by name, so that each starts at a multiple of that size (as the format's own library
 * writes them).
 *
 * <p>DJL's {@code NDList} encodes this format too, but the order of its header is that of a hash
 * map, nothing is aligned, metadata is missing, offsets are 32 bits, and the header of a file that
 * it reads is trusted. This needs no engine.
 */
public final class Safetensors {
  static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;
  private static final int MAX_FILE_BYTES = Integer.MAX_VALUE - 8;

  private Safetensors() {}

  /**
   * A file's content.
   *
   * @param tensors by name, sorted
   * @param metadata by key, sorted
   */
  public record Content(Map<String, Tensor> tensors, Map<String, String> metadata) {}

  /**
   * The file's bytes.
   *
   * @param metadata left out of the file when empty
   * @throws IllegalArgumentException when a tensor is named {@code __metadata__}
   */
  public static byte[] encode(Map<String, Tensor> tensors, Map<String, String> metadata) {
    if (tensors.containsKey(METADATA)) {
      throw new IllegalArgumentException("no tensor can be named " + METADATA);
    }
    Map<String, Object> header = new TreeMap<>();
    if (!metadata.isEmpty()) {
      header.put(METADATA, metadata);
    }
    List<Map.Entry<String, Tensor>> entries =
        tensors.entrySet().stream()
            .sorted(
                Comparator.comparing(
                        (Map.Entry<String, Tensor> entry) -> -entry.getValue().type().bytes())
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    long end = 0;
    for (Map.Entry<String, Tensor> entry : entries) {
      Tensor tensor = entry.getValue();
      long begin = end;
      end += tensor.bytes().length;
      header.put(
          entry.getKey(),
          Map.of(
              "dtype", tensor.type().name(),
              "shape", tensor.shape(),
              "data_offsets", List.of(begin, end)));
    }
    byte[] json = CanonicalJson.bytes(header);
    int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] paddedJson = Arrays.copyOf(json, padded);
    Arrays.fill(paddedJson, json.length, padded, (byte) ' ');
    ByteBuffer file =
        ByteBuffer.allocate(Math.toIntExact(Long.BYTES + padded + end))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(padded)
            .put(paddedJson);
    entries.forEach(entry -> file.put(entry.getValue().bytes()));
    return file.array();
  }

  /**
   * Writes a file whole or not at all; see {@link #encode}.
   *
   * @throws UserException when it cannot be written
   */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
    AtomicFiles.write(file, encode(tensors, metadata));
  }

  /**
   * The content of a file; see {@link #decode}.
   *
   * @throws UserException when it cannot be read, or is not a safetensors file
   */
  public static Content read(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new IOException("it has more than " + MAX_FILE_BYTES + " bytes");
      }
      return decode(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.SETUP, "cannot read " + file + ": " + e + "; train again", e);
    }
  }

  /**
   * The content of a file's bytes. Nothing in the header is believed before it is checked against
   * the bytes that are there.
   *
   * @param name of the file, for messages
   * @throws UserException saying at which byte and how this is not a safetensors file, or of a type
   *     that this project has no use for
   */
  public static Content decode(byte[] file, String name) {
    try {
      SafetensorsReader reader =
          new SafetensorsReader(new ByteArrayInputStream(file), file.length, name);
      Map<String, Tensor> tensors = new TreeMap<>();
      while (reader.hasNext()) {
        tensors.put(reader.nextName(), reader.read());
      }
      return new Content(tensors, reader.metadata());
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory are always readable", e);
    }
  }
}
