package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.byKey;
import static io.github.trunkrepro.runtime.document.Schemas.choice;
import static io.github.trunkrepro.runtime.document.Schemas.firstOf;
import static io.github.trunkrepro.runtime.document.Schemas.integer;
import static io.github.trunkrepro.runtime.document.Schemas.longInteger;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.document.Schemas.text;
import static io.github.trunkrepro.runtime.recipe.HyperparametersSchema.SECTIONS;

import io.github.trunkrepro.runtime.document.Definitions;
import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Fields;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.document.Values;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.environment.EnvironmentSchema;
import io.github.trunkrepro.runtime.environment.EnvironmentSpec;
import io.github.trunkrepro.runtime.network.NetworkSpec;
import io.github.trunkrepro.runtime.network.Normalization;
import io.github.trunkrepro.runtime.recipe.DatasetSchema.Dataset;
import io.github.trunkrepro.runtime.recipe.HyperparametersSchema.Sections;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The whole recipe: its keys, and what they become. */
final class RecipeSchema {
  private static final DeterminismSpec DETERMINISM =
      new DeterminismSpec(DeterminismSpec.Tier.BITWISE, 2, DeterminismSpec.Instructions.PORTABLE);

  private RecipeSchema() {}

  /** The JSON Schema that is shipped as {@code experiment.schema.json}. */
  static String json() {
    return Definitions.document(
        "TRUNK experiment",
        "Recipe of trunk-maven-plugin, src/trunk/experiment.yaml. ${name} stands for a property of"
            + " the build.",
        new Extendable<>(in(Path.of(""))));
  }

  /** What is written, with defaults, before the parts are related to one another. */
  record Draft(
      long seed,
      Dataset dataset,
      NetworkSpec network,
      AverageSoftmaxMode averageSoftmax,
      DeterminismSpec determinism,
      Optional<String> tree,
      Sections root,
      Sections general,
      List<Values.Keyed<Sections>> classSets,
      Optional<EnvironmentSpec> environment,
      Optional<Seeds> random) {}

  /** Seeds as they are written; what is absent is the recipe's seed. */
  record Seeds(
      Optional<Long> initialization,
      Optional<Long> shuffle,
      Optional<Long> augmentation,
      Optional<Long> dropout) {
    RandomSeeds orElse(long seed) {
      return new RandomSeeds(
          initialization.orElse(seed),
          shuffle.orElse(seed),
          augmentation.orElse(seed),
          dropout.orElse(seed));
    }
  }

  /** Recipes of a project. */
  static Schema<Draft> in(Path baseDirectory) {
    return object(f -> recipe(f, baseDirectory));
  }

  private static Function<Values, Draft> recipe(Fields f, Path baseDirectory) {
    f.optional(
        RecipeDocument.EXTENDS,
        text(),
        "A recipe whose keys hold where this one has none; relative to the project's base"
            + " directory.");
    Field<Long> seed =
        f.required("seed", longInteger(atLeast(0)), "All random numbers are drawn from it.");
    Field<Dataset> dataset = f.required("dataset", DatasetSchema.DATASET, "The images.");
    Field<NetworkSpec> network =
        f.required(
            "network",
            network(new NetworkReference(baseDirectory)),
            "A shipped network, a file, one of them with another normalization, or the layers"
                + " themselves.");
    Field<Optional<AverageSoftmaxMode>> averageSoftmax =
        f.optional("averageSoftmax", averageSoftmax(), "How likelihoods are averaged.");
    Field<DeterminismSpec> determinism =
        f.optional("determinism", determinism(), DETERMINISM, "What is promised of the bits.");
    Field<Optional<String>> tree =
        f.optional(
            "tree",
            new ProjectFile(baseDirectory),
            "File of a given tree to train; no groups are formed then.");
    Field<Optional<EnvironmentSpec>> environment =
        f.optional(
            "environment",
            EnvironmentSchema.ENVIRONMENT,
            "The machine, engine and dependencies that are to train; no part of the digest.");
    Field<Optional<Seeds>> random =
        f.optional(
            "random", random(), "Seeds of their own for kinds of random numbers, for studies.");
    Field<Optional<Sections>> root =
        f.optional("root", SECTIONS, "How the root is trained; as in general if absent.");
    Field<Optional<Sections>> general =
        f.optional("general", SECTIONS, "How every other node is trained; as in root if absent.");
    Field<List<Values.Keyed<Sections>>> classSets =
        f.matching(
            "a class set (\"cat, dog\")",
            ClassSetKeys.PATTERN,
            SECTIONS,
            "How the node with exactly these classes is trained; what is absent is as in general.");
    return v ->
        new Draft(
            v.get(seed),
            v.get(dataset),
            v.get(network),
            v.get(averageSoftmax).orElse(AverageSoftmaxMode.EVALUATION),
            v.get(determinism),
            v.get(tree),
            v.get(root).orElse(Sections.NONE),
            v.get(general).orElse(Sections.NONE),
            v.get(classSets),
            v.get(environment),
            v.get(random));
  }

  private static Schema<NetworkSpec> network(NetworkReference reference) {
    Schema<NetworkSpec> normalized =
        object(
            f -> {
              Field<NetworkSpec> name =
                  f.required("name", reference, "A shipped network or a file.");
              Field<Normalization> normalization =
                  f.required(
                      "normalization",
                      choice(Normalization.class),
                      "What normalizes in place of what the network has: batch norm, or layer norm"
                          + " over each image's channels, height and width.");
              return v -> v.get(name).with(v.get(normalization));
            });
    return firstOf(reference, byKey("name", normalized, NetworkSchema.NETWORK));
  }

  private static Schema<AverageSoftmaxMode> averageSoftmax() {
    return object(
        f -> {
          Field<AverageSoftmaxMode> mode =
              f.optional(
                  "mode",
                  choice(AverageSoftmaxMode.class),
                  AverageSoftmaxMode.EVALUATION,
                  "Mode of batch norm and dropout; the authors' code leaves them in training.");
          return v -> v.get(mode);
        });
  }

  private static Schema<Seeds> random() {
    return object(
        f -> {
          Schema<Long> seed = longInteger(atLeast(0));
          Field<Optional<Long>> initialization =
              f.optional("initialization", seed, "Of initial weights.");
          Field<Optional<Long>> shuffle =
              f.optional("shuffle", seed, "Of the order of the training images.");
          Field<Optional<Long>> augmentation =
              f.optional("augmentation", seed, "Of random transforms.");
          Field<Optional<Long>> dropout = f.optional("dropout", seed, "Of dropout masks.");
          return v ->
              new Seeds(v.get(initialization), v.get(shuffle), v.get(augmentation), v.get(dropout));
        });
  }

  private static Schema<DeterminismSpec> determinism() {
    return object(
        f -> {
          Field<DeterminismSpec.Tier> tier =
              f.optional(
                  "tier",
                  choice(DeterminismSpec.Tier.class),
                  DETERMINISM.tier(),
                  "What a run must prove of itself.");
          Field<Integer> threads =
              f.optional(
                  "threads",
                  integer(atLeast(1).to(1024)),
                  DETERMINISM.threads(),
                  "Threads inside an operation; another number gives other bits.");
          Field<DeterminismSpec.Instructions> instructions =
              f.optional(
                  "instructions",
                  choice(DeterminismSpec.Instructions.class),
                  DETERMINISM.instructions(),
                  "Portable: the same bits on every x86-64 CPU with AVX2.");
          return v -> new DeterminismSpec(v.get(tier), v.get(threads), v.get(instructions));
        });
  }
}
