package io.github.trunkrepro.runtime.weights;

import java.nio.ByteBuffer;

/**
 * Types of values in PyTorch's storages, and what becomes of them here: every floating type becomes
 * float32, as it does when PyTorch loads a state dict into a network of float32 (16 bits exactly,
 * 64 bits rounded to the nearest).
 */
enum TorchType {
  FLOAT64(8, Tensor.Type.F32),
  FLOAT32(4, Tensor.Type.F32),
  FLOAT16(2, Tensor.Type.F32),
  BFLOAT16(2, Tensor.Type.F32),
  INT64(8, Tensor.Type.I64);

  private static final int HALF_FRACTION_BITS = 10;
  private static final int HALF_EXPONENT_MASK = 0x1f;
  private static final int HALF_FRACTION_MASK = 0x3ff;

  /** Smallest positive float16, 2^-24. */
  private static final float HALF_STEP = 0x1p-24f;

  private final int bytes;
  private final Tensor.Type becomes;

  TorchType(int bytes, Tensor.Type becomes) {
    this.bytes = bytes;
    this.becomes = becomes;
  }

  /** Bytes of a value in the storage. */
  int bytes() {
    return bytes;
  }

  Tensor.Type becomes() {
    return becomes;
  }

  /**
   * Appends a value.
   *
   * @param from little endian
   * @param index of the value in {@code from}
   * @param to little endian
   */
  void copy(ByteBuffer from, long index, ByteBuffer to) {
    int at = Math.toIntExact(index * bytes);
    switch (this) {
      case FLOAT64 -> to.putFloat((float) from.getDouble(at));
      case FLOAT32 -> to.putInt(from.getInt(at));
      case FLOAT16 -> to.putFloat(half(from.getShort(at)));
      case BFLOAT16 -> to.putInt(from.getShort(at) << 16); // the upper half of a float32
      case INT64 -> to.putLong(from.getLong(at));
    }
  }

  /** IEEE 754 binary16; {@code Float.float16ToFloat} is there from JDK 20. */
  private static float half(short bits) {
    int exponent = (bits >> HALF_FRACTION_BITS) & HALF_EXPONENT_MASK;
    int fraction = bits & HALF_FRACTION_MASK;
    int sign = (bits & 0x8000) << 16;
    if (exponent == 0) {
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * HALF_STEP));
    }
    // Infinity and NaN keep an exponent of ones; others change the bias from 15 to 127.
    int wide = exponent == HALF_EXPONENT_MASK ? 0xff : exponent + 127 - 15;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << (23 - HALF_FRACTION_BITS));
  }
}
