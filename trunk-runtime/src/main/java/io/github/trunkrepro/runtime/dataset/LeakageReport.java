package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.document.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Test images that stand in the training set too.
 *
 * @param testImages how many there are in all
 * @param exact a pair for each test image whose pixels are those of a training image, the first of
 *     these
 * @param near a pair for each other test image that is nearly a training image, the one that
 *     correlates most
 */
public record LeakageReport(int testImages, List<Pair> exact, List<Pair> near) {
  public LeakageReport {
    exact = List.copyOf(exact);
    near = List.copyOf(near);
  }

  /**
   * An image and its twin.
   *
   * @param correlation of the pixels, at most 1; empty where they are the same
   * @param mirrored whether the test image is like the mirror image of the training image
   */
  public record Pair(Image test, Image train, Optional<Double> correlation, boolean mirrored) {
    @Override
    public String toString() {
      return "test "
          + test
          + " = training "
          + train
          + correlation.map(value -> DataErrors.text(", correlation %.4f", value)).orElse("")
          + (mirrored ? ", mirrored" : "");
    }
  }

  /**
   * An image of a set.
   *
   * @param index in the set as it was read, from 0
   * @param file where it came from, for formats with a file an image
   */
  public record Image(int index, String className, Optional<String> file) {
    @Override
    public String toString() {
      return index + " (" + className + file.map(name -> ", " + name).orElse("") + ")";
    }
  }

  /** Whether there is any. */
  public boolean isEmpty() {
    return exact.isEmpty() && near.isEmpty();
  }

  /** The counts in a line. */
  public String summary() {
    return DataErrors.text(
        "of %d test images %d stand in the training set too%s, and %d more nearly%s",
        testImages, exact.size(), otherClass(exact), near.size(), otherClass(near));
  }

  private static String otherClass(List<Pair> pairs) {
    long other =
        pairs.stream()
            .filter(pair -> !pair.test().className().equals(pair.train().className()))
            .count();
    return other == 0 ? "" : " (" + other + " of them in another class)";
  }

  /**
   * Holds the counts against limits.
   *
   * @param written where all the pairs can be read, in the words of the message
   * @throws UserException (check) when there are more than a limit allows
   */
  public void check(LeakageLimits limits, String written) {
    List<String> problems = new ArrayList<>();
    compare("exact", exact, limits.exact(), problems);
    compare("near", near, limits.near(), problems);
    if (!problems.isEmpty()) {
      throw new UserException(
          UserException.Kind.CHECK,
          "Test images stand in the training set too, so that the test accuracy would be no measure:\n"
              + String.join("\n", problems)
              + "\nAll of them are in "
              + written
              + ". Take them out of one of the two sets, or, if they are meant to be there, raise"
              + " dataset.leakage in the recipe.");
    }
  }

  private static void compare(
      String name, List<Pair> pairs, OptionalInt limit, List<String> problems) {
    if (limit.isPresent() && pairs.size() > limit.getAsInt()) {
      problems.add(
          "dataset.leakage."
              + name
              + ": expected at most "
              + limit.getAsInt()
              + ", found "
              + pairs.size()
              + ":\n  "
              + DataErrors.lines(pairs.stream().map(Pair::toString).toList()));
    }
  }
}
