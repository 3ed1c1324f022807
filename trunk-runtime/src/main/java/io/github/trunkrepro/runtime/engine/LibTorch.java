package io.github.trunkrepro.runtime.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Functions of libtorch that DJL does not offer, called by their C++ names. The names are those of
 * the Itanium ABI (Linux, macOS); on Windows there are none of them, and callers fall back.
 *
 * <p>DJL's handle of an array is an {@code at::Tensor*}, and a reference is passed as a pointer.
 */
final class LibTorch {
  private static final Optional<NativeLibrary> LIBRARY = find();
  private static final Optional<Function> RELU = function("_ZN2at4_ops5relu_4callERNS_6TensorE");
  private static final Optional<Function> RELU6 = function("_ZN2at4_ops6relu6_4callERNS_6TensorE");

  private LibTorch() {}

  private static Optional<NativeLibrary> find() {
    Path library = Path.of(LibUtils.getLibtorchPath()).resolve(System.mapLibraryName("torch_cpu"));
    try {
      return Optional.of(NativeLibrary.getInstance(library.toString()));
    } catch (UnsatisfiedLinkError e) {
      return Optional.empty();
    }
  }

  private static Optional<Function> function(String name) {
    try {
      return LIBRARY.map(library -> library.getFunction(name));
    } catch (UnsatisfiedLinkError e) {
      return Optional.empty();
    }
  }

  /** {@code x.relu_()}; false if this platform lacks it, and nothing was done. */
  static boolean reluInPlace(NDArray x) {
    return callInPlace(RELU, x);
  }

  /** {@code torch.nn.functional.relu6_(x)}; false if this platform lacks it. */
  static boolean relu6InPlace(NDArray x) {
    return callInPlace(RELU6, x);
  }

  private static boolean callInPlace(Optional<Function> function, NDArray x) {
    function.ifPresent(
        f -> f.invokePointer(new Object[] {new Pointer(((PtNDArray) x).getHandle())}));
    return function.isPresent();
  }

  /**
   * {@code torch.use_deterministic_algorithms(True)}: an operator without a deterministic
   * implementation throws. Memory that was not written stays so: filling it with NaN, as this mode
   * does by default, is for finding mistakes and costs a write of every array.
   *
   * @return false if this platform lacks the functions
   */
  static boolean useDeterministicAlgorithms() {
    Optional<Function> context = function("_ZN2at13globalContextEv");
    Optional<Function> set = function("_ZN2at7Context26setDeterministicAlgorithmsEbb");
    Optional<Function> fill = function("_ZN2at7Context39setDeterministicFillUninitializedMemoryEb");
    if (context.isEmpty() || set.isEmpty() || fill.isEmpty()) {
      return false;
    }
    Pointer global = context.get().invokePointer(new Object[0]);
    set.get().invokeVoid(new Object[] {global, 1, 0});
    fill.get().invokeVoid(new Object[] {global, 0});
    return true;
  }
}
