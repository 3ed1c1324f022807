package io.github.trunkrepro.runtime.pickle;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads pickles of protocol 2, of which files from anybody may consist: PyTorch's checkpoints,
 * CIFAR-10's Python version.
 *
 * <p>It is an interpreter for the opcodes that such a pickle needs and for the names of a {@link
 * PickleDialect}; every other opcode and name ends the reading. Nothing is looked up, loaded or
 * called by name. Each opcode makes at most one value, of a size that the bytes behind it bound, so
 * that memory grows with the length of the pickle and no faster; containers are never walked,
 * compared or hashed here, so that nesting and self-reference cost nothing.
 *
 * <p>Values are {@code Long}, {@code Double}, {@code Boolean}, {@code String}, {@code byte[]} for
 * Python 2's strings, {@link #NOTHING}, {@link Tuple}, {@link Items}, {@link Dict}, and those of
 * the dialect.
 */
public final class Unpickler {
  /** Python's {@code None}. */
  public static final Object NOTHING = new Object();

  private static final int PROTOCOL = 2;
  private static final int LONGEST_NAME = 200;

  private final PickleDialect dialect;
  private final ByteBuffer pickle;
  private final List<Object> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private int opcodeAt;

  /** A tuple; equal to itself alone. */
  public static final class Tuple {
    private final List<Object> values;

    private Tuple(List<Object> values) {
      this.values = values;
    }

    /** Its values; they cannot be changed. */
    public List<Object> values() {
      return values;
    }
  }

  /** A list; equal to itself alone. */
  public static final class Items {
    private final List<Object> values = new ArrayList<>();

    /** Its values. */
    public List<Object> values() {
      return Collections.unmodifiableList(values);
    }
  }

  /** A dictionary or ordered dictionary; equal to itself alone. */
  public static final class Dict {
    private final Map<Object, Object> values = new LinkedHashMap<>();

    /** Its values by {@code String}, also where Python 2 wrote bytes, and {@code Long}. */
    public Map<Object, Object> values() {
      return Collections.unmodifiableMap(values);
    }
  }

  private Unpickler(byte[] pickle, PickleDialect dialect) {
    this.pickle = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    this.dialect = dialect;
  }

  /**
   * The value of a pickle.
   *
   * @throws PickleException at the first byte that is not of the dialect
   */
  public static Object read(byte[] pickle, PickleDialect dialect) throws PickleException {
    Unpickler unpickler = new Unpickler(pickle, dialect);
    try {
      return unpickler.read();
    } catch (PickleException e) {
      throw new PickleException(unpickler.opcodeAt, e);
    }
  }

  /**
   * A value as one of a type.
   *
   * @param what it is to be, for the message
   * @throws PickleException if it is something else
   */
  public static <T> T expect(Class<T> type, Object value, String what) throws PickleException {
    if (!type.isInstance(value)) {
      throw refused(what + " before it");
    }
    return type.cast(value);
  }

  private Object read() throws PickleException {
    try {
      if (next() != PickleOpcode.PROTO) {
        throw refused("the opcode PROTO first");
      }
      int protocol = unsignedByte();
      if (protocol != PROTOCOL) {
        throw refused("pickle protocol 2, which torch.save and Python 2 write, not " + protocol);
      }
      for (PickleOpcode opcode = next(); opcode != PickleOpcode.STOP; opcode = next()) {
        execute(opcode);
      }
    } catch (BufferUnderflowException e) {
      throw refused("more bytes after it, but the pickle ends");
    }
    if (pickle.hasRemaining() || stack.size() != 1 || !marks.isEmpty()) {
      throw refused("the end of the pickle, and one value");
    }
    return stack.get(0);
  }

  private PickleOpcode next() throws PickleException {
    opcodeAt = pickle.position();
    int code = unsignedByte();
    return PickleOpcode.of(code)
        .orElseThrow(() -> refused("an opcode, not the byte 0x" + Integer.toHexString(code)));
  }

  private void execute(PickleOpcode opcode) throws PickleException {
    switch (opcode) {
      case MARK -> marks.add(stack.size());
      case NONE -> push(NOTHING);
      case NEWTRUE -> push(true);
      case NEWFALSE -> push(false);
      case BININT -> push((long) pickle.getInt());
      case BININT1 -> push((long) unsignedByte());
      case BININT2 -> push((long) Short.toUnsignedInt(pickle.getShort()));
      case LONG1 -> push(longInteger());
      case BINFLOAT -> push(Double.longBitsToDouble(Long.reverseBytes(pickle.getLong())));
      case BINUNICODE -> push(text(bytes(pickle.getInt(), "a text")));
      case BINSTRING -> push(string(pickle.getInt()));
      case SHORT_BINSTRING -> push(string(unsignedByte()));
      case EMPTY_TUPLE -> push(new Tuple(List.of()));
      case TUPLE1 -> push(new Tuple(take(1)));
      case TUPLE2 -> push(new Tuple(take(2)));
      case TUPLE3 -> push(new Tuple(take(3)));
      case TUPLE -> push(new Tuple(takeToMark()));
      case EMPTY_LIST -> push(new Items());
      case APPEND -> append(take(1));
      case APPENDS -> append(takeToMark());
      case EMPTY_DICT -> push(new Dict());
      case SETITEM -> put(take(2));
      case SETITEMS -> put(takeToMark());
      case BINPUT -> memo.put(unsignedByte(), top());
      case LONG_BINPUT -> memo.put(pickle.getInt(), top());
      case BINGET -> push(remembered(unsignedByte()));
      case LONG_BINGET -> push(remembered(pickle.getInt()));
      case GLOBAL -> push(named());
      case BINPERSID -> push(dialect.persistent(take(1).get(0)));
      case REDUCE -> reduce();
      case BUILD -> {
        Object state = take(1).get(0);
        dialect.build(top(), state);
      }
      default ->
          throw refused("an opcode of plain data; " + opcode + " is not one and is not executed");
    }
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() throws PickleException {
    if (stack.size() <= lastMark()) {
      throw refused("a value before it");
    }
    return stack.get(stack.size() - 1);
  }

  private int lastMark() {
    return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
  }

  /** The last values, which leave the stack. */
  private List<Object> take(int count) throws PickleException {
    if (stack.size() - lastMark() < count) {
      throw refused((count == 1 ? "a value" : count + " values") + " before it");
    }
    List<Object> tail = stack.subList(stack.size() - count, stack.size());
    List<Object> values = List.copyOf(tail);
    tail.clear();
    return values;
  }

  private List<Object> takeToMark() throws PickleException {
    if (marks.isEmpty()) {
      throw refused("the opcode MARK before it");
    }
    List<Object> values = take(stack.size() - lastMark());
    marks.remove(marks.size() - 1);
    return values;
  }

  private void append(List<Object> values) throws PickleException {
    expect(Items.class, top(), "a list").values.addAll(values);
  }

  private void put(List<Object> keysAndValues) throws PickleException {
    Dict dict = expect(Dict.class, top(), "a dictionary");
    if (keysAndValues.size() % 2 != 0) {
      throw refused("a value for each key");
    }
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      Object key = keysAndValues.get(i);
      if (key instanceof byte[] string) {
        key = new String(string, StandardCharsets.ISO_8859_1);
      } else if (!(key instanceof String) && !(key instanceof Long)) {
        throw refused("texts and integers as keys");
      }
      dict.values.put(key, keysAndValues.get(i + 1));
    }
  }

  private Object remembered(int index) throws PickleException {
    return Optional.ofNullable(memo.get(index))
        .orElseThrow(() -> refused("a value that was put at " + index));
  }

  private long longInteger() throws PickleException {
    int length = unsignedByte();
    if (length > Long.BYTES) {
      throw refused("an integer of at most 8 bytes, not " + length);
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (long) unsignedByte() << (Byte.SIZE * i);
    }
    int unused = Long.SIZE - Byte.SIZE * length;
    return length == 0 ? 0 : value << unused >> unused;
  }

  private ByteBuffer bytes(int length, String what) throws PickleException {
    if (length < 0 || length > pickle.remaining()) {
      throw refused(
          what + " within the pickle, not of " + Integer.toUnsignedString(length) + " bytes");
    }
    ByteBuffer bytes = pickle.slice(pickle.position(), length);
    pickle.position(pickle.position() + length);
    return bytes;
  }

  private byte[] string(int length) throws PickleException {
    ByteBuffer bytes = bytes(length, "a string");
    byte[] string = new byte[length];
    bytes.get(string);
    return string;
  }

  private static String text(ByteBuffer bytes) throws PickleException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw refused("a text in UTF-8");
    }
  }

  private Object named() throws PickleException {
    String name = line() + "." + line();
    return dialect
        .named(name)
        .orElseThrow(
            () ->
                refused(
                    "one of "
                        + String.join(", ", dialect.names())
                        + "; "
                        + name
                        + " is not read and not executed"));
  }

  private String line() throws PickleException {
    StringBuilder line = new StringBuilder();
    for (int c = unsignedByte(); c != '\n'; c = unsignedByte()) {
      if (c < ' ' || c > '~' || line.length() == LONGEST_NAME) {
        throw refused("the name of a module and of what is in it");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private void reduce() throws PickleException {
    List<Object> call = take(2);
    Tuple arguments = expect(Tuple.class, call.get(1), "a tuple of arguments");
    push(dialect.call(call.get(0), arguments.values()));
  }

  private int unsignedByte() {
    return Byte.toUnsignedInt(pickle.get());
  }

  private static PickleException refused(String expected) {
    return new PickleException(expected);
  }
}
