package io.github.trunkrepro.runtime.dataset;

import java.nio.file.Path;
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
 * @param official the data set that the recipe names; its files must be the official ones or be
 *     declared in {@code checksums}, and without a source they are where they were fetched to
 */
public record SourceSpec(
    Format format,
    Optional<String> source,
    Optional<Orientation> orientation,
    int firstLabel,
    Map<String, String> checksums,
    OptionalInt channels,
    Optional<OfficialSet> official) {

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
    this(format, source, orientation, firstLabel, checksums, OptionalInt.empty(), Optional.empty());
  }

  /** A data set that the recipe names. */
  public static SourceSpec official(
      OfficialSet set,
      Optional<String> source,
      Optional<Orientation> orientation,
      Map<String, String> checksums) {
    return new SourceSpec(
        set.format(),
        source,
        orientation,
        set.split().map(EmnistSplit::firstLabel).orElse(0),
        checksums,
        OptionalInt.empty(),
        Optional.of(set));
  }

  /**
   * The same, with a place for a named data set that has none.
   *
   * @param datasets folder into which data sets are fetched, a folder for each
   */
  public SourceSpec fetchedInto(Path datasets) {
    if (source.isPresent() || official.isEmpty()) {
      return this;
    }
    return at(datasets.resolve(official.get().name().toString()).toString());
  }

  /** The same files in another folder or archive. */
  public SourceSpec at(String place) {
    return new SourceSpec(
        format, Optional.of(place), orientation, firstLabel, checksums, channels, official);
  }

  /** File formats. */
  public enum Format {
    IDX,
    CIFAR10,
    IMAGE_FOLDER,
    CSV,
    STROKES,
    SVHN
  }

  /** Orientation of IDX images. */
  public enum Orientation {
    AS_STORED,
    TRANSPOSED
  }
}
