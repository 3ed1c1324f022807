package io.github.trunkrepro.runtime.weights;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads one safetensors file from its beginning to its end, distrusting its header: a tensor at a
 * time, so that a large file needs no more memory than its largest tensor.
 */
final class SafetensorsReader {
  private static final int MAX_HEADER_BYTES = 1 << 24;
  private static final ObjectReader ONE_VALUE =
      Json.mapper().reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Set<String> FIELDS = Set.of("dtype", "shape", "data_offsets");

  private final InputStream file;
  private final long bytes;
  private final String name;
  private final Map<String, String> metadata = new TreeMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private final String header;
  private long dataStart;
  private int next;

  /**
   * What the header says of a tensor.
   *
   * @param offset of this in the file
   * @param begin of the tensor's bytes, counted from the first tensor's
   * @param end after the tensor's bytes
   */
  private record Entry(
      long offset, String tensor, Tensor.Type type, List<Long> shape, long begin, long end) {}

  /**
   * Reads the header.
   *
   * @param file closed by whoever opened it
   * @param bytes that the file has
   * @param name of the file, for messages
   * @throws UserException when the header is none, or does not fit the file
   */
  SafetensorsReader(InputStream file, long bytes, String name) throws IOException {
    this.file = file;
    this.bytes = bytes;
    this.name = name;
    header = header();
    try (JsonParser parser = Json.mapper().createParser(header)) {
      readHeader(parser);
    }
    requireGapless();
  }

  Map<String, String> metadata() {
    return metadata;
  }

  /** Name, type and shape of every tensor, in the order in which they are read. */
  List<String> layout() {
    return entries.stream().map(e -> e.tensor() + " " + e.type() + e.shape()).toList();
  }

  boolean hasNext() {
    return next < entries.size();
  }

  /** Name of the tensor that {@link #read} gives next. */
  String nextName() {
    return entries.get(next).tensor();
  }

  /**
   * The next tensor.
   *
   * @throws UserException when its bytes are not as many as its shape needs
   */
  Tensor read() throws IOException {
    Entry entry = entries.get(next++);
    // Only now, when no byte can belong to two tensors, is memory taken for them.
    byte[] values = new byte[Math.toIntExact(entry.end() - entry.begin())];
    int found = file.readNBytes(values, 0, values.length);
    if (found < values.length) {
      throw damaged(
          dataStart + entry.begin() + found, "tensor '" + entry.tensor() + "'", "the end");
    }
    try {
      return new Tensor(entry.type(), entry.shape(), values);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw damaged(
          entry.offset(),
          "tensor '" + entry.tensor() + "' with as many bytes as its shape needs",
          values.length + " bytes for " + entry.type() + entry.shape());
    }
  }

  private void readHeader(JsonParser parser) throws IOException {
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw damaged(Long.BYTES, "a JSON object", parser.getText());
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        long offset = offset(parser.currentTokenLocation());
        String field = parser.currentName();
        parser.nextToken();
        JsonNode value = ONE_VALUE.readTree(parser);
        if (field.equals(Safetensors.METADATA)) {
          readMetadata(offset, value);
        } else {
          entries.add(entry(offset, field, value));
        }
      }
      if (parser.nextToken() != null) {
        throw damaged(offset(parser.currentTokenLocation()), "the header's end", parser.getText());
      }
    } catch (JacksonException e) {
      throw damaged(offset(parser.currentLocation()), "a JSON object", e.getOriginalMessage());
    }
  }

  private String header() throws IOException {
    if (bytes < Long.BYTES) {
      throw damaged(bytes, "8 bytes with the header's length", "the end of the file");
    }
    byte[] start = file.readNBytes(Long.BYTES);
    long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long limit = Math.min(MAX_HEADER_BYTES, bytes - Long.BYTES);
    if (length < 2 || length > limit) {
      throw damaged(0, "a header's length from 2 to " + limit, Long.toUnsignedString(length));
    }
    dataStart = Long.BYTES + length;
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(file.readNBytes((int) length)))
          .toString();
    } catch (CharacterCodingException e) {
      throw damaged(Long.BYTES, "a header in UTF-8", "other bytes");
    }
  }

  private void readMetadata(long offset, JsonNode value) {
    if (!value.isObject() || !value.valueStream().allMatch(JsonNode::isTextual)) {
      throw damaged(offset, Safetensors.METADATA + " to hold texts by name", value.toString());
    }
    value.properties().forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
  }

  private Entry entry(long offset, String tensor, JsonNode value) {
    List<Long> offsets = integers(value.path("data_offsets"));
    List<Long> shape = integers(value.path("shape"));
    String dtype = value.path("dtype").asText();
    if (!value.isObject()
        || value.size() != FIELDS.size()
        || !value.path("dtype").isTextual()
        || shape == null
        || offsets == null
        || offsets.size() != 2) {
      throw damaged(
          offset,
          "tensor '" + tensor + "' with a dtype, a shape and two data_offsets",
          value.toString());
    }
    if (Arrays.stream(Tensor.Type.values()).noneMatch(type -> type.name().equals(dtype))) {
      throw damaged(
          offset,
          "tensor '" + tensor + "' of a dtype among " + Arrays.toString(Tensor.Type.values()),
          dtype);
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    if (begin < 0 || begin > end || end > bytes - dataStart) {
      throw damaged(
          offset,
          "tensor '" + tensor + "' within the " + (bytes - dataStart) + " bytes of data",
          "data_offsets " + offsets);
    }
    return new Entry(offset, tensor, Tensor.Type.valueOf(dtype), shape, begin, end);
  }

  /** The integers of a list; null if it is something else. */
  private static List<Long> integers(JsonNode value) {
    boolean integers =
        value.isArray()
            && value.valueStream().allMatch(n -> n.isIntegralNumber() && n.canConvertToLong());
    return integers ? value.valueStream().map(JsonNode::longValue).toList() : null;
  }

  private void requireGapless() {
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long end = 0;
    for (Entry entry : entries) {
      if (entry.begin() != end) {
        throw damaged(
            dataStart + end,
            "the next tensor, without gap or overlap",
            "tensor '" + entry.tensor() + "' from byte " + (dataStart + entry.begin()));
      }
      end = entry.end();
    }
    if (dataStart + end != bytes) {
      throw damaged(
          dataStart + end, "the end of the file", (bytes - dataStart - end) + " more bytes");
    }
  }

  private long offset(JsonLocation location) {
    int characters = (int) Math.min(location.getCharOffset(), header.length());
    return (long) Long.BYTES
        + header.substring(0, characters).getBytes(StandardCharsets.UTF_8).length;
  }

  private UserException damaged(long offset, String expected, String found) {
    String shown = found.length() > 200 ? found.substring(0, 200) + "..." : found;
    return new UserException(
        UserException.Kind.SETUP,
        "%s is not a whole safetensors file: at byte %d expected %s, found %s; train again to write it anew"
            .formatted(name, offset, expected, shown));
  }
}
