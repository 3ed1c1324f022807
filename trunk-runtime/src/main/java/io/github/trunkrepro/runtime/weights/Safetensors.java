package io.github.trunkrepro.runtime.weights;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The safetensors format: eight bytes with the length of a JSON header (little endian), the header,
 * the tensors' bytes. Written with tensors by name, so that equal states give equal files. DJL can
 * encode an {@code NDList} in this format, but only through the engine, and its reader trusts the
 * header; this one needs no engine and checks everything before it takes memory.
 */
public final class Safetensors {
  private static final int MAX_HEADER_BYTES = 1 << 24;
  private static final int ALIGNMENT = 8;
  private static final String METADATA = "__metadata__";

  private Safetensors() {}

  /** A file's content. */
  public record Content(Map<String, Tensor> tensors, Map<String, String> metadata) {}

  /** The file's bytes. */
  public static byte[] encode(Map<String, Tensor> tensors, Map<String, String> metadata) {
    Map<String, Object> header = new TreeMap<>();
    if (!metadata.isEmpty()) {
      header.put(METADATA, metadata);
    }
    long end = 0;
    Map<String, Tensor> sorted = new TreeMap<>(tensors);
    for (Map.Entry<String, Tensor> entry : sorted.entrySet()) {
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
    byte[] headerBytes = Arrays.copyOf(json, padded);
    Arrays.fill(headerBytes, json.length, padded, (byte) ' ');
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(8 + padded + end));
    out.writeBytes(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).array());
    out.writeBytes(headerBytes);
    sorted.values().forEach(tensor -> out.writeBytes(tensor.bytes()));
    return out.toByteArray();
  }

  /** The content of a file; see {@link #decode}. */
  public static Content read(Path file) {
    try {
      return decode(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.SETUP, "cannot read " + file + ": " + e + "; train again", e);
    }
  }

  /**
   * The content of a file's bytes.
   *
   * @param name of the file, for messages
   * @throws UserException saying where and how the bytes are not a safetensors file
   */
  public static Content decode(byte[] file, String name) {
    return new Decoder(file, name).decode();
  }

  private static final class Decoder {
    private final byte[] file;
    private final String name;

    Decoder(byte[] file, String name) {
      this.file = file;
      this.name = name;
    }

    Content decode() {
      if (file.length < Long.BYTES) {
        throw damaged(file.length, "8 bytes with the header's length", "the end of the file");
      }
      long headerLength = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
      long limit = Math.min(MAX_HEADER_BYTES, file.length - Long.BYTES);
      if (headerLength < 2 || headerLength > limit) {
        throw damaged(0, "a header length of 2 to " + limit, Long.toString(headerLength));
      }
      int dataStart = Long.BYTES + (int) headerLength;
      JsonNode header = header((int) headerLength);
      Map<String, String> metadata = new TreeMap<>();
      Map<String, Tensor> tensors = new TreeMap<>();
      List<long[]> ranges = new ArrayList<>();
      for (Map.Entry<String, JsonNode> field : header.properties()) {
        if (field.getKey().equals(METADATA)) {
          field
              .getValue()
              .properties()
              .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        } else {
          tensors.put(field.getKey(), tensor(field.getKey(), field.getValue(), dataStart, ranges));
        }
      }
      requireGapless(ranges, dataStart);
      return new Content(new LinkedHashMap<>(tensors), metadata);
    }

    private JsonNode header(int length) {
      try {
        JsonNode header =
            Json.mapper().readTree(new String(file, Long.BYTES, length, StandardCharsets.UTF_8));
        if (header.isObject()) {
          return header;
        }
      } catch (JacksonException e) {
        throw damaged(Long.BYTES, "a JSON object", e.getOriginalMessage());
      }
      throw damaged(Long.BYTES, "a JSON object", "other JSON");
    }

    private Tensor tensor(String tensorName, JsonNode entry, int dataStart, List<long[]> ranges) {
      try {
        Entry declared = Json.mapper().treeToValue(entry, Entry.class);
        long begin = declared.data_offsets().get(0);
        long end = declared.data_offsets().get(1);
        if (declared.data_offsets().size() != 2
            || begin < 0
            || begin > end
            || end > file.length - dataStart) {
          throw new IOException(
              "data_offsets %s within 0..%d"
                  .formatted(declared.data_offsets(), file.length - dataStart));
        }
        ranges.add(new long[] {begin, end});
        return new Tensor(
            Tensor.Type.valueOf(declared.dtype()),
            declared.shape(),
            Arrays.copyOfRange(file, (int) (dataStart + begin), (int) (dataStart + end)));
      } catch (IOException | RuntimeException e) {
        throw damaged(Long.BYTES, "dtype, shape and data_offsets of " + tensorName, e.getMessage());
      }
    }

    private void requireGapless(List<long[]> ranges, int dataStart) {
      ranges.sort((a, b) -> Long.compare(a[0], b[0]));
      long end = 0;
      for (long[] range : ranges) {
        if (range[0] != end) {
          throw damaged(
              dataStart + end,
              "the next tensor here, without gap or overlap",
              "one at " + range[0]);
        }
        end = range[1];
      }
      if (dataStart + end != file.length) {
        throw damaged(
            dataStart + end, "the end of the file", file.length - dataStart - end + " more bytes");
      }
    }

    private UserException damaged(long offset, String expected, String found) {
      return new UserException(
          UserException.Kind.SETUP,
          "%s is not a whole safetensors file: at byte %d expected %s, found %s; train again to write it anew"
              .formatted(name, offset, expected, found));
    }
  }

  private record Entry(String dtype, List<Long> shape, List<Long> data_offsets) {}
}
