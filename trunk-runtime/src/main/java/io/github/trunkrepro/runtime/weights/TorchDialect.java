package io.github.trunkrepro.runtime.weights;

import static io.github.trunkrepro.runtime.pickle.Unpickler.expect;

import io.github.trunkrepro.runtime.pickle.PickleDialect;
import io.github.trunkrepro.runtime.pickle.PickleException;
import io.github.trunkrepro.runtime.pickle.Unpickler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Pickles as {@code torch.save} writes them: of {@link TorchClass}, {@link TorchTensor.Storage} and
 * {@link TorchTensor}.
 */
final class TorchDialect implements PickleDialect {
  /** Of a tensor; PyTorch's own limit. A tuple may stand for the sizes of many tensors. */
  private static final int MOST_DIMENSIONS = 64;

  private static final Pattern STORAGE_KEY = Pattern.compile("[0-9A-Za-z_]{1,40}");

  @Override
  public List<String> names() {
    return TorchClass.names();
  }

  @Override
  public Optional<Object> named(String name) {
    return TorchClass.named(name).map(Object.class::cast);
  }

  /** {@code ("storage", class, key, device, number of values)}. */
  @Override
  public Object persistent(Object id) throws PickleException {
    List<Object> parts = expect(Unpickler.Tuple.class, id, "a tuple").values();
    if (parts.size() == 5
        && "storage".equals(parts.get(0))
        && parts.get(1) instanceof TorchClass type
        && type.storage().isPresent()
        && parts.get(2) instanceof String key
        && STORAGE_KEY.matcher(key).matches()
        && parts.get(3) instanceof String
        && parts.get(4) instanceof Long values
        && values >= 0) {
      return new TorchTensor.Storage(type.storage().get(), key, values);
    }
    throw new PickleException("a storage: (\"storage\", class, key, device, number of values)");
  }

  @Override
  public Object call(Object callee, List<Object> arguments) throws PickleException {
    TorchClass function = expect(TorchClass.class, callee, "a name from the list");
    if (function == TorchClass.ORDERED_DICT && arguments.isEmpty()) {
      return new Unpickler.Dict();
    }
    if (function == TorchClass.REBUILD_TENSOR && arguments.size() >= 6) {
      return tensor(arguments);
    }
    if (function == TorchClass.REBUILD_PARAMETER && arguments.size() == 3) {
      return expect(TorchTensor.class, arguments.get(0), "a tensor");
    }
    throw new PickleException("arguments that " + function + " takes");
  }

  /** {@code (storage, offset, sizes, strides, requires_grad, hooks)}; the last two are not used. */
  private static TorchTensor tensor(List<Object> arguments) throws PickleException {
    return new TorchTensor(
        expect(TorchTensor.Storage.class, arguments.get(0), "a storage"),
        expect(Long.class, arguments.get(1), "an offset"),
        integers(arguments.get(2)),
        integers(arguments.get(3)));
  }

  private static List<Long> integers(Object tuple) throws PickleException {
    List<Object> values = expect(Unpickler.Tuple.class, tuple, "a tuple of integers").values();
    if (values.size() > MOST_DIMENSIONS) {
      throw new PickleException("a tensor of at most " + MOST_DIMENSIONS + " dimensions");
    }
    List<Long> integers = new ArrayList<>();
    for (Object value : values) {
      integers.add(expect(Long.class, value, "an integer"));
    }
    return integers;
  }

  /** Attributes of an ordered dictionary: PyTorch's versions of its modules, which are dropped. */
  @Override
  public void build(Object value, Object state) throws PickleException {
    expect(Unpickler.Dict.class, state, "a dictionary of attributes");
    expect(Unpickler.Dict.class, value, "a dictionary");
  }
}
