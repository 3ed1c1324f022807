package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.list;
import static io.github.trunkrepro.runtime.document.Schemas.number;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.document.Schemas.typed;
import static io.github.trunkrepro.runtime.recipe.TransformParts.PROBABILITY;

import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.transform.TransformSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Transforms as torchvision names them, with its parameters and defaults. */
final class TransformSchema {
  private TransformSchema() {}

  /** Filled below, because a transform may hold transforms. */
  private static final Map<String, Schema<? extends TransformSpec>> TYPES = new LinkedHashMap<>();

  static final Schema<List<TransformSpec>> TRANSFORMS = list(typed(TYPES).named("transform"));

  private static final Schema<List<TransformSpec>> NESTED =
      list(1, 100, typed(TYPES).named("transform"));

  private static final Schema<TransformSpec> COMPOSE =
      object(
          f -> {
            Field<List<TransformSpec>> transforms =
                f.required("transforms", NESTED, "Applied one after the other.");
            return v -> new TransformSpec.Compose(v.get(transforms));
          });

  private static final Schema<TransformSpec> RANDOM_APPLY =
      object(
          f -> {
            Field<List<TransformSpec>> transforms =
                f.required("transforms", NESTED, "Applied one after the other, or not at all.");
            Field<Double> p = f.optional("p", PROBABILITY, 0.5, "Probability.");
            return v -> new TransformSpec.RandomApply(v.get(transforms), v.get(p));
          });

  private static final Schema<TransformSpec> RANDOM_CHOICE =
      object(
          f -> {
            Field<List<TransformSpec>> transforms =
                f.required("transforms", NESTED, "One of them is applied.");
            Field<List<Double>> p =
                f.optional(
                    "p",
                    list(1, 100, number(atLeast(0))),
                    List.of(),
                    "Weight of each; absent: all equally likely.");
            return v -> {
              int weights = v.get(p).size();
              if (weights > 0 && weights != v.get(transforms).size()) {
                v.problem(
                    p,
                    "expected one weight for each transform: "
                        + v.get(transforms).size()
                        + ", found "
                        + weights);
              } else if (weights > 0 && v.get(p).stream().allMatch(weight -> weight == 0)) {
                v.problem(p, "expected a weight other than 0");
              }
              return new TransformSpec.RandomChoice(v.get(transforms), v.get(p));
            };
          });

  static {
    TYPES.put("ToTensor", PixelSchemas.TO_TENSOR);
    TYPES.put("Normalize", PixelSchemas.NORMALIZE);
    TYPES.put("RandomHorizontalFlip", GeometrySchemas.RANDOM_HORIZONTAL_FLIP);
    TYPES.put("RandomCrop", CropSchemas.RANDOM_CROP);
    TYPES.put("Resize", CropSchemas.RESIZE);
    TYPES.put("CenterCrop", CropSchemas.CENTER_CROP);
    TYPES.put("RandomVerticalFlip", GeometrySchemas.RANDOM_VERTICAL_FLIP);
    TYPES.put("Pad", CropSchemas.PAD);
    TYPES.put("RandomResizedCrop", CropSchemas.RANDOM_RESIZED_CROP);
    TYPES.put("RandomRotation", GeometrySchemas.RANDOM_ROTATION);
    TYPES.put("RandomAffine", GeometrySchemas.RANDOM_AFFINE);
    TYPES.put("ColorJitter", PixelSchemas.COLOR_JITTER);
    TYPES.put("Grayscale", PixelSchemas.GRAYSCALE);
    TYPES.put("RandomErasing", PixelSchemas.RANDOM_ERASING);
    TYPES.put("CutOut", PixelSchemas.CUT_OUT);
    TYPES.put("RandAugment", PolicySchemas.RAND_AUGMENT);
    TYPES.put("TrivialAugmentWide", PolicySchemas.TRIVIAL_AUGMENT_WIDE);
    TYPES.put("AutoAugment", PolicySchemas.AUTO_AUGMENT);
    TYPES.put("Compose", COMPOSE);
    TYPES.put("RandomApply", RANDOM_APPLY);
    TYPES.put("RandomChoice", RANDOM_CHOICE);
  }
}
