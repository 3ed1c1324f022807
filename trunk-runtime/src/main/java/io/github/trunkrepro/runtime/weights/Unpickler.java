package io.github.trunkrepro.runtime.weights;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the pickle of a PyTorch checkpoint, as {@code torch.save} writes it (protocol 2).
 *
 * <p>It is an interpreter for the opcodes that such a pickle needs and for the names of {@link
 * TorchClass}; every other opcode and name ends the reading. Nothing is looked up, loaded or called
 * by name. Each opcode makes at most one value, of a size that the bytes behind it bound, so that
 * memory grows with the length of the pickle and no faster; containers are never walked, compared
 * or hashed here, so that nesting and self-reference cost nothing.
 *
 * <p>Values are {@code Long}, {@code Double}, {@code Boolean}, {@code String}, {@link #NOTHING},
 * {@link Tuple}, {@link Items}, {@link Dict}, {@link TorchClass}, {@link TorchTensor.Storage} and
 * {@link TorchTensor}.
 */
final class Unpickler {
  /** Python's {@code None}. */
  static final Object NOTHING = new Object();

  private static final int PROTOCOL = 2;
  private static final int LONGEST_NAME = 200;

  /** Of a tensor; PyTorch's own limit. A tuple may stand for the sizes of many tensors. */
  private static final int MOST_DIMENSIONS = 64;

  private static final Pattern STORAGE_KEY = Pattern.compile("[0-9A-Za-z_]{1,40}");

  private final String name;
  private final ByteBuffer pickle;
  private final List<Object> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private int opcodeAt;

  /** A tuple; equal to itself alone. */
  static final class Tuple {
    private final List<Object> values;

    Tuple(List<Object> values) {
      this.values = values;
    }

    List<Object> values() {
      return values;
    }
  }

  /** A list, which checkpoints have in the optimizer's state; nothing of it is used. */
  static final class Items {
    private final List<Object> values = new ArrayList<>();
  }

  /** A dictionary or ordered dictionary; equal to itself alone. */
  static final class Dict {
    private final Map<Object, Object> values = new LinkedHashMap<>();

    Map<Object, Object> values() {
      return values;
    }
  }

  private Unpickler(byte[] pickle, String name) {
    this.pickle = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    this.name = name;
  }

  /**
   * The value of a pickle.
   *
   * @param name of the file, for messages
   * @throws io.github.trunkrepro.runtime.document.UserException at the first byte that is not of a
   *     checkpoint
   */
  static Object read(byte[] pickle, String name) {
    return new Unpickler(pickle, name).read();
  }

  private Object read() {
    try {
      if (next() != PickleOpcode.PROTO) {
        throw refused("the opcode PROTO first");
      }
      int protocol = unsignedByte();
      if (protocol != PROTOCOL) {
        throw refused("pickle protocol 2, which torch.save writes, not " + protocol);
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

  private PickleOpcode next() {
    opcodeAt = pickle.position();
    int code = unsignedByte();
    return PickleOpcode.of(code)
        .orElseThrow(() -> refused("an opcode, not the byte 0x" + Integer.toHexString(code)));
  }

  private void execute(PickleOpcode opcode) {
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
      case BINUNICODE -> push(text(pickle.getInt()));
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
      case BINPERSID -> push(storage());
      case REDUCE -> reduce();
      case BUILD -> build();
      default ->
          throw refused("an opcode of a checkpoint; " + opcode + " is not one and is not executed");
    }
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() {
    if (stack.size() <= lastMark()) {
      throw refused("a value before it");
    }
    return stack.get(stack.size() - 1);
  }

  private int lastMark() {
    return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
  }

  /** The last values, which leave the stack. */
  private List<Object> take(int count) {
    if (stack.size() - lastMark() < count) {
      throw refused((count == 1 ? "a value" : count + " values") + " before it");
    }
    List<Object> tail = stack.subList(stack.size() - count, stack.size());
    List<Object> values = List.copyOf(tail);
    tail.clear();
    return values;
  }

  private List<Object> takeToMark() {
    if (marks.isEmpty()) {
      throw refused("the opcode MARK before it");
    }
    List<Object> values = take(stack.size() - lastMark());
    marks.remove(marks.size() - 1);
    return values;
  }

  private void append(List<Object> values) {
    expect(Items.class, top(), "a list").values.addAll(values);
  }

  private void put(List<Object> keysAndValues) {
    Dict dict = expect(Dict.class, top(), "a dictionary");
    if (keysAndValues.size() % 2 != 0) {
      throw refused("a value for each key");
    }
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      Object key = keysAndValues.get(i);
      if (!(key instanceof String) && !(key instanceof Long)) {
        throw refused("texts and integers as keys");
      }
      dict.values.put(key, keysAndValues.get(i + 1));
    }
  }

  private Object remembered(int index) {
    return Optional.ofNullable(memo.get(index))
        .orElseThrow(() -> refused("a value that was put at " + index));
  }

  private long longInteger() {
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

  private String text(int length) {
    if (length < 0 || length > pickle.remaining()) {
      throw refused(
          "a text within the pickle, not of " + Integer.toUnsignedString(length) + " bytes");
    }
    ByteBuffer bytes = pickle.slice(pickle.position(), length);
    pickle.position(pickle.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw refused("a text in UTF-8");
    }
  }

  private TorchClass named() {
    String pythonName = line() + "." + line();
    return TorchClass.named(pythonName)
        .orElseThrow(
            () ->
                refused(
                    "one of "
                        + String.join(", ", TorchClass.names())
                        + "; "
                        + pythonName
                        + " is not read and not executed"));
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (int c = unsignedByte(); c != '\n'; c = unsignedByte()) {
      if (c < ' ' || c > '~' || line.length() == LONGEST_NAME) {
        throw refused("the name of a module and of what is in it");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  /** {@code ("storage", class, key, device, number of values)}. */
  private TorchTensor.Storage storage() {
    List<Object> id = expect(Tuple.class, take(1).get(0), "a tuple").values();
    if (id.size() == 5
        && "storage".equals(id.get(0))
        && id.get(1) instanceof TorchClass type
        && type.storage().isPresent()
        && id.get(2) instanceof String key
        && STORAGE_KEY.matcher(key).matches()
        && id.get(3) instanceof String
        && id.get(4) instanceof Long values
        && values >= 0) {
      return new TorchTensor.Storage(type.storage().get(), key, values);
    }
    throw refused("a storage: (\"storage\", class, key, device, number of values)");
  }

  private void reduce() {
    List<Object> call = take(2);
    List<Object> arguments = expect(Tuple.class, call.get(1), "a tuple of arguments").values();
    TorchClass callee = expect(TorchClass.class, call.get(0), "a name from the list");
    if (callee == TorchClass.ORDERED_DICT && arguments.isEmpty()) {
      push(new Dict());
    } else if (callee == TorchClass.REBUILD_TENSOR && arguments.size() >= 6) {
      push(tensor(arguments));
    } else if (callee == TorchClass.REBUILD_PARAMETER && arguments.size() == 3) {
      push(expect(TorchTensor.class, arguments.get(0), "a tensor"));
    } else {
      throw refused("arguments that " + callee + " takes");
    }
  }

  /** {@code (storage, offset, sizes, strides, requires_grad, hooks)}; the last two are not used. */
  private TorchTensor tensor(List<Object> arguments) {
    return new TorchTensor(
        expect(TorchTensor.Storage.class, arguments.get(0), "a storage"),
        expect(Long.class, arguments.get(1), "an offset"),
        integers(arguments.get(2)),
        integers(arguments.get(3)));
  }

  private List<Long> integers(Object tuple) {
    List<Object> values = expect(Tuple.class, tuple, "a tuple of integers").values();
    if (values.size() > MOST_DIMENSIONS) {
      throw refused("a tensor of at most " + MOST_DIMENSIONS + " dimensions");
    }
    List<Long> integers = new ArrayList<>();
    for (Object value : values) {
      integers.add(expect(Long.class, value, "an integer"));
    }
    return integers;
  }

  /** Attributes of an ordered dictionary: PyTorch's versions of its modules, which are dropped. */
  private void build() {
    expect(Dict.class, take(1).get(0), "a dictionary of attributes");
    expect(Dict.class, top(), "a dictionary");
  }

  private <T> T expect(Class<T> type, Object value, String what) {
    if (!type.isInstance(value)) {
      throw refused(what + " before it");
    }
    return type.cast(value);
  }

  private int unsignedByte() {
    return Byte.toUnsignedInt(pickle.get());
  }

  private RuntimeException refused(String expected) {
    return TorchArchive.refused(
        name, "at byte %d of its pickle expected %s".formatted(opcodeAt, expected));
  }
}
