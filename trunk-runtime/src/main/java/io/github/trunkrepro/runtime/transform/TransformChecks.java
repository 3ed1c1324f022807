package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.transform.TransformSpec.CenterCrop;
import io.github.trunkrepro.runtime.transform.TransformSpec.Normalize;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomCrop;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomHorizontalFlip;
import io.github.trunkrepro.runtime.transform.TransformSpec.Resize;
import io.github.trunkrepro.runtime.transform.TransformSpec.ToTensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is wrong with a list of transforms for images of a shape. */
final class TransformChecks {
  private static final Set<Class<? extends TransformSpec>> BYTES_ONLY =
      Set.of(
          Resize.class,
          TransformSpec.RandomResizedCrop.class,
          TransformSpec.RandomRotation.class,
          TransformSpec.RandomAffine.class,
          TransformSpec.ColorJitter.class,
          TransformSpec.Grayscale.class,
          TransformSpec.RandAugment.class,
          TransformSpec.TrivialAugmentWide.class,
          TransformSpec.AutoAugment.class);
  private static final Set<Class<? extends TransformSpec>> FLOATS_ONLY =
      Set.of(Normalize.class, TransformSpec.RandomErasing.class, TransformSpec.CutOut.class);

  private final List<String> problems = new ArrayList<>();
  private Optional<String> toTensor = Optional.empty();
  private boolean nested;
  private ImageShape shape;

  private TransformChecks(ImageShape input) {
    shape = input;
  }

  /**
   * Every problem, in the order of the list; entries are counted from 0.
   *
   * @param done entries at the beginning that are not looked at
   */
  static List<String> problems(List<TransformSpec> transforms, int done, ImageShape input) {
    TransformChecks checks = new TransformChecks(input);
    for (int i = done; i < transforms.size(); i++) {
      checks.check("transform[" + i + "]", transforms.get(i));
    }
    if (checks.toTensor.isEmpty()) {
      checks.problems.add(
          "ToTensor is missing among the "
              + transforms.size()
              + " transforms: add one, it makes numbers of bytes");
    }
    return checks.problems;
  }

  private void check(String place, TransformSpec transform) {
    String name = place + " " + transform.getClass().getSimpleName() + ": ";
    if (toTensor.isPresent() && BYTES_ONLY.contains(transform.getClass())) {
      problems.add(name + "works on the bytes of an image: put it in front of ToTensor");
    } else if (toTensor.isEmpty() && FLOATS_ONLY.contains(transform.getClass())) {
      problems.add(name + "works on the numbers that ToTensor makes: put it after ToTensor");
    }
    if (transform instanceof ToTensor) {
      toTensor(place, name);
    } else if (transform instanceof Normalize normalize) {
      check(name, normalize);
    } else if (transform instanceof RandomHorizontalFlip flip) {
      checkProbability(name, flip.p());
    } else if (transform instanceof TransformSpec.RandomVerticalFlip flip) {
      checkProbability(name, flip.p());
    } else if (transform instanceof RandomCrop crop) {
      check(name, crop);
    } else if (transform instanceof CenterCrop crop) {
      check(name, crop);
    } else if (transform instanceof TransformSpec.Compose compose) {
      checkAll(place, compose.transforms());
    } else if (transform instanceof TransformSpec.RandomApply apply) {
      nested(place, name, apply.transforms());
      checkProbability(name, apply.p());
    } else if (transform instanceof TransformSpec.RandomChoice choice) {
      check(place, name, choice);
    } else {
      checkOther(name, transform);
    }
  }

  /** What has a fill or changes the shape in its own way. */
  private void checkOther(String name, TransformSpec transform) {
    if (transform instanceof TransformSpec.Pad pad) {
      checkPerChannel(name, "fill", pad.fill());
    } else if (transform instanceof TransformSpec.RandomRotation rotation) {
      checkPerChannel(name, "fill", rotation.fill());
    } else if (transform instanceof TransformSpec.RandomAffine affine) {
      checkPerChannel(name, "fill", affine.fill());
    } else if (transform instanceof TransformSpec.RandAugment augment) {
      checkPerChannel(name, "fill", augment.fill());
    } else if (transform instanceof TransformSpec.TrivialAugmentWide augment) {
      checkPerChannel(name, "fill", augment.fill());
    } else if (transform instanceof TransformSpec.AutoAugment augment) {
      checkPerChannel(name, "fill", augment.fill());
    } else if (transform instanceof TransformSpec.RandomErasing erasing
        && !erasing.value().isEmpty()) {
      checkPerChannel(name, "value", erasing.value());
    }
    if (transform instanceof TransformSpec.PadTo window) {
      checkPerChannel(name, "fill", window.fill());
      if (Math.max(window.height(), window.width()) > TransformSpec.MAX_SIDE) {
        problems.add(
            name
                + "expected a window with sides of at most "
                + TransformSpec.MAX_SIDE
                + ", found "
                + window.height()
                + "x"
                + window.width());
        return;
      }
    }
    if (transform instanceof Resize resize
        && Math.max(resize.height(shape), resize.width(shape)) > TransformSpec.MAX_SIDE) {
      problems.add(
          name
              + "would make "
              + resize.height(shape)
              + "x"
              + resize.width(shape)
              + " (height x width) of "
              + shape.height()
              + "x"
              + shape.width()
              + ": expected sides of at most "
              + TransformSpec.MAX_SIDE);
      return;
    }
    shape = transform.outputShape(shape);
  }

  private void toTensor(String place, String name) {
    if (nested) {
      problems.add(name + "cannot be left to chance: put it outside");
    } else if (toTensor.isPresent()) {
      problems.add(name + toTensor.get() + " is ToTensor already: keep one of the two");
    } else {
      toTensor = Optional.of(place);
    }
  }

  private void checkAll(String place, List<TransformSpec> transforms) {
    for (int i = 0; i < transforms.size(); i++) {
      check(place + ".transforms[" + i + "]", transforms.get(i));
    }
  }

  /** What may happen or not must leave the shape alone. */
  private void nested(String place, String name, List<TransformSpec> transforms) {
    ImageShape before = shape;
    inside(() -> checkAll(place, transforms));
    if (!shape.equals(before)) {
      problems.add(
          name
              + "expected transforms that leave the shape "
              + before
              + " as it is, because they are not always applied; found one that makes "
              + shape);
      shape = before;
    }
  }

  private void check(String place, String name, TransformSpec.RandomChoice choice) {
    ImageShape before = shape;
    Set<ImageShape> shapes = new LinkedHashSet<>();
    for (int i = 0; i < choice.transforms().size(); i++) {
      shape = before;
      String child = place + ".transforms[" + i + "]";
      TransformSpec one = choice.transforms().get(i);
      inside(() -> check(child, one));
      shapes.add(shape);
    }
    if (shapes.size() > 1) {
      problems.add(name + "expected transforms that all give one shape, found " + shapes);
    }
  }

  private void inside(Runnable checks) {
    boolean outer = nested;
    nested = true;
    checks.run();
    nested = outer;
  }

  private void checkProbability(String name, double p) {
    if (!(p >= 0 && p <= 1)) {
      problems.add(name + "expected p from 0 to 1, found " + p);
    }
  }

  private void checkPerChannel(String name, String what, List<?> values) {
    if (values.size() != 1 && values.size() != shape.channels()) {
      problems.add(
          name
              + "expected "
              + what
              + " to be one number, or one for each of the image's channels ("
              + shape.channels()
              + "), found "
              + values);
    }
  }

  private void check(String name, CenterCrop crop) {
    if (crop.height() < 1
        || crop.width() < 1
        || crop.height() > TransformSpec.MAX_SIDE
        || crop.width() > TransformSpec.MAX_SIDE) {
      problems.add(
          name
              + "expected a window of 1x1 to "
              + TransformSpec.MAX_SIDE
              + "x"
              + TransformSpec.MAX_SIDE
              + " (height x width), found "
              + crop.height()
              + "x"
              + crop.width());
      return;
    }
    shape = new ImageShape(shape.channels(), crop.height(), crop.width());
  }

  private void check(String name, Normalize normalize) {
    int channels = shape.channels();
    if (normalize.mean().size() != channels || normalize.std().size() != channels) {
      problems.add(
          name
              + "expected one mean and one std for each of the image's channels ("
              + channels
              + "), found mean "
              + normalize.mean()
              + " and std "
              + normalize.std());
    }
    if (!normalize.mean().stream().allMatch(mean -> Float.isFinite(mean.floatValue()))) {
      problems.add(name + "expected finite float32 means, found " + normalize.mean());
    }
    if (!normalize.std().stream().allMatch(TransformChecks::divides)) {
      problems.add(name + "expected finite float32 std other than 0, found " + normalize.std());
    }
  }

  private static boolean divides(double std) {
    return Float.isFinite((float) std) && (float) std != 0;
  }

  private void check(String name, RandomCrop crop) {
    List<Integer> padding = crop.padding();
    if (padding.size() != 4
        || padding.stream().anyMatch(pixels -> pixels < 0 || pixels > TransformSpec.MAX_SIDE)) {
      problems.add(
          name
              + "expected a padding of four numbers (left, top, right, bottom) from 0 to "
              + TransformSpec.MAX_SIDE
              + ", found "
              + padding);
      return;
    }
    int height = shape.height() + padding.get(1) + padding.get(3);
    int width = shape.width() + padding.get(0) + padding.get(2);
    if (crop.height() < 1 || crop.width() < 1 || crop.height() > height || crop.width() > width) {
      problems.add(
          name
              + "expected a window of 1x1 to "
              + height
              + "x"
              + width
              + " (height x width of the padded image), found "
              + crop.height()
              + "x"
              + crop.width()
              + ": make the window smaller or the padding larger");
      return;
    }
    shape = new ImageShape(shape.channels(), crop.height(), crop.width());
  }
}
