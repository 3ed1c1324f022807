package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Range.above;
import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.bool;
import static io.github.trunkrepro.runtime.document.Schemas.choice;
import static io.github.trunkrepro.runtime.document.Schemas.integer;
import static io.github.trunkrepro.runtime.document.Schemas.mapOf;
import static io.github.trunkrepro.runtime.document.Schemas.number;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.document.Schemas.text;
import static io.github.trunkrepro.runtime.document.Schemas.wordOr;
import static io.github.trunkrepro.runtime.recipe.TransformSchema.TRANSFORMS;

import io.github.trunkrepro.runtime.dataset.LeakageLimits;
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
      List.of(Format.IDX, Format.CIFAR10, Format.IMAGE_FOLDER, Format.CSV);

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

  static final Schema<Dataset> DATASET =
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
            Field<Optional<LeakageLimits>> leakage =
                f.optional(
                    "leakage",
                    leakage(),
                    "How many test images may stand in the training set; without, they are only"
                        + " reported.");
            Field<SplitSpec> train = f.required("train", train(), "The training images.");
            Field<Optional<Validation>> validation =
                f.optional(
                    "validation",
                    validation(),
                    "The images that choose the best epoch. What is absent is as in test.");
            Field<SplitSpec> test = f.required("test", test(), "The test images.");
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
                      optionalInt(v.get(channels))),
                  v.get(leakage),
                  v.get(train),
                  resolve(v.get(validation), v.get(test)),
                  v.get(test));
            };
          });

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
