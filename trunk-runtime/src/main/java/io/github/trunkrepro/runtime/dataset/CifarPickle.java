package io.github.trunkrepro.runtime.dataset;

import static io.github.trunkrepro.runtime.pickle.Unpickler.expect;

import io.github.trunkrepro.runtime.pickle.PickleDialect;
import io.github.trunkrepro.runtime.pickle.PickleException;
import io.github.trunkrepro.runtime.pickle.Unpickler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pickles of CIFAR-10's Python version, as Python 2 wrote them: dictionaries of strings,
 * numbers, lists, and NumPy's arrays of unsigned bytes.
 */
final class CifarPickle implements PickleDialect {
  private static final CifarPickle DIALECT = new CifarPickle();

  private CifarPickle() {}

  /** With these NumPy writes an array; they are data here. */
  private enum Name {
    RECONSTRUCT("numpy.core.multiarray._reconstruct"),
    NDARRAY("numpy.ndarray"),
    DTYPE("numpy.dtype");

    private final String pythonName;

    Name(String pythonName) {
      this.pythonName = pythonName;
    }
  }

  /** Bytes of a two-dimensional array, row by row. */
  static final class Array {
    private int rows;
    private int columns;
    private byte[] bytes = {};

    int rows() {
      return rows;
    }

    int columns() {
      return columns;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  private record Dtype(String code) {}

  /**
   * Reads a pickled dictionary.
   *
   * @return by key; values as {@link Unpickler} gives them, and {@link Array}
   * @throws IOException with what was expected instead, and where
   */
  static Map<Object, Object> read(byte[] pickled) throws IOException {
    if (Unpickler.read(pickled, DIALECT) instanceof Unpickler.Dict dict) {
      return dict.values();
    }
    throw new IOException("its pickle is no dictionary");
  }

  @Override
  public List<String> names() {
    return Arrays.stream(Name.values()).map(name -> name.pythonName).toList();
  }

  @Override
  public Optional<Object> named(String name) {
    return Arrays.stream(Name.values())
        .filter(known -> known.pythonName.equals(name))
        .map(Object.class::cast)
        .findFirst();
  }

  @Override
  public Object persistent(Object id) throws PickleException {
    throw new PickleException("no persistent id");
  }

  @Override
  public Object call(Object callee, List<Object> arguments) throws PickleException {
    if (callee == Name.RECONSTRUCT && !arguments.isEmpty() && arguments.get(0) == Name.NDARRAY) {
      return new Array();
    }
    if (callee == Name.DTYPE && !arguments.isEmpty()) {
      byte[] code = expect(byte[].class, arguments.get(0), "a string");
      return new Dtype(new String(code, StandardCharsets.ISO_8859_1));
    }
    throw new PickleException("a call that makes an array");
  }

  @Override
  public void build(Object value, Object state) throws PickleException {
    if (value instanceof Dtype) {
      return; // Byte order and alignment say nothing of single bytes.
    }
    fill(
        expect(Array.class, value, "an array"),
        expect(Unpickler.Tuple.class, state, "the state of an array").values());
  }

  /** {@code (version, shape, dtype, by columns, bytes)}. */
  private static void fill(Array array, List<Object> state) throws PickleException {
    boolean bytesByRows =
        state.size() == 5
            && state.get(2) instanceof Dtype dtype
            && dtype.code.equals("u1")
            && state.get(3).equals(false);
    if (!bytesByRows) {
      throw new PickleException("an array of unsigned bytes, row by row");
    }
    List<Object> shape = expect(Unpickler.Tuple.class, state.get(1), "a shape").values();
    byte[] bytes = expect(byte[].class, state.get(4), "the bytes of an array");
    if (shape.size() != 2
        || !(shape.get(0) instanceof Long rows)
        || !(shape.get(1) instanceof Long columns)
        || rows < 0
        || columns < 0
        || rows > bytes.length
        || columns > bytes.length
        || rows * columns != bytes.length) {
      throw new PickleException("a shape of two dimensions for " + bytes.length + " bytes");
    }
    array.rows = rows.intValue();
    array.columns = columns.intValue();
    array.bytes = bytes;
  }

  /** The strings of a list; none of what is no list. */
  static List<String> texts(Object value) {
    List<String> texts = new ArrayList<>();
    if (value instanceof Unpickler.Items list) {
      for (Object item : list.values()) {
        if (item instanceof byte[] bytes) {
          texts.add(new String(bytes, StandardCharsets.UTF_8));
        }
      }
    }
    return texts;
  }
}
