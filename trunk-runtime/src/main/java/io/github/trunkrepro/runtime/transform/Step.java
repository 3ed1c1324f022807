package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * One transform, checked and ready: a pure function of image and random stream. Thread-safe.
 *
 * @param <I> {@link io.github.trunkrepro.runtime.dataset.RawImage} in front of ToTensor, never
 *     written into; {@link FloatImage} behind it
 */
interface Step<I> {
  I apply(I image, RandomStream stream);

  /**
   * The step of a transform that holds others; empty for any other transform.
   *
   * @param one makes the step of a transform that is held, for images of a shape
   */
  static <I> Optional<Step<I>> composed(
      TransformSpec spec, ImageShape shape, BiFunction<TransformSpec, ImageShape, Step<I>> one) {
    if (spec instanceof TransformSpec.Compose compose) {
      return Optional.of(chain(compose.transforms(), shape, one));
    } else if (spec instanceof TransformSpec.RandomApply apply) {
      return Optional.of(sometimes(apply.p(), chain(apply.transforms(), shape, one)));
    } else if (spec instanceof TransformSpec.RandomChoice choice) {
      return Optional.of(
          oneOf(choice.transforms().stream().map(t -> one.apply(t, shape)).toList(), choice.p()));
    }
    return Optional.empty();
  }

  private static <I> Step<I> chain(
      List<TransformSpec> specs,
      ImageShape input,
      BiFunction<TransformSpec, ImageShape, Step<I>> one) {
    List<Step<I>> steps = new ArrayList<>();
    ImageShape shape = input;
    for (TransformSpec spec : specs) {
      steps.add(one.apply(spec, shape));
      shape = spec.outputShape(shape);
    }
    return all(steps);
  }

  /** One after the other. */
  static <I> Step<I> all(List<Step<I>> steps) {
    List<Step<I>> copy = List.copyOf(steps);
    return (image, stream) -> {
      I result = image;
      for (Step<I> step : copy) {
        result = step.apply(result, stream);
      }
      return result;
    };
  }

  /** With probability {@code p}; as torchvision, one number is drawn in any case. */
  static <I> Step<I> sometimes(double p, Step<I> step) {
    return (image, stream) -> stream.nextFloat() < p ? step.apply(image, stream) : image;
  }

  /**
   * One of several.
   *
   * @param weights none: all equally likely
   */
  static <I> Step<I> oneOf(List<Step<I>> steps, List<Double> weights) {
    List<Step<I>> copy = List.copyOf(steps);
    double[] until = new double[copy.size()];
    double sum = 0;
    for (int i = 0; i < until.length; i++) {
      sum += weights.isEmpty() ? 1 : weights.get(i);
      until[i] = sum;
    }
    return (image, stream) -> {
      double drawn = stream.nextDouble() * until[until.length - 1];
      int chosen = 0;
      while (drawn >= until[chosen]) {
        chosen++;
      }
      return copy.get(chosen).apply(image, stream);
    };
  }
}
