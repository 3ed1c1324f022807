package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.dataset.ImageSource.Contents;
import io.github.trunkrepro.runtime.dataset.SourceSpec.Format;
import io.github.trunkrepro.runtime.document.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads data sets, and refuses what is damaged or not what was declared. */
public final class Datasets {
  private Datasets() {}

  /**
   * Reads both parts of a data set.
   *
   * @param baseDirectory what {@link SourceSpec#source()} is relative to
   * @throws UserException (check) if files are not those of {@link SourceSpec#checksums()};
   *     (set-up) if they are missing, damaged or do not belong together
   */
  public static Dataset read(SourceSpec spec, Path baseDirectory, Reading reading) {
    Path base = baseDirectory.toAbsolutePath().normalize();
    if (spec.format() == Format.STROKES) {
      requireNoFileSettings(spec);
      return dataset(
          Strokes.CLASS_NAMES,
          Strokes.draw(Part.TRAIN, reading.trainPerClass().orElse(200), reading),
          Strokes.draw(Part.TEST, reading.testPerClass().orElse(100), reading),
          List.of(),
          base);
    }
    ImageSource source = find(spec, base, EnumSet.allOf(Part.class));
    List<DataFile> files = verify(spec, source);
    Contents contents = source.read(reading);
    ImageSet train = contents.parts().get(Part.TRAIN);
    ImageSet test = contents.parts().get(Part.TEST);
    requireSameShape(train, test, source);
    requireTrainingImages(contents.classNames(), train, source);
    return dataset(
        contents.classNames(),
        subset(train, reading, Part.TRAIN),
        subset(test, reading, Part.TEST),
        files,
        source.folder());
  }

  /**
   * Reads one part of a data set whose other part may be missing, whole. Where no file names the
   * classes, the labels of this part alone say which there are.
   *
   * @param spec of a format that is read from files
   * @throws UserException as {@link #read}
   */
  public static LabelledImages readPart(SourceSpec spec, Path baseDirectory, Part part) {
    ImageSource source = find(spec, baseDirectory.toAbsolutePath().normalize(), EnumSet.of(part));
    List<DataFile> files = verify(spec, source);
    Contents contents = source.read(Reading.whole(0));
    return new LabelledImages(contents.classNames(), contents.parts().get(part), files);
  }

  private static ImageSource find(SourceSpec spec, Path base, Set<Part> parts) {
    String name =
        spec.source()
            .orElseThrow(
                () ->
                    DataErrors.setup(
                        "dataset.source is missing: name there the folder with the files."));
    Path source = base.resolve(name).normalize();
    if (spec.official().isPresent()) {
      requireFetched(spec.official().get(), source);
    }
    boolean archivePossible = spec.format() == Format.CIFAR10 && Files.isRegularFile(source);
    if (!Files.isDirectory(source) && !archivePossible) {
      throw DataErrors.setup(
          DataErrors.text(
              "%s: expected %s there, found %s. The recipe names it as dataset.source: %s",
              source,
              spec.format() == Format.CIFAR10 ? "a folder or a tar.gz archive" : "a folder",
              Files.exists(source) ? "a file" : "nothing",
              name));
    }
    if (spec.format() == Format.IDX) {
      SourceSpec.Orientation orientation =
          spec.orientation()
              .orElseThrow(
                  () ->
                      DataErrors.setup(
                          "dataset.orientation is missing: write whether the pixels of the IDX"
                              + " files are taken as stored or transposed (EMNIST stores its"
                              + " images transposed)."));
      if (spec.firstLabel() < 0 || spec.firstLabel() > 255) {
        throw DataErrors.setup(
            "dataset.firstLabel: expected a label from 0 to 255, found "
                + spec.firstLabel()
                + ": labels in IDX files are bytes.");
      }
      return spec.official()
          .map(set -> IdxSource.findPublished(source, orientation, set, parts))
          .orElseGet(() -> IdxSource.find(source, orientation, spec.firstLabel(), parts));
    }
    requireNoIdxSettings(spec);
    if (spec.format() == Format.CIFAR10) {
      return spec.official().isPresent()
          ? Cifar10Source.findPublished(source, parts)
          : Cifar10Source.find(source, parts);
    }
    if (spec.format() == Format.SVHN) {
      return SvhnSource.find(source, parts, spec.official().map(OfficialSet::extra).orElse(false));
    }
    int channels =
        spec.channels()
            .orElseThrow(
                () ->
                    DataErrors.setup(
                        "dataset.channels is missing: write 1 for grey images or 3 for colours."));
    return spec.format() == Format.CSV
        ? ImageTable.find(source, parts, channels)
        : ImageFolder.find(source, parts, channels);
  }

  private static void requireFetched(OfficialSet set, Path source) {
    if (!Files.exists(source)) {
      throw DataErrors.setup(
          source
              + ": expected the files of "
              + set
              + " there, found nothing. Fetch them with mvn trunk:fetch, or name the folder that"
              + " holds them as dataset.source in the recipe.");
    }
  }

  private static void requireNoIdxSettings(SourceSpec spec) {
    if (spec.orientation().isPresent() || spec.firstLabel() != 0) {
      throw DataErrors.setup(
          "dataset.orientation and dataset.firstLabel are for IDX files: remove them for "
              + spec.format()
              + ".");
    }
  }

  private static void requireNoFileSettings(SourceSpec spec) {
    requireNoIdxSettings(spec);
    if (spec.source().isPresent() || !spec.checksums().isEmpty()) {
      throw DataErrors.setup(
          "dataset.source and dataset.checksums are for files, but strokes are drawn: remove them.");
    }
  }

  private static List<DataFile> verify(SourceSpec spec, ImageSource source) {
    List<DataFile> files =
        Checksums.verify(
            source.folder(),
            source.files(),
            spec.checksums(),
            "Data files are not those that the recipe declares in dataset.checksums:",
            "Get the declared files again, or, if the change is meant, write the SHA-256 that was"
                + " found into the recipe.");
    spec.official()
        .ifPresent(
            set ->
                OfficialChecksums.verify(set, source.folder(), files, spec.checksums().keySet()));
    return files;
  }

  private static void requireSameShape(ImageSet train, ImageSet test, ImageSource source) {
    if (!train.shape().equals(test.shape())) {
      throw DataErrors.setup(
          DataErrors.text(
                  "%s: expected test images of the same shape as the training images (%s), found %s.",
                  source.folder(), train.shape(), test.shape())
              + " Take files that belong together.");
    }
  }

  /** A class without images can be neither trained nor grouped. */
  private static void requireTrainingImages(
      List<String> classNames, ImageSet train, ImageSource source) {
    int[] counts = Splits.counts(train);
    List<String> empty =
        IntStream.range(0, classNames.size())
            .filter(index -> index >= counts.length || counts[index] == 0)
            .mapToObj(classNames::get)
            .toList();
    if (!empty.isEmpty() || classNames.size() < 2) {
      throw DataErrors.setup(
          DataErrors.text(
                  "%s: expected training images of at least two classes and of each class, found %d classes;",
                  source.folder(), classNames.size())
              + " without any training image: "
              + DataErrors.list(empty)
              + ". Look for damaged labels, a mapping file of another data set, or a wrong"
              + " dataset.firstLabel.");
    }
  }

  private static ImageSet subset(ImageSet images, Reading reading, Part part) {
    OptionalInt perClass = reading.perClass(part);
    if (perClass.isEmpty()) {
      return images;
    }
    int[] indices = Splits.perClass(images, perClass.getAsInt(), reading.seed(), part);
    ImageSet copy = ByteImages.copyOf(images, indices, reading);
    List<String> files =
        IntStream.of(indices).mapToObj(images::file).flatMap(Optional::stream).toList();
    return files.isEmpty() ? copy : new NamedImages(copy, files);
  }

  private static Dataset dataset(
      List<String> classNames, ImageSet train, ImageSet test, List<DataFile> files, Path folder) {
    return new Dataset(
        classNames, train, test, files, folder, ImageDigests.of(train), ImageDigests.of(test));
  }
}
