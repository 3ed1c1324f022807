package io.github.trunkrepro.runtime.weights;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.pickle.PickleException;
import io.github.trunkrepro.runtime.pickle.Unpickler;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what PyTorch's {@code torch.save} writes (1.6 and later): a state dict, a checkpoint that
 * holds one beside the optimizer's state, or a tensor. Floating values become float32.
 *
 * <p>A file may come from anybody: nothing in it is executed (see {@link Unpickler}), and memory is
 * taken only for what the file's own size allows.
 */
public final class TorchCheckpoint {
  private static final String MODEL = "model_state_dict";

  /**
   * A view can show the same values again and again; more than so many times the file's bytes are
   * no weights.
   */
  private static final int LARGEST_EXPANSION = 16;

  private final TorchArchive archive;
  private final Map<TorchTensor.Storage, byte[]> storages = new HashMap<>();
  private long bytesLeft;

  private TorchCheckpoint(TorchArchive archive) {
    this.archive = archive;
    this.bytesLeft = Math.multiplyExact(archive.bytes(), LARGEST_EXPANSION);
  }

  /**
   * The state dict of a file, or the {@code model_state_dict} in it.
   *
   * @return by name, sorted
   * @throws UserException saying how the file is something else
   */
  public static Map<String, Tensor> stateDict(Path file) {
    try (TorchArchive archive = TorchArchive.open(file)) {
      Object content = content(archive);
      if (content instanceof Unpickler.Dict dict) {
        Object model = dict.values().getOrDefault(MODEL, dict);
        if (model instanceof Unpickler.Dict state && !state.values().isEmpty()) {
          return new TorchCheckpoint(archive).tensors(state);
        }
      }
      throw archive.refused("expected a state dict, or a dictionary with a " + MODEL);
    }
  }

  /**
   * The tensor that a file holds.
   *
   * @throws UserException saying how the file is something else
   */
  public static Tensor tensor(Path file) {
    try (TorchArchive archive = TorchArchive.open(file)) {
      if (content(archive) instanceof TorchTensor tensor) {
        return new TorchCheckpoint(archive).tensor("the tensor", tensor);
      }
      throw archive.refused("expected a tensor");
    }
  }

  private static Object content(TorchArchive archive) {
    try {
      return Unpickler.read(archive.pickle(), new TorchDialect());
    } catch (PickleException e) {
      throw archive.refused(e.getMessage());
    }
  }

  private Map<String, Tensor> tensors(Unpickler.Dict state) {
    Map<String, Tensor> tensors = new TreeMap<>();
    state
        .values()
        .forEach(
            (key, value) -> {
              if (!(key instanceof String name) || !(value instanceof TorchTensor tensor)) {
                throw archive.refused("expected a state dict, found no tensor at \"" + key + "\"");
              }
              tensors.put(name, tensor(name, tensor));
            });
    return tensors;
  }

  private Tensor tensor(String name, TorchTensor tensor) {
    TorchType type = tensor.storage().type();
    int bytes;
    try {
      long count = requireWithin(name, tensor);
      bytes = Math.toIntExact(Math.multiplyExact(count, type.becomes().bytes()));
    } catch (ArithmeticException e) {
      throw archive.refused(name + " has a shape that is too large: " + tensor.sizes());
    }
    bytesLeft -= bytes;
    if (bytesLeft < 0) {
      throw archive.refused(
          "its tensors have more than %d times its bytes, at %s of shape %s"
              .formatted(LARGEST_EXPANSION, name, tensor.sizes()));
    }
    byte[] values = new byte[bytes];
    ByteBuffer from =
        ByteBuffer.wrap(storages.computeIfAbsent(tensor.storage(), archive::storage))
            .order(ByteOrder.LITTLE_ENDIAN);
    copy(tensor, from, ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN));
    return new Tensor(type.becomes(), tensor.sizes(), values);
  }

  /** Number of values of a tensor, all of which lie in its storage. */
  private long requireWithin(String name, TorchTensor tensor) {
    List<Long> sizes = tensor.sizes();
    List<Long> strides = tensor.strides();
    boolean sane =
        sizes.size() == strides.size()
            && tensor.offset() >= 0
            && sizes.stream().allMatch(size -> size >= 0)
            && strides.stream().allMatch(stride -> stride >= 0);
    long count = 1;
    long last = tensor.offset();
    for (int i = 0; sane && i < sizes.size(); i++) {
      count = Math.multiplyExact(count, sizes.get(i));
      last = Math.addExact(last, Math.multiplyExact(Math.max(0, sizes.get(i) - 1), strides.get(i)));
    }
    if (!sane || (count > 0 && last >= tensor.storage().values())) {
      throw archive.refused(
          "%s lies outside its storage of %d values: offset %d, sizes %s, strides %s"
              .formatted(name, tensor.storage().values(), tensor.offset(), sizes, strides));
    }
    return count;
  }

  /** Copies a view's values in row-major order. */
  private static void copy(TorchTensor tensor, ByteBuffer from, ByteBuffer to) {
    long[] index = new long[tensor.sizes().size()];
    long at = tensor.offset();
    while (to.hasRemaining()) {
      tensor.storage().type().copy(from, at, to);
      int axis = index.length - 1;
      while (axis >= 0 && ++index[axis] == tensor.sizes().get(axis)) {
        at -= (index[axis] - 1) * tensor.strides().get(axis);
        index[axis--] = 0;
      }
      if (axis >= 0) {
        at += tensor.strides().get(axis);
      }
    }
  }
}
