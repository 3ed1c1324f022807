package io.github.trunkrepro.runtime.dataset;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the images come from: the part of the recipe's {@code dataset} that does not depend on the
 * split.
 *
 * @param format how the files are read
 * @param source folder or archive, relative to the project's base directory; empty for {@link
 *     Format#STROKES}
 * @param orientation whether IDX pixels are taken as stored or transposed; must be written for IDX
 *     files, because EMNIST stores its images transposed
 * @param firstLabel label of the first class in the files (1 for EMNIST Letters)
 * @param checksums file name to SHA-256, as declared; files that are not named are only recorded
 * @param channels of the images, 1 or 3; must be written for image files, whose own may differ
 */
public record SourceSpec(
    Format format,
    Optional<String> source,
    Optional<Orientation> orientation,
    int firstLabel,
    Map<String, String> checksums,
    OptionalInt channels) {

  public SourceSpec {
    checksums = Map.copyOf(checksums);
  }

  /** A source whose format says how many channels there are. */
  public SourceSpec(
      Format format,
      Optional<String> source,
      Optional<Orientation> orientation,
      int firstLabel,
      Map<String, String> checksums) {
    this(format, source, orientation, firstLabel, checksums, OptionalInt.empty());
  }

  /** File formats. */
  public enum Format {
    IDX,
    CIFAR10,
    IMAGE_FOLDER,
    CSV,
    STROKES
  }

  /** Orientation of IDX images. */
  public enum Orientation {
    AS_STORED,
    TRANSPOSED
  }
}
