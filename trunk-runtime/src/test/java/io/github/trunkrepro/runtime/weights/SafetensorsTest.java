package io.github.trunkrepro.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.UserException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static final Map<String, Tensor> TENSORS =
      Map.of(
          "z.weight", Tensors.f32(List.of(3L, 1L), 1, -2, Float.NaN),
          "a.bias", Tensors.f32(List.of(), 0.5f),
          "m.count", Tensors.i64(List.of(), -7),
          "empty", Tensors.f32(List.of(0L, 4L)));
  private static final Map<String, String> METADATA = Map.of("format", "pt", "Größe \"1\"", "\n");

  @Test
  void isAsTheFormatSays() {
    byte[] file =
        Safetensors.encode(
            Map.of(
                "b", Tensors.f32(List.of(1L, 1L), 1),
                "a", Tensors.f32(List.of(), 2),
                "n", Tensors.i64(List.of(1L), 3)),
            Map.of("k", "v"));
    String header =
        "{\"__metadata__\":{\"k\":\"v\"},"
            + "\"a\":{\"data_offsets\":[8,12],\"dtype\":\"F32\",\"shape\":[]},"
            + "\"b\":{\"data_offsets\":[12,16],\"dtype\":\"F32\",\"shape\":[1,1]},"
            + "\"n\":{\"data_offsets\":[0,8],\"dtype\":\"I64\",\"shape\":[1]}}";
    int padded = (header.length() + 7) / 8 * 8;
    ByteBuffer expected =
        ByteBuffer.allocate(8 + padded + 16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(padded)
            .put((header + " ".repeat(padded - header.length())).getBytes(StandardCharsets.UTF_8))
            .putLong(3)
            .putFloat(2)
            .putFloat(1);
    assertThat(file).isEqualTo(expected.array());
  }

  @Test
  void readsWhatItWrote(@TempDir Path folder) {
    Path file = folder.resolve("node.safetensors");
    Safetensors.write(file, TENSORS, METADATA);
    assertThat(Safetensors.read(file)).isEqualTo(new Safetensors.Content(TENSORS, METADATA));
    assertThat(file).hasBinaryContent(Safetensors.encode(TENSORS, METADATA));
  }

  @Test
  void readsWhatHasNoTensorsAndNoMetadata() {
    byte[] file = Safetensors.encode(Map.of(), Map.of());
    assertThat(Safetensors.decode(file, "f"))
        .isEqualTo(new Safetensors.Content(Map.of(), Map.of()));
  }

  @Test
  void equalContentGivesEqualBytes() {
    Map<String, Tensor> other = new LinkedHashMap<>();
    TENSORS.keySet().stream().sorted().forEach(name -> other.put(name, TENSORS.get(name)));
    Map<String, Tensor> reversed = new LinkedHashMap<>();
    TENSORS.keySet().stream()
        .sorted((a, b) -> b.compareTo(a))
        .forEach(name -> reversed.put(name, TENSORS.get(name)));
    assertThat(Safetensors.encode(other, METADATA))
        .isEqualTo(Safetensors.encode(reversed, METADATA));
  }

  @Test
  void refusesToWriteATensorThatIsNamedAsTheMetadata() {
    Map<String, Tensor> tensors = Map.of("__metadata__", Tensors.f32(List.of(), 1));
    assertThatThrownBy(() -> Safetensors.encode(tensors, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Whatever is cut off or changed, the answer is a content or a message, and no other error. */
  @Property(tries = 3000)
  void damageIsToldOrHarmless(
      @ForAll @IntRange(min = -50, max = 8) int longer,
      @ForAll @Size(max = 4) List<@IntRange(max = 499) Integer> places,
      @ForAll byte value) {
    byte[] whole = Safetensors.encode(TENSORS, METADATA);
    byte[] file = Arrays.copyOf(whole, whole.length + longer);
    for (int place : places) {
      file[place % file.length] = value;
    }
    try {
      Safetensors.Content content = Safetensors.decode(file, "f");
      assertThat(file.length).isEqualTo(whole.length);
      assertThat(content.tensors().values().stream().mapToInt(t -> t.bytes().length).sum())
          .isEqualTo(24);
    } catch (UserException e) {
      assertThat(e).hasMessageContaining("at byte");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]| at byte 8 expected a JSON object",
        "{'a':| at byte 13 expected a JSON object",
        "{} x| at byte 12 expected a JSON object",
        "{}{}| at byte 10 expected the header's end",
        "{'a':1}| at byte 9 expected tensor 'a' with a dtype, a shape and two data_offsets, found 1",
        "{'a':{'dtype':'F32','shape':[]}}| tensor 'a' with a dtype, a shape and two data_offsets",
        "{'a':{'dtype':'F32','shape':[],'data_offsets':[0,4],'x':1}}| two data_offsets",
        "{'a':{'dtype':'F32','shape':1,'data_offsets':[0,4]}}| two data_offsets",
        "{'a':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}}| two data_offsets",
        "{'a':{'dtype':'F32','shape':[],'data_offsets':[0,4,8]}}| two data_offsets",
        "{'a':{'dtype':'F32','shape':[],'data_offsets':[0,99999999999999999999]}}| two data_offsets",
        "{'a':{'dtype':'F16','shape':[],'data_offsets':[0,2]}}| of a dtype among [F32, I64], found F16",
        "{'a':{'dtype':'F32','shape':[],'data_offsets':[0,12]}}| within the 8 bytes of data",
        "{'a':{'dtype':'F32','shape':[],'data_offsets':[-4,0]}}| within the 8 bytes of data",
        "{'a':{'dtype':'F32','shape':[],'data_offsets':[8,0]}}| within the 8 bytes of data",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}| as its shape needs, found 8 bytes for F32[3]",
        "{'a':{'dtype':'F32','shape':[-1,-2],'data_offsets':[0,8]}}| as its shape needs",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296,2],'data_offsets':[0,8]}}| as its shape needs",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}| the end of the file, found 4 more bytes",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}| the next tensor, without gap or overlap",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}"
            + "| the next tensor, without gap or overlap, found tensor 'b' from byte",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}"
            + "| Duplicate field 'a'",
        "{'__metadata__':{'k':1}}| at byte 9 expected __metadata__ to hold texts by name",
        "{'__metadata__':[]}| __metadata__ to hold texts by name",
        "{'é':1}| at byte 9 expected tensor 'é'",
        "{'éé':{},'b':1}| at byte 9 expected tensor 'éé'"
      })
  void tellsWhatIsWrongInTheHeader(String header, String message) {
    assertThatThrownBy(() -> Safetensors.decode(file(header.replace('\'', '"'), 8), "node.st"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("node.st is not a whole safetensors file: at byte ")
        .hasMessageContaining(message.strip());
  }

  @Test
  void countsOffsetsInBytes() {
    byte[] file = file("{\"__metadata__\":{\"éé\":\"é\"},\"b\":1}", 0);
    assertThatThrownBy(() -> Safetensors.decode(file, "f")).hasMessageContaining("at byte 38 ");
  }

  @Test
  void refusesAHeaderThatIsNotUtf8() {
    byte[] file = file("{\"a\":1}", 0);
    file[10] = (byte) 0xE9;
    assertThatThrownBy(() -> Safetensors.decode(file, "f")).hasMessageContaining("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 11, 1L << 24, (1L << 24) + 1, 1L << 32, Long.MAX_VALUE})
  void refusesAHeaderThatDoesNotFit(long length) {
    byte[] file = file("{        }", 0);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    assertThatThrownBy(() -> Safetensors.decode(file, "f"))
        .hasMessageContaining("at byte 0 expected a header's length from 2 to 10, found");
  }

  @Test
  void refusesAHeaderThatIsTooLong() {
    byte[] file = file("{" + " ".repeat(1 << 24) + "}", 0);
    assertThatThrownBy(() -> Safetensors.decode(file, "f"))
        .hasMessageContaining("a header's length from 2 to 16777216, found 16777218");
  }

  @Test
  void refusesDeepNesting() {
    byte[] file = file("{\"a\":" + "[".repeat(1_000_000), 0);
    assertThatThrownBy(() -> Safetensors.decode(file, "f"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("nesting depth");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7})
  void refusesAFileWithoutAHeader(int length) {
    assertThatThrownBy(() -> Safetensors.decode(new byte[length], "f"))
        .hasMessageContaining("at byte " + length + " expected 8 bytes");
  }

  @Test
  void tellsThatAFileCannotBeRead(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("missing.safetensors");
    assertThatThrownBy(() -> Safetensors.read(missing))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cannot read " + missing);
    Path large = folder.resolve("large.safetensors");
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            large,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      channel.position(1L << 31).write(ByteBuffer.allocate(1));
    }
    assertThatThrownBy(() -> Safetensors.read(large)).hasMessageContaining("more than");
  }

  private static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }
}
