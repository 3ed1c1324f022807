package io.github.trunkrepro.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.weights.TorchFiles.Pickle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that somebody made to do harm, and files that were damaged. */
@Timeout(60)
class HostileCheckpointTest {
  private static final byte[] FOUR = {0, 0, -128, 63};

  @TempDir Path folder;

  static Stream<Arguments> pickles() {
    return Stream.of(
        refused(
            "reduce",
            p().global("os", "system").op('(').text("true").op('t').op('R'),
            "os.system is not read and not executed"),
        refused("reduce of builtins", p().global("builtins", "eval"), "builtins.eval is not read"),
        refused(
            "reduce of a name in the list with other arguments",
            p().global("collections", "OrderedDict").op('(').text("x").op('t').op('R'),
            "arguments that collections.OrderedDict takes"),
        refused(
            "a storage called",
            p().global("torch", "FloatStorage").op(')').op('R'),
            "arguments that torch.FloatStorage takes"),
        refused(
            "a dotted name",
            p().global("torch._utils", "_rebuild_tensor_v2.__globals__"),
            "_rebuild_tensor_v2.__globals__ is not read"),
        refused("reduce of a text", p().text("os.system").op(')').op('R'), "a name from the list"),
        refused("build", p().text("x").op('}').op('b'), "a dictionary before it"),
        refused(
            "build of a tensor", tensor(p(), 0, 1, 1).op('}').op('b'), "a dictionary before it"),
        refused(
            "build with a text",
            p().op('}').text("__class__").op('b'),
            "a dictionary of attributes"),
        refused("inst", p().op('(').op('i').raw("os\nsystem\n"), "INST is not one"),
        refused("obj", p().op('(').global("torch", "FloatStorage").op('o'), "OBJ is not one"),
        refused(
            "newobj", p().global("torch", "FloatStorage").op(')').op(0x81), "NEWOBJ is not one"),
        refused("newobj_ex", p().op(0x92), "NEWOBJ_EX is not one"),
        refused("stack global", p().text("os").text("system").op(0x93), "STACK_GLOBAL is not one"),
        refused("extension code 1", p().op(0x82).op(1), "EXT1 is not one"),
        refused("extension code 2", p().op(0x83).op(1).op(0), "EXT2 is not one"),
        refused("extension code 4", p().op(0x84).int32(1), "EXT4 is not one"),
        refused("persistent id as text", p().op('P').raw("storage\n"), "PERSID is not one"),
        refused(
            "persistent id of no storage",
            p().text("file:///etc/passwd").op('Q'),
            "a tuple before it"),
        refused(
            "persistent id of another kind",
            storage(p(), "module", "FloatStorage", "0", 1),
            "a storage: "),
        refused(
            "persistent id with a path",
            storage(p(), "storage", "FloatStorage", "../../../etc/passwd", 1),
            "a storage: "),
        refused(
            "negative storage", storage(p(), "storage", "FloatStorage", "0", -1), "a storage: "),
        refused(
            "another storage",
            storage(p(), "storage", "QInt8Storage", "0", 1),
            "torch.QInt8Storage is not read"),
        refused("out-of-band buffers", p().op(0x97), "NEXT_BUFFER is not one"),
        refused("unknown opcode", p().op(0xff), "an opcode, not the byte 0xff"),
        refused("another opcode first", new byte[] {'}', '.'}, "the opcode PROTO first"),
        refused("protocol 5", new byte[] {(byte) 0x80, 5, '}', '.'}, "not 5"),
        refused(
            "text longer than the pickle",
            p().op('X').int32(Integer.MAX_VALUE),
            "a text within the pickle, not of 2147483647 bytes"),
        refused("text of 4 GiB", p().op('X').int32(-1), "not of 4294967295 bytes"),
        refused("text that is no UTF-8", p().op('X').int32(1).op(0xff), "a text in UTF-8"),
        refused("bytes of 8 EiB", p().op(0x8e).raw("\u007f".repeat(8)), "BINBYTES8 is not one"),
        refused(
            "long integer", p().op(0x8a).op(255).raw("9".repeat(255)), "at most 8 bytes, not 255"),
        refused("very long integer", p().op(0x8b).int32(Integer.MAX_VALUE), "LONG4 is not one"),
        refused("endless name", p().op('c').raw("a".repeat(10_000)), "the name of a module"),
        refused(
            "name with control characters", p().global("o\0s", "system"), "the name of a module"),
        refused("nothing put at", p().op('h').op(7), "a value that was put at 7"),
        refused("put of nothing", p().op('q').op(0), "a value before it"),
        refused("no mark", p().op('t'), "the opcode MARK before it"),
        refused("mark left over", p().op('}').op('('), "the end of the pickle, and one value"),
        refused(
            "values below the mark", p().op('}').text("a").op('(').op('s'), "2 values before it"),
        refused("two values", p().op('}').op('}'), "the end of the pickle, and one value"),
        refused("more after the end", p().op('}').op('.').op('}'), "the end of the pickle"),
        refused("empty", new byte[0], "the pickle ends"),
        refused("no end", new byte[] {(byte) 0x80, 2, '}'}, "the pickle ends"),
        refused("append to no list", p().op('}').text("a").op('a'), "a list before it"),
        refused("key without value", p().op('}').op('(').text("a").op('u'), "a value for each key"),
        refused(
            "a dictionary that is its own key",
            p().op('}').op('q').op(0).op('h').op(0).op('N').op('s'),
            "texts and integers as keys"),
        refused("a tensor of 65 dimensions", manyDimensions(), "at most 64 dimensions"),
        refused(
            "state of no tensors", p().op('}').text("a").text("b").op('s'), "no tensor at \"a\""),
        refused(
            "state by number",
            tensor(p().op('}').integer(1), 0, 1, 1).op('s'),
            "no tensor at \"1\""),
        refused(
            "a state that holds itself",
            p().op('}').op('q').op(0).text("a").op('h').op(0).op('s'),
            "no tensor at \"a\""),
        refused("an empty state", p().op('}'), "expected a state dict"),
        refused(
            "offset outside",
            state(tensor(p().op('}').text("w"), 1, 1, 1)),
            "w lies outside its storage of 1 values: offset 1, sizes [1], strides [1]"),
        refused("negative offset", state(tensor(p().op('}').text("w"), -1, 1, 1)), "lies outside"),
        refused("negative size", state(tensor(p().op('}').text("w"), 0, -1, 1)), "lies outside"),
        refused("negative stride", state(tensor(p().op('}').text("w"), 0, 1, -1)), "lies outside"),
        refused("size outside", state(tensor(p().op('}').text("w"), 0, 2, 1)), "lies outside"),
        refused(
            "stride outside",
            state(tensor(p().op('}').text("w"), 0, 2, Integer.MAX_VALUE)),
            "lies outside"),
        refused(
            "a value shown two billion times",
            state(tensor(p().op('}').text("w"), 0, Integer.MAX_VALUE, 0)),
            "too large"),
        refused(
            "a value shown a million times",
            state(tensor(p().op('}').text("w"), 0, 1_000_000, 0)),
            "more than 16 times its bytes"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pickles")
  void isRefused(String name, byte[] pickle, String message) throws IOException {
    Path file = write(pickle);
    assertThatThrownBy(() -> TorchCheckpoint.stateDict(file))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file + " is not a PyTorch checkpoint that can be read: ")
        .hasMessageContaining(message);
  }

  /** Each layer holds the one before twice; walked, compared or printed it would never end. */
  @Test
  void aMemoBombOfTuplesCostsNothing() throws IOException {
    Pickle pickle = p().op('}').text("w").op(')').op('q').op(0);
    for (int i = 0; i < 200; i++) {
      pickle.op('h').op(0).op(0x86).op('q').op(0);
    }
    Path file = write(pickle.op('s').stop());
    assertThatThrownBy(() -> TorchCheckpoint.stateDict(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no tensor at \"w\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x85, ']', '}'})
  void deepNestingCostsNothing(int container) throws IOException {
    Pickle pickle = p().op('}').text("w");
    int depth = 1_000_000;
    if (container == 0x85) {
      pickle.op(')').raw("");
      IntStream.range(0, depth).forEach(i -> pickle.op(0x85));
    } else {
      IntStream.range(0, depth).forEach(i -> pickle.op('K').op(1).op(0x85));
      pickle.op(container);
      IntStream.range(0, depth).forEach(i -> pickle.op(0x86));
    }
    Path file = write(pickle.op('s').stop());
    assertThatThrownBy(() -> TorchCheckpoint.stateDict(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no tensor at \"w\"");
  }

  @Test
  void aPickleOfManyMegabytesIsNotReadAtAll() throws IOException {
    Path file = write(new byte[(1 << 24) + 1]);
    assertThatThrownBy(() -> TorchCheckpoint.stateDict(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("data.pkl of at most 16777216 bytes");
  }

  @Test
  void aZipBombIsRefusedByItsDirectory() throws IOException {
    Path file = folder.resolve("bomb.pt");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      for (int i = 0; i < 64; i++) {
        zip.write(new byte[1 << 20]);
      }
    }
    assertThat(Files.size(file)).isLessThan(100_000);
    assertThatThrownBy(() -> TorchCheckpoint.stateDict(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("entries without compression, found \"archive/data.pkl\"");
  }

  /** Two entries of the directory show the same bytes: the overlapping kind of zip bomb. */
  @Test
  void entriesThatOverlapAreRefused() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("data.pkl", good());
    entries.put("data/0", FOUR);
    entries.put("data/1", new byte[4000]);
    entries.put("data/2", new byte[1]);
    Path file = folder.resolve("overlap.pt");
    TorchFiles.archive(file, entries);
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int second = text.lastIndexOf("archive/data/2") - 46;
    for (int field : new int[] {20, 24}) { // compressed size, size
      bytes[second + field] = (byte) (4000 & 0xff);
      bytes[second + field + 1] = (byte) (4000 >> 8);
    }
    Files.write(file, bytes);
    assertThatThrownBy(() -> TorchCheckpoint.stateDict(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("is not a PyTorch checkpoint that can be read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../evil",
        "data/../../evil",
        "/etc//passwd",
        "a\\..\\b",
        "C:\\\\x//y",
        "other//data.pkl"
      })
  void namesThatLeaveTheFolderAreRefused(String name) throws IOException {
    Path file = folder.resolve("path.pt");
    TorchFiles.archive(file, Map.of("data.pkl", good(), "data/0", FOUR, name, FOUR));
    assertThatThrownBy(() -> TorchCheckpoint.stateDict(file))
        .isInstanceOf(UserException.class)
        .hasMessageMatching("(?s).*(expected entries in one folder|expected one folder).*");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void storagesMustHaveTheirLength() throws IOException {
    Path file = folder.resolve("long.pt");
    TorchFiles.archive(file, Map.of("data.pkl", good(), "data/0", new byte[8]));
    assertThatThrownBy(() -> TorchCheckpoint.stateDict(file))
        .hasMessageContaining("expected 1 values of 4 bytes in data/0, found 8 bytes");
    TorchFiles.archive(file, Map.of("data.pkl", good()));
    assertThatThrownBy(() -> TorchCheckpoint.stateDict(file)).hasMessageContaining("no data/0");
    TorchFiles.archive(file, Map.of("data/0", FOUR));
    assertThatThrownBy(() -> TorchCheckpoint.stateDict(file)).hasMessageContaining("no data.pkl");
    TorchFiles.archive(
        file,
        Map.of(
            "data.pkl",
            good(),
            "data/0",
            FOUR,
            "byteorder",
            "big".getBytes(StandardCharsets.US_ASCII)));
    assertThatThrownBy(() -> TorchCheckpoint.stateDict(file)).hasMessageContaining("little-endian");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tensor.pt", "views.pt"})
  void truncatedAnywhereIsRefused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(TorchFiles.golden(name));
    Path file = folder.resolve("truncated.pt");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(catchThrowable(() -> TorchCheckpoint.stateDict(file)))
          .as("the first %d bytes", length)
          .isInstanceOf(UserException.class);
    }
  }

  /** The pickle alone, cut: its archive is whole. */
  @Test
  void aPickleThatIsTruncatedAnywhereIsRefused() throws IOException {
    byte[] whole = good();
    for (int length = 0; length < whole.length; length++) {
      Path file = write(Arrays.copyOf(whole, length));
      assertThat(catchThrowable(() -> TorchCheckpoint.stateDict(file)))
          .as("the first %d bytes", length)
          .isInstanceOf(UserException.class);
    }
  }

  /** A byte that is read is under a checksum, or its change is seen; others change nothing. */
  @Test
  void anyByteThatIsAnotherIsSeenOrChangesNothing() throws IOException {
    byte[] whole = Files.readAllBytes(TorchFiles.golden("views.pt"));
    Map<String, Tensor> expected = TorchCheckpoint.stateDict(TorchFiles.golden("views.pt"));
    Path file = folder.resolve("flipped.pt");
    int refused = 0;
    for (int i = 0; i < whole.length; i++) {
      byte[] bytes = whole.clone();
      bytes[i] ^= 0x55;
      Files.write(file, bytes);
      try {
        assertThat(TorchCheckpoint.stateDict(file)).as("byte %d", i).isEqualTo(expected);
      } catch (UserException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(500, whole.length);
  }

  /** Pickles whose checksum fits: the interpreter alone stands between them and the program. */
  @Test
  void anyByteOfAPickleThatIsAnotherIsRefusedOrHarmless() throws IOException {
    byte[] whole = good();
    for (int i = 0; i < whole.length; i++) {
      for (int value = 0; value < 256; value += 5) {
        byte[] bytes = whole.clone();
        bytes[i] = (byte) value;
        Path file = write(bytes);
        Throwable thrown = catchThrowable(() -> TorchCheckpoint.stateDict(file));
        assertThat(thrown == null || thrown instanceof UserException)
            .as("byte %d as %d: %s", i, value, thrown)
            .isTrue();
      }
    }
  }

  private static Arguments refused(String name, Pickle pickle, String message) {
    return Arguments.of(name, pickle.stop(), message);
  }

  private static Arguments refused(String name, byte[] pickle, String message) {
    return Arguments.of(name, pickle, message);
  }

  private static Pickle p() {
    return new Pickle();
  }

  private static Pickle state(Pickle pickle) {
    return pickle.op('s');
  }

  private static byte[] good() {
    return state(tensor(p().op('}').text("w"), 0, 1, 1)).stop();
  }

  private static Pickle storage(Pickle pickle, String kind, String type, String key, int values) {
    return pickle
        .op('(')
        .text(kind)
        .global("torch", type)
        .text(key)
        .text("cpu")
        .integer(values)
        .op('t')
        .op('Q');
  }

  /** A tensor of one dimension in a storage of one value. */
  private static Pickle tensor(Pickle pickle, int offset, int size, int stride) {
    storage(
        pickle.global("torch._utils", "_rebuild_tensor_v2").op('('),
        "storage",
        "FloatStorage",
        "0",
        1);
    pickle.integer(offset).integer(size).op(0x85).integer(stride).op(0x85);
    return pickle.op(0x89).global("collections", "OrderedDict").op(')').op('R').op('t').op('R');
  }

  private static Pickle manyDimensions() {
    Pickle pickle = p().global("torch._utils", "_rebuild_tensor_v2").op('(');
    storage(pickle, "storage", "FloatStorage", "0", 1).integer(0);
    for (int tuple = 0; tuple < 2; tuple++) {
      pickle.op('(').raw("K\1".repeat(65)).op('t');
    }
    return pickle.op(0x89).op('}').op('t').op('R');
  }

  private Path write(byte[] pickle) throws IOException {
    Path file = folder.resolve("hostile.pt");
    TorchFiles.archive(file, Map.of("data.pkl", pickle, "data/0", FOUR));
    return file;
  }
}
