package io.github.trunkrepro.runtime.dataset;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A data set that a recipe knows by name.
 *
 * @param split of EMNIST; empty for the others
 * @param extra whether SVHN's extra images are trained on too; false for the others
 */
public record OfficialSet(Name name, Optional<EmnistSplit> split, boolean extra) {

  /** The names. */
  public enum Name {
    EMNIST,
    MNIST,
    CIFAR10,
    SVHN;

    /** As in recipes, and of the folder into which its files are fetched. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Names of the files that the set is read from, as they are published (CIFAR-10: binary). */
  public List<String> files() {
    return switch (name) {
      case EMNIST -> idxFiles(prefix(), "test");
      case MNIST -> idxFiles("", "t10k");
      case CIFAR10 -> List.of(Cifar10Source.BINARY_ARCHIVE);
      case SVHN ->
          extra
              ? List.of(SvhnSource.TRAIN, SvhnSource.EXTRA, SvhnSource.TEST)
              : List.of(SvhnSource.TRAIN, SvhnSource.TEST);
    };
  }

  /** How the files are read. */
  SourceSpec.Format format() {
    return switch (name) {
      case EMNIST, MNIST -> SourceSpec.Format.IDX;
      case CIFAR10 -> SourceSpec.Format.CIFAR10;
      case SVHN -> SourceSpec.Format.SVHN;
    };
  }

  /** What the names of IDX files begin with. */
  String prefix() {
    return split.map(s -> "emnist-" + s + "-").orElse("");
  }

  /** Class names of IDX files; the other formats bring their own. */
  Optional<List<String>> classNames() {
    return split.map(EmnistSplit::classNames);
  }

  private static List<String> idxFiles(String prefix, String test) {
    return Stream.of("train", test)
        .flatMap(
            part ->
                Stream.of("images-idx3-ubyte.gz", "labels-idx1-ubyte.gz")
                    .map(kind -> prefix + part + "-" + kind))
        .toList();
  }

  @Override
  public String toString() {
    return name + split.map(s -> " " + s).orElse("") + (extra ? " with extra" : "");
  }
}
