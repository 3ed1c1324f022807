package io.github.trunkrepro.runtime.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.transform.TransformSpec.Normalize;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomCrop;
import io.github.trunkrepro.runtime.transform.TransformSpec.RandomHorizontalFlip;
import io.github.trunkrepro.runtime.transform.TransformSpec.ToTensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransformChecksTest {
  private static final ImageShape COLOUR = new ImageShape(3, 32, 32);

  @Test
  void channelsMustMatch() {
    assertThat(message(new ToTensor(), new Normalize(List.of(0.5), List.of(0.5, 0.5, 0.5))))
        .contains("3x32x32")
        .contains("transform[1] Normalize: expected one mean and one std for each")
        .contains("(3), found mean [0.5] and std [0.5, 0.5, 0.5]");
  }

  @Test
  void normalizeComesAfterToTensor() {
    assertThat(message(normalize(0.5), new ToTensor()))
        .contains("transform[0] Normalize: ")
        .contains("put it after ToTensor");
  }

  @Test
  void toTensorExactlyOnce() {
    assertThat(message()).contains("ToTensor is missing among the 0 transforms");
    assertThat(message(new RandomHorizontalFlip(0.5))).contains("ToTensor is missing");
    assertThat(message(new ToTensor(), new RandomHorizontalFlip(0.5), new ToTensor()))
        .contains("transform[2] ToTensor: transform[0] is ToTensor already");
  }

  @Test
  void standardDeviationMustDivide() {
    assertThat(message(new ToTensor(), normalize(0))).contains("std other than 0, found [0.0,");
    assertThat(message(new ToTensor(), normalize(1e-60))).contains("std other than 0");
    assertThat(message(new ToTensor(), normalize(Double.NaN))).contains("found [NaN,");
    assertThat(
            message(
                new ToTensor(), new Normalize(List.of(0.0, 1e300, 0.0), List.of(1.0, 1.0, 1.0))))
        .contains("transform[1] Normalize: expected finite float32 means");
  }

  @Test
  void windowMustFitThePaddedImage() {
    assertThat(message(new RandomCrop(33, 32, List.of(0, 0, 0, 0)), new ToTensor()))
        .contains("transform[0] RandomCrop: expected a window of 1x1 to 32x32")
        .contains("found 33x32");
    assertThat(message(new RandomCrop(32, 41, List.of(4, 0, 4, 0)), new ToTensor()))
        .contains("1x1 to 32x40");
    assertThat(message(new RandomCrop(0, 1, List.of(4, 0, 4, 0)), new ToTensor()))
        .contains("found 0x1");
    // The second crop sees what the first one left.
    RandomCrop first = new RandomCrop(20, 20, List.of(0, 0, 0, 0));
    assertThat(message(first, new RandomCrop(21, 20, List.of(0, 0, 0, 0)), new ToTensor()))
        .contains("transform[1] RandomCrop: expected a window of 1x1 to 20x20");
    assertThatNoException()
        .isThrownBy(
            () ->
                TransformPipeline.of(
                    List.of(new RandomCrop(40, 40, List.of(4, 4, 4, 4)), new ToTensor()), COLOUR));
  }

  @Test
  void paddingHasFourSidesAndIsNotNegative() {
    assertThat(message(new RandomCrop(8, 8, List.of(4)), new ToTensor()))
        .contains("transform[0] RandomCrop: expected a padding of four numbers");
    assertThat(message(new RandomCrop(8, 8, List.of(4, 4, -1, 4)), new ToTensor()))
        .contains("found [4, 4, -1, 4]");
    assertThat(message(new RandomCrop(8, 8, List.of(4, Integer.MAX_VALUE, 1, 4)), new ToTensor()))
        .contains("RandomCrop: expected a padding");
  }

  @Test
  void probabilityIsFromZeroToOne() {
    assertThat(message(new RandomHorizontalFlip(1.5), new ToTensor()))
        .contains("transform[0] RandomHorizontalFlip: expected p from 0 to 1, found 1.5");
    assertThat(message(new RandomHorizontalFlip(Double.NaN), new ToTensor())).contains("NaN");
  }

  @Test
  void allProblemsAtOnce() {
    assertThat(
            message(
                normalize(0),
                new RandomHorizontalFlip(-1),
                new RandomCrop(99, 99, List.of(0, 0, 0, 0))))
        .contains("put it after ToTensor", "other than 0", "found -1.0", "99x99", "is missing");
  }

  private static Normalize normalize(double std) {
    return new Normalize(List.of(0.5, 0.5, 0.5), List.of(std, 1.0, 1.0));
  }

  private static String message(TransformSpec... transforms) {
    UserException thrown =
        catchThrowableOfType(
            UserException.class, () -> TransformPipeline.of(List.of(transforms), COLOUR));
    assertThat(thrown).as("an exception").isNotNull();
    assertThat(thrown.kind()).isEqualTo(UserException.Kind.SETUP);
    return thrown.getMessage();
  }
}
