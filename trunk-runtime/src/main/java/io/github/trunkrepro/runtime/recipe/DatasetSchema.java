package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Range.above;
import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.bool;
import static io.github.trunkrepro.runtime.document.Schemas.byKey;
import static io.github.trunkrepro.runtime.document.Schemas.choice;
import static io.github.trunkrepro.runtime.document.Schemas.integer;
import static io.github.trunkrepro.runtime.document.Schemas.mapOf;
import static io.github.trunkrepro.runtime.document.Schemas.number;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.document.Schemas.text;
import static io.github.trunkrepro.runtime.document.Schemas.wordOr;
import static io.github.trunkrepro.runtime.recipe.TransformSchema.TRANSFORMS;

import io.github.trunkrepro.runtime.dataset.EmnistSplit;
import io.github.trunkrepro.runtime.dataset.LeakageLimits;
import io.github.trunkrepro.runtime.dataset.OfficialSet;
import io.github.trunkrepro.runtime.dataset.SourceSpec;
import io.github.trunkrepro.runtime.dataset.SourceSpec.Format;
import io.github.trunkrepro.runtime.dataset.SourceSpec.Orientation;
import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Fields;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.transform.TransformSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Where the images come from, and how each split of them is used. */
final class DatasetSchema {
  private static final int TEST_BATCH_SIZE = 128;
  private static final int LOADERS = 2;
  private static final double FRACTION = 0.1;
  private static final String SHUFFLE = "Whether the order is drawn anew for each epoch.";

  private static final List<Format> FILES =
      List.of(Format.IDX, Format.CIFAR10, Format.IMAGE_FOLDER, Format.CSV, Format.SVHN);

  private static final Schema<String> SHA256 =
      text("64 hexadecimal digits", Pattern.compile("[0-9a-fA-F]{64}"))
          .map(digits -> digits.toLowerCase(Locale.ROOT));

  private DatasetSchema() {}

  /** All of {@code dataset}. */
  record Dataset(
      SourceSpec source,
      Optional<LeakageLimits> leakage,
      SplitSpec train,
      ValidationSpec validation,
      SplitSpec test) {}

  private record Params(int batchSize, int numWorkers, boolean shuffle) {
    SplitSpec split(Optional<Integer> perClass, List<TransformSpec> transform) {
      return new SplitSpec(optionalInt(perClass), batchSize, numWorkers, shuffle, transform);
    }
  }

  private record Validation(
      ValidationSpec.From from,
      double fraction,
      Optional<Params> params,
      Optional<List<TransformSpec>> transform) {}

  private static final Schema<Dataset> BY_FORMAT =
      object(
          f -> {
            Field<Format> format =
                f.required("format", choice(Format.class), "How the image files are read.");
            Field<Optional<String>> source =
                f.when(format, FILES)
                    .required(
                        "source",
                        text(),
                        "Folder or archive, relative to the project's base directory.");
            Fields.When idx = f.when(format, List.of(Format.IDX));
            Field<Optional<Orientation>> orientation =
                idx.required(
                    "orientation",
                    choice(Orientation.class),
                    "Whether pixels are taken as stored or transposed; EMNIST stores its letters"
                        + " lying on their side.");
            Field<Integer> firstLabel =
                idx.optional(
                    "firstLabel",
                    integer(atLeast(0).to(255)),
                    0,
                    "Label of the first class in the files; 1 for EMNIST Letters.");
            Field<Map<String, String>> checksums =
                f.when(format, FILES)
                    .optional("checksums", mapOf(SHA256), Map.of(), "SHA-256 by file name.");
            Field<Optional<Integer>> channels =
                f.when(format, List.of(Format.IMAGE_FOLDER, Format.CSV))
                    .required(
                        "channels",
                        integer(atLeast(1).to(3)),
                        "1: grey, the luma (ITU-R 601-2) of colours; 3: red, green and blue.");
            Use use = new Use(f);
            return v -> {
              if (v.get(channels).equals(Optional.of(2))) {
                v.problem(channels, "expected 1 (grey) or 3 (red, green and blue), found 2");
              }
              return new Dataset(
                  new SourceSpec(
                      v.get(format),
                      v.get(source),
                      v.get(orientation),
                      v.get(firstLabel),
                      v.get(checksums),
                      optionalInt(v.get(channels)),
                      Optional.empty()),
                  v.get(use.leakage),
                  v.get(use.train),
                  resolve(v.get(use.validation), v.get(use.test)),
                  v.get(use.test));
            };
          });

  private static final Schema<Dataset> BY_NAME =
      object(
          f -> {
            Field<OfficialSet.Name> name =
                f.required("name", choice(OfficialSet.Name.class), "An official data set.");
            Field<Optional<EmnistSplit>> split =
                f.when(name, List.of(OfficialSet.Name.EMNIST))
                    .required("split", choice(EmnistSplit.class), "Which split of EMNIST.");
            Field<Boolean> extra =
                f.when(name, List.of(OfficialSet.Name.SVHN))
                    .optional("extra", bool(), false, "Train on SVHN's extra images too.");
            Field<Orientation> orientation =
                f.when(name, List.of(OfficialSet.Name.EMNIST, OfficialSet.Name.MNIST))
                    .optional(
                        "orientation",
                        choice(Orientation.class),
                        Orientation.AS_STORED,
                        "Whether pixels are taken as stored or transposed; EMNIST stores its"
                            + " letters lying on their side.");
            Field<Optional<String>> source =
                f.optional(
                    "source",
                    text(),
                    "Folder with the official files, relative to the project's base directory;"
                        + " without, where trunk:fetch puts them.");
            Field<Map<String, String>> checksums =
                f.optional(
                    "checksums",
                    mapOf(SHA256),
                    Map.of(),
                    "SHA-256 by file name, of files to take in place of the official ones.");
            Use use = new Use(f);
            return v -> {
              OfficialSet set = new OfficialSet(v.get(name), v.get(split), v.get(extra));
              boolean idx =
                  set.name() == OfficialSet.Name.EMNIST || set.name() == OfficialSet.Name.MNIST;
              return new Dataset(
                  SourceSpec.official(
                      set,
                      v.get(source),
                      idx ? Optional.of(v.get(orientation)) : Optional.empty(),
                      v.get(checksums)),
                  v.get(use.leakage),
                  v.get(use.train),
                  resolve(v.get(use.validation), v.get(use.test)),
                  v.get(use.test));
            };
          });

  static final Schema<Dataset> DATASET = byKey("name", BY_NAME, BY_FORMAT);

  /** The keys that say what is done with the images, wherever they come from. */
  private static final class Use {
    private final Field<Optional<LeakageLimits>> leakage;
    private final Field<SplitSpec> train;
    private final Field<Optional<Validation>> validation;
    private final Field<SplitSpec> test;

    Use(Fields f) {
      leakage =
          f.optional(
              "leakage",
              leakage(),
              "How many test images may stand in the training set; without, they are only"
                  + " reported.");
      train = f.required("train", train(), "The training images.");
      validation =
          f.optional(
              "validation",
              validation(),
              "The images that choose the best epoch. What is absent is as in test.");
      test = f.required("test", test(), "The test images.");
    }
  }

  private static Schema<LeakageLimits> leakage() {
    Schema<OptionalInt> limit =
        wordOr("unlimited", OptionalInt.empty(), integer(atLeast(0)).map(OptionalInt::of));
    return object(
        f -> {
          Field<Optional<OptionalInt>> exact =
              f.optional("exact", limit, "With the same pixels: a number, or unlimited.");
          Field<Optional<OptionalInt>> near =
              f.optional("near", limit, "Nearly the same: a number, or unlimited.");
          return v ->
              new LeakageLimits(
                  v.get(exact).orElse(OptionalInt.empty()),
                  v.get(near).orElse(OptionalInt.empty()));
        });
  }

  private static OptionalInt optionalInt(Optional<Integer> value) {
    return value.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private static ValidationSpec resolve(Optional<Validation> written, SplitSpec test) {
    Validation validation =
        written.orElse(
            new Validation(
                ValidationSpec.From.TRAIN, FRACTION, Optional.empty(), Optional.empty()));
    Params params =
        validation.params().orElse(new Params(test.batchSize(), test.numWorkers(), test.shuffle()));
    List<TransformSpec> transform = validation.transform().orElse(test.transform());
    return new ValidationSpec(
        validation.from(), validation.fraction(), params.split(Optional.empty(), transform));
  }

  private static Schema<SplitSpec> train() {
    return object(
        f -> {
          Field<Optional<Integer>> perClass = perClass(f);
          Field<Params> params = f.required("params", trainParams(), "Batches and loading.");
          Field<List<TransformSpec>> transform =
              f.required("transform", TRANSFORMS, "What is done to each image, in this order.");
          return v -> v.get(params).split(v.get(perClass), v.get(transform));
        });
  }

  private static Schema<SplitSpec> test() {
    return object(
        f -> {
          Field<Optional<Integer>> perClass = perClass(f);
          Field<Optional<Params>> params = f.optional("params", params(), "Batches and loading.");
          Field<List<TransformSpec>> transform =
              f.required("transform", TRANSFORMS, "What is done to each image, in this order.");
          return v ->
              v.get(params)
                  .orElse(new Params(TEST_BATCH_SIZE, LOADERS, false))
                  .split(v.get(perClass), v.get(transform));
        });
  }

  private static Schema<Validation> validation() {
    return object(
        f -> {
          Field<ValidationSpec.From> from =
              f.optional(
                  "from",
                  choice(ValidationSpec.From.class),
                  ValidationSpec.From.TRAIN,
                  "Split from the training images, or the test images themselves: test accuracy is"
                      + " then selected on.");
          Field<Double> fraction =
              f.when(from, List.of(ValidationSpec.From.TRAIN))
                  .optional(
                      "fraction",
                      number(above(0).below(1)),
                      FRACTION,
                      "Share of each class's training images.");
          Field<Optional<Params>> params = f.optional("params", params(), "Batches and loading.");
          Field<Optional<List<TransformSpec>>> transform =
              f.optional("transform", TRANSFORMS, "What is done to each image, in this order.");
          return v -> new Validation(v.get(from), v.get(fraction), v.get(params), v.get(transform));
        });
  }

  private static Field<Optional<Integer>> perClass(Fields f) {
    return f.optional(
        "perClass",
        integer(atLeast(1)),
        "At most so many images of each class, drawn by the seed.");
  }

  private static Schema<Params> trainParams() {
    return object(
        f -> {
          Field<Integer> batchSize =
              f.required("batch_size", integer(atLeast(1)), "Images a batch.");
          Field<Integer> numWorkers = numWorkers(f);
          Field<Boolean> shuffle = f.optional("shuffle", bool(), true, SHUFFLE);
          return v -> new Params(v.get(batchSize), v.get(numWorkers), v.get(shuffle));
        });
  }

  private static Schema<Params> params() {
    return object(
        f -> {
          Field<Integer> batchSize =
              f.optional("batch_size", integer(atLeast(1)), TEST_BATCH_SIZE, "Images a batch.");
          Field<Integer> numWorkers = numWorkers(f);
          Field<Boolean> shuffle = f.optional("shuffle", bool(), false, SHUFFLE);
          return v -> new Params(v.get(batchSize), v.get(numWorkers), v.get(shuffle));
        });
  }

  private static Field<Integer> numWorkers(Fields f) {
    return f.optional(
        "num_workers", integer(atLeast(0)), LOADERS, "Loader threads; no bit depends on it.");
  }
}
