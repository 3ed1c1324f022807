package io.github.trunkrepro.runtime.weights;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All that a pickle may name: the closed list. To name one runs nothing; what it stands for is
 * written out in {@link TorchDialect}.
 */
enum TorchClass {
  ORDERED_DICT("collections.OrderedDict"),
  REBUILD_TENSOR("torch._utils._rebuild_tensor_v2"),
  REBUILD_PARAMETER("torch._utils._rebuild_parameter"),
  DOUBLE_STORAGE("torch.DoubleStorage", TorchType.FLOAT64),
  FLOAT_STORAGE("torch.FloatStorage", TorchType.FLOAT32),
  HALF_STORAGE("torch.HalfStorage", TorchType.FLOAT16),
  BFLOAT16_STORAGE("torch.BFloat16Storage", TorchType.BFLOAT16),
  LONG_STORAGE("torch.LongStorage", TorchType.INT64);

  private final String pythonName;
  private final Optional<TorchType> storage;

  TorchClass(String pythonName) {
    this.pythonName = pythonName;
    this.storage = Optional.empty();
  }

  TorchClass(String pythonName, TorchType storage) {
    this.pythonName = pythonName;
    this.storage = Optional.of(storage);
  }

  /** The class with this name, module first. */
  static Optional<TorchClass> named(String pythonName) {
    return Arrays.stream(values()).filter(c -> c.pythonName.equals(pythonName)).findFirst();
  }

  /** Names of all, for messages. */
  static List<String> names() {
    return Arrays.stream(values()).map(c -> c.pythonName).toList();
  }

  /** Type of the values, of a class of storages. */
  Optional<TorchType> storage() {
    return storage;
  }

  @Override
  public String toString() {
    return pythonName;
  }
}
