package io.github.trunkrepro.runtime.benchmark;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.transform.AugmentationPolicy;
import io.github.trunkrepro.runtime.transform.Interpolation;
import io.github.trunkrepro.runtime.transform.PaddingMode;
import io.github.trunkrepro.runtime.transform.TransformPipeline;
import io.github.trunkrepro.runtime.transform.TransformSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Images per second of each transform, with ToTensor, on one thread; run by {@code
 * docs/benchmarks/transforms.sh}. Each image has a stream of its own, as in training.
 */
final class TransformBenchmark {
  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  private static final Interpolation NEAREST = Interpolation.NEAREST;
  private static final List<Integer> BLACK = List.of(0);
  private static final TransformSpec NORMALIZE =
      new TransformSpec.Normalize(List.of(0.4914, 0.4822, 0.4465), List.of(0.2470, 0.2435, 0.2616));

  private TransformBenchmark() {}

  /** Arguments: seconds for each transform, of which as many again are warm-up. */
  public static void main(String[] arguments) {
    double seconds = Double.parseDouble(arguments[0]);
    byte[][] images = new byte[256][SHAPE.values()];
    RandomStream noise = RandomStream.of(1, "benchmark");
    for (byte[] image : images) {
      for (int i = 0; i < image.length; i++) {
        image[i] = (byte) noise.nextInt();
      }
    }
    cases()
        .forEach(
            (name, transforms) -> {
              TransformPipeline pipeline = TransformPipeline.of(transforms, SHAPE);
              run(pipeline, images, seconds);
              System.out.printf("%s %.0f%n", name, run(pipeline, images, seconds));
            });
  }

  private static double run(TransformPipeline pipeline, byte[][] images, double seconds) {
    float[] out = new float[pipeline.outputShape().values()];
    long start = System.nanoTime();
    long done = 0;
    while (System.nanoTime() - start < seconds * 1e9) {
      for (byte[] image : images) {
        pipeline.apply(image, RandomStream.of(1, "image " + done), out, 0);
        done++;
      }
    }
    return done / ((System.nanoTime() - start) / 1e9);
  }

  private static Map<String, List<TransformSpec>> cases() {
    Map<String, List<TransformSpec>> cases = new LinkedHashMap<>();
    TransformSpec augment = new TransformSpec.RandAugment(2, 8, 31, NEAREST, BLACK);
    TransformSpec toTensor = new TransformSpec.ToTensor();
    TransformSpec cutOut = new TransformSpec.CutOut(2, 4);
    cases.put("whole", List.of(augment, toTensor, NORMALIZE, cutOut));
    cases.put("ToTensor", List.of(toTensor));
    cases.put("Normalize", List.of(toTensor, NORMALIZE));
    cases.put("CutOut", List.of(toTensor, cutOut));
    cases.put(
        "RandomErasing",
        List.of(
            toTensor,
            new TransformSpec.RandomErasing(
                0.5, List.of(0.02, 0.33), List.of(0.3, 3.3), List.of(0.0))));
    List<TransformSpec> bytes =
        List.of(
            augment,
            new TransformSpec.TrivialAugmentWide(31, NEAREST, BLACK),
            new TransformSpec.AutoAugment(AugmentationPolicy.CIFAR10, NEAREST, BLACK),
            new TransformSpec.RandomHorizontalFlip(0.5),
            new TransformSpec.RandomVerticalFlip(0.5),
            new TransformSpec.RandomCrop(32, 32, List.of(4, 4, 4, 4)),
            new TransformSpec.RandomResizedCrop(
                32, 32, List.of(0.08, 1.0), List.of(3.0 / 4, 4.0 / 3), Interpolation.BILINEAR),
            new TransformSpec.RandomRotation(
                List.of(-15.0, 15.0), NEAREST, Optional.empty(), BLACK),
            new TransformSpec.RandomAffine(
                List.of(-15.0, 15.0),
                Optional.of(List.of(0.1, 0.1)),
                Optional.of(List.of(0.9, 1.1)),
                List.of(-5.0, 5.0),
                NEAREST,
                BLACK,
                Optional.empty()),
            new TransformSpec.ColorJitter(
                List.of(0.6, 1.4), List.of(0.6, 1.4), List.of(0.6, 1.4), List.of(-0.1, 0.1)),
            new TransformSpec.Grayscale(3),
            new TransformSpec.Pad(List.of(4, 4, 4, 4), BLACK, PaddingMode.CONSTANT),
            new TransformSpec.Resize(List.of(48, 48)),
            new TransformSpec.CenterCrop(28, 28));
    for (TransformSpec spec : bytes) {
      cases.put(spec.getClass().getSimpleName(), new ArrayList<>(List.of(spec, toTensor)));
    }
    return cases;
  }
}
