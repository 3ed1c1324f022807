package io.github.trunkrepro.runtime.dataset;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Reads the pickles of CIFAR-10's Python version, and no others: protocol 2 as Python 2 wrote it,
 * of dicts, lists, tuples, byte strings, whole numbers and arrays of unsigned bytes. Nothing is
 * executed: the only names that may stand in a file are the three with which NumPy writes an array,
 * and they are data here. What is not on these lists is refused by name. No length is believed
 * before that many bytes are there.
 */
final class CifarPickle {
  private static final String RECONSTRUCT = "numpy.core.multiarray _reconstruct";
  private static final String NDARRAY = "numpy ndarray";
  private static final String DTYPE = "numpy dtype";
  private static final List<String> NAMES = List.of(RECONSTRUCT, NDARRAY, DTYPE);

  /** What stands for Python's {@code None}. */
  private static final Object NONE = new Object();

  private static final Object MARK = new Object();

  /** A name from {@link #NAMES}. */
  private record Name(String text) {}

  /** Bytes of a two-dimensional array, row by row. */
  static final class Array {
    private int rows;
    private int columns;
    private byte[] bytes;

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

  private static final class Dtype {
    private final String code;

    Dtype(String code) {
      this.code = code;
    }
  }

  private final ByteBuffer in;
  private final Deque<Object> stack = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private CifarPickle(byte[] pickled) {
    this.in = ByteBuffer.wrap(pickled).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads a pickled dict whose keys are byte strings. Values are {@code byte[]} for byte strings,
   * {@link Long}, {@link List} for lists and tuples, {@link Map} and {@link Array}.
   *
   * @throws IOException with what was found instead, and where
   */
  static Map<String, Object> read(byte[] pickled) throws IOException {
    CifarPickle reader = new CifarPickle(pickled);
    try {
      Map<String, Object> result = new HashMap<>();
      reader.map(reader.run()).forEach((key, value) -> result.put(reader.text(key), value));
      return result;
    } catch (Unreadable e) {
      throw new IOException("byte " + reader.in.position() + ": " + e.getMessage(), e);
    } catch (BufferUnderflowException e) {
      throw new IOException("byte " + pickled.length + ": end of data", e);
    } catch (NoSuchElementException e) {
      throw new IOException("byte " + reader.in.position() + ": nothing on the stack", e);
    }
  }

  /** What is not of the subset. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  private Object run() {
    while (true) {
      int opcode = Byte.toUnsignedInt(in.get());
      switch (opcode) {
        case 0x80 -> require(in.get() == 2, "another protocol than 2");
        case '.' -> {
          return stack.pop();
        }
        case '(' -> stack.push(MARK);
        case '}' -> stack.push(new HashMap<Object, Object>());
        case ']', ')' -> stack.push(new ArrayList<>());
        case 'N' -> stack.push(NONE);
        case 0x88 -> stack.push(1L);
        case 0x89 -> stack.push(0L);
        case 'K' -> stack.push((long) Byte.toUnsignedInt(in.get()));
        case 'M' -> stack.push((long) Short.toUnsignedInt(in.getShort()));
        case 'J' -> stack.push((long) in.getInt());
        case 'U' -> stack.push(bytes(Byte.toUnsignedInt(in.get())));
        case 'T' -> stack.push(bytes(in.getInt()));
        case 'c' -> stack.push(name());
        case 't' -> stack.push(sinceMark());
        case 0x85, 0x86, 0x87 -> stack.push(top(opcode - 0x84));
        case 'a' -> {
          Object item = stack.pop();
          list(stack.element()).add(item);
        }
        case 'e' -> {
          List<Object> items = sinceMark();
          list(stack.element()).addAll(items);
        }
        case 's' -> put(top(2));
        case 'u' -> put(sinceMark());
        case 'q' -> memo.put(Byte.toUnsignedInt(in.get()), stack.element());
        case 'r' -> memo.put(in.getInt(), stack.element());
        case 'h' -> stack.push(remembered(Byte.toUnsignedInt(in.get())));
        case 'j' -> stack.push(remembered(in.getInt()));
        case 'R' -> {
          List<Object> arguments = list(stack.pop());
          stack.push(made(stack.pop(), arguments));
        }
        case 'b' -> {
          List<Object> state = list(stack.pop());
          build(stack.element(), state);
        }
        default ->
            throw new Unreadable(
                DataErrors.text(
                    "opcode 0x%02x, which CIFAR-10's pickles do not have; it is not executed",
                    opcode));
      }
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new Unreadable(otherwise);
    }
  }

  private byte[] bytes(int count) {
    require(
        count >= 0 && count <= in.remaining(),
        "a string of " + count + " bytes where " + in.remaining() + " are left");
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  private Name name() {
    String name = line() + " " + line();
    require(
        NAMES.contains(name),
        "the name "
            + name
            + "; only those of a NumPy array are read ("
            + String.join(", ", NAMES)
            + "), and nothing is executed");
    return new Name(name);
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (byte b = in.get(); b != '\n'; b = in.get()) {
      require(line.length() < 100, "a name longer than 100 characters");
      line.append((char) Byte.toUnsignedInt(b));
    }
    return line.toString();
  }

  private List<Object> sinceMark() {
    List<Object> items = new ArrayList<>();
    for (Object item = stack.pop(); item != MARK; item = stack.pop()) {
      items.add(item);
    }
    Collections.reverse(items);
    return items;
  }

  private List<Object> top(int count) {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(0, stack.pop());
    }
    return items;
  }

  private void put(List<Object> keysAndValues) {
    Map<Object, Object> map = map(stack.element());
    require(keysAndValues.size() % 2 == 0, "a key without a value");
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      map.put(text(keysAndValues.get(i)), keysAndValues.get(i + 1));
    }
  }

  private Object remembered(int index) {
    Object value = memo.get(index);
    require(value != null, "a reference to " + index + ", which was not stored");
    return value;
  }

  private Object made(Object function, List<Object> arguments) {
    require(function instanceof Name, "a call of what is no name");
    String name = ((Name) function).text();
    if (name.equals(RECONSTRUCT)) {
      require(
          !arguments.isEmpty() && arguments.get(0).equals(new Name(NDARRAY)),
          "an array of another class than " + NDARRAY);
      return new Array();
    }
    require(name.equals(DTYPE) && !arguments.isEmpty(), "a call of " + name);
    return new Dtype(text(arguments.get(0)));
  }

  private void build(Object made, List<Object> state) {
    if (made instanceof Dtype) {
      return; // Byte order and alignment say nothing of single bytes.
    }
    require(made instanceof Array && state.size() == 5, "a state of what is no array");
    Array array = (Array) made;
    List<Object> shape = list(state.get(1));
    require(shape.size() == 2, "an array of " + shape.size() + " dimensions instead of 2");
    require(
        state.get(2) instanceof Dtype dtype && dtype.code.equals("u1"),
        "an array of other numbers than unsigned bytes");
    require(state.get(3).equals(0L), "an array by columns");
    long rows = number(shape.get(0));
    long columns = number(shape.get(1));
    require(state.get(4) instanceof byte[], "an array without bytes");
    array.bytes = (byte[]) state.get(4);
    require(
        rows >= 0 && columns >= 0 && rows * columns == array.bytes.length,
        "an array of " + rows + "x" + columns + " with " + array.bytes.length + " bytes");
    array.rows = (int) rows;
    array.columns = (int) columns;
  }

  private static long number(Object value) {
    require(value instanceof Long, "no number where one must be");
    return (Long) value;
  }

  /** Text of a byte string, or of a key that was text already. */
  private String text(Object value) {
    require(value instanceof byte[] || value instanceof String, "no string where one must be");
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.ISO_8859_1)
        : (String) value;
  }

  /** Safe: what is in it is looked at before it is used. */
  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value) {
    require(value instanceof List, "no list or tuple where one must be");
    return (List<Object>) value;
  }

  /** Safe: what is in it is looked at before it is used. */
  @SuppressWarnings("unchecked")
  private Map<Object, Object> map(Object value) {
    require(value instanceof Map, "no dict where one must be");
    return (Map<Object, Object>) value;
  }

  /** A list of byte strings. */
  static List<String> texts(Object value) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Object item : value instanceof List<?> list ? list : Arrays.asList(value)) {
      if (!(item instanceof byte[] bytes)) {
        throw new IOException("expected a list of strings");
      }
      texts.add(new String(bytes, StandardCharsets.UTF_8));
    }
    return texts;
  }
}
