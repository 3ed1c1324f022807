package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.choice;
import static io.github.trunkrepro.runtime.document.Schemas.integer;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.recipe.TransformParts.BLACK;
import static io.github.trunkrepro.runtime.recipe.TransformParts.FILL;
import static io.github.trunkrepro.runtime.recipe.TransformParts.FILL_TEXT;
import static io.github.trunkrepro.runtime.recipe.TransformParts.interpolation;

import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.transform.AugmentationPolicy;
import io.github.trunkrepro.runtime.transform.Interpolation;
import io.github.trunkrepro.runtime.transform.TransformSpec;
import java.util.List;

/** Policies that draw among many operations. */
final class PolicySchemas {
  private PolicySchemas() {}

  static final Schema<TransformSpec> RAND_AUGMENT =
      object(
          f -> {
            Field<Integer> ops =
                f.optional("num_ops", integer(atLeast(1).to(100)), 2, "Operations an image.");
            Field<Integer> magnitude =
                f.optional(
                    "magnitude", integer(atLeast(0).to(999)), 9, "Level of strength, from 0.");
            Field<Integer> bins =
                f.optional(
                    "num_magnitude_bins", integer(atLeast(2).to(1000)), 31, "Number of levels.");
            Field<Interpolation> interpolation = interpolation(f);
            Field<List<Integer>> fill = f.optional("fill", FILL, BLACK, FILL_TEXT);
            return v -> {
              if (v.get(magnitude) >= v.get(bins)) {
                v.problem(
                    magnitude,
                    "expected a level below num_magnitude_bins ("
                        + v.get(bins)
                        + "), found "
                        + v.get(magnitude));
              }
              return new TransformSpec.RandAugment(
                  v.get(ops), v.get(magnitude), v.get(bins), v.get(interpolation), v.get(fill));
            };
          });

  static final Schema<TransformSpec> TRIVIAL_AUGMENT_WIDE =
      object(
          f -> {
            Field<Integer> bins =
                f.optional(
                    "num_magnitude_bins", integer(atLeast(2).to(1000)), 31, "Number of levels.");
            Field<Interpolation> interpolation = interpolation(f);
            Field<List<Integer>> fill = f.optional("fill", FILL, BLACK, FILL_TEXT);
            return v ->
                new TransformSpec.TrivialAugmentWide(
                    v.get(bins), v.get(interpolation), v.get(fill));
          });

  static final Schema<TransformSpec> AUTO_AUGMENT =
      object(
          f -> {
            Field<AugmentationPolicy> policy =
                f.optional(
                    "policy",
                    choice(AugmentationPolicy.class),
                    AugmentationPolicy.IMAGENET,
                    "Data set that the policy was found for.");
            Field<Interpolation> interpolation = interpolation(f);
            Field<List<Integer>> fill = f.optional("fill", FILL, BLACK, FILL_TEXT);
            return v ->
                new TransformSpec.AutoAugment(v.get(policy), v.get(interpolation), v.get(fill));
          });
}
