package io.github.trunkrepro.runtime.dataset;

import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * How a data set is read.
 *
 * @param trainPerClass at most so many training images of each class, drawn by the seed and kept in
 *     the order of the files; a class that has fewer gives all it has. For {@code strokes} the
 *     number that is drawn (200 if absent)
 * @param testPerClass the same for the test images ({@code strokes}: 100 if absent)
 * @param step what is done to every image as it is read, for example a change of size. May be
 *     called by several threads; it throws a UserException for an image that it cannot work on
 * @param room where the pixels are kept; must stay open as long as the images are used
 */
public record Reading(
    OptionalInt trainPerClass,
    OptionalInt testPerClass,
    long seed,
    UnaryOperator<RawImage> step,
    PixelRoom room) {

  /** Every image as it is stored, in memory. */
  public static Reading whole(long seed) {
    return new Reading(
        OptionalInt.empty(),
        OptionalInt.empty(),
        seed,
        UnaryOperator.identity(),
        PixelRoom.inMemory());
  }

  OptionalInt perClass(Part part) {
    return part == Part.TRAIN ? trainPerClass : testPerClass;
  }
}
