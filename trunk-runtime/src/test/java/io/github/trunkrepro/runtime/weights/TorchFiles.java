package io.github.trunkrepro.runtime.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Checkpoints as {@code torch.save} lays them out, byte by byte in the hands of a test. */
public final class TorchFiles {
  private TorchFiles() {}

  /** The small checkpoints of {@code src/test/python/checkpoints.py}. */
  static Path golden(String name) {
    return Path.of("src", "test", "resources", "golden", "checkpoints", name);
  }

  /** Writes a state dict of float32 and int64. */
  public static void write(Path file, Map<String, Tensor> state) throws IOException {
    Pickle pickle = new Pickle().op(0x7d).op('(');
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("data.pkl", new byte[0]);
    int key = 0;
    for (Map.Entry<String, Tensor> entry : state.entrySet()) {
      Tensor tensor = entry.getValue();
      entries.put("data/" + key, tensor.bytes());
      pickle.text(entry.getKey());
      tensor(pickle, tensor, String.valueOf(key++));
    }
    entries.put("data.pkl", pickle.op('u').stop());
    archive(file, entries);
  }

  /** Writes a tensor alone. */
  public static void write(Path file, Tensor tensor) throws IOException {
    Pickle pickle = new Pickle();
    tensor(pickle, tensor, "0");
    archive(file, Map.of("data.pkl", pickle.stop(), "data/0", tensor.bytes()));
  }

  private static void tensor(Pickle pickle, Tensor tensor, String key) {
    long values = tensor.bytes().length / tensor.type().bytes();
    pickle.global("torch._utils", "_rebuild_tensor_v2").op('(').op('(').text("storage");
    pickle.global("torch", tensor.type() == Tensor.Type.F32 ? "FloatStorage" : "LongStorage");
    pickle.text(key).text("cpu").integer((int) values).op('t').op('Q').integer(0).op('(');
    tensor.shape().forEach(size -> pickle.integer(size.intValue()));
    pickle.op('t').op('(');
    long stride = values;
    for (long size : tensor.shape()) {
      stride /= size;
      pickle.integer((int) stride);
    }
    pickle.op('t').op(0x89).global("collections", "OrderedDict").op(')').op('R').op('t').op('R');
  }

  /** Writes an archive of the folder {@code archive}, its entries stored. */
  static void archive(Path file, Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry header =
            new ZipEntry((entry.getKey().contains("//") ? "" : "archive/") + entry.getKey());
        CRC32 crc = new CRC32();
        crc.update(entry.getValue());
        header.setMethod(ZipEntry.STORED);
        header.setSize(entry.getValue().length);
        header.setCrc(crc.getValue());
        zip.putNextEntry(header);
        zip.write(entry.getValue());
      }
    }
  }

  /** A pickle of protocol 2, opcode by opcode. */
  static final class Pickle {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Pickle() {
      op(0x80).op(2);
    }

    Pickle op(int code) {
      bytes.write(code);
      return this;
    }

    Pickle raw(String text) {
      bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      return this;
    }

    Pickle integer(int value) {
      return op('J').int32(value);
    }

    Pickle int32(int value) {
      bytes.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value).array());
      return this;
    }

    Pickle text(String text) {
      return op('X').int32(text.getBytes(StandardCharsets.UTF_8).length).raw(text);
    }

    Pickle global(String module, String name) {
      return op('c').raw(module + "\n" + name + "\n");
    }

    byte[] stop() {
      return op('.').bytes.toByteArray();
    }
  }
}
