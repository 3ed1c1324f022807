package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.transform.TransformSpec.CenterCrop;
import io.github.trunkrepro.runtime.transform.TransformSpec.Normalize;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomCrop;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomHorizontalFlip;
import io.github.trunkrepro.runtime.transform.TransformSpec.Resize;
import io.github.trunkrepro.runtime.transform.TransformSpec.ToTensor;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a list of transforms for images of a shape. */
final class TransformChecks {
  private final List<String> problems = new ArrayList<>();
  private int toTensor = -1;
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
      checks.check(i, transforms.get(i));
    }
    if (checks.toTensor < 0) {
      checks.problems.add(
          "ToTensor is missing among the "
              + transforms.size()
              + " transforms: add one, it makes numbers of bytes");
    }
    return checks.problems;
  }

  private void check(int index, TransformSpec transform) {
    String name = "transform[" + index + "] " + transform.getClass().getSimpleName() + ": ";
    if (transform instanceof ToTensor) {
      if (toTensor >= 0) {
        problems.add(name + "transform[" + toTensor + "] is ToTensor already: keep one of the two");
      } else {
        toTensor = index;
      }
    } else if (transform instanceof Normalize normalize) {
      check(name, normalize);
    } else if (transform instanceof RandomHorizontalFlip flip) {
      if (!(flip.p() >= 0 && flip.p() <= 1)) {
        problems.add(name + "expected p from 0 to 1, found " + flip.p());
      }
    } else if (transform instanceof RandomCrop crop) {
      check(name, crop);
    } else if (transform instanceof Resize) {
      problems.add(
          name
              + "images are resized once, as they are read: let the transforms of train, validation"
              + " and test all begin with the same Resize");
    } else if (transform instanceof CenterCrop crop) {
      check(name, crop);
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
    if (toTensor < 0) {
      problems.add(name + "works on the numbers that ToTensor makes: put it after ToTensor");
    }
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
