package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Range.above;
import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.bool;
import static io.github.trunkrepro.runtime.document.Schemas.firstOf;
import static io.github.trunkrepro.runtime.document.Schemas.list;
import static io.github.trunkrepro.runtime.document.Schemas.number;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.recipe.TransformParts.BLACK;
import static io.github.trunkrepro.runtime.recipe.TransformParts.FILL;
import static io.github.trunkrepro.runtime.recipe.TransformParts.FILL_TEXT;
import static io.github.trunkrepro.runtime.recipe.TransformParts.PROBABILITY;
import static io.github.trunkrepro.runtime.recipe.TransformParts.checkOrder;
import static io.github.trunkrepro.runtime.recipe.TransformParts.interpolation;
import static io.github.trunkrepro.runtime.recipe.TransformParts.pair;

import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Range;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.transform.Interpolation;
import io.github.trunkrepro.runtime.transform.TransformSpec;
import java.util.List;
import java.util.Optional;

/** Transforms that move pixels: flips, rotation and affine maps. */
final class GeometrySchemas {
  private GeometrySchemas() {}

  static final Schema<TransformSpec> RANDOM_HORIZONTAL_FLIP =
      object(
          f -> {
            Field<Double> p =
                f.optional("p", number(atLeast(0).to(1)), 0.5, "Probability of a flip.");
            return v -> new TransformSpec.RandomHorizontalFlip(v.get(p));
          });

  static final Schema<TransformSpec> RANDOM_VERTICAL_FLIP =
      object(
          f -> {
            Field<Double> p = f.optional("p", PROBABILITY, 0.5, "Probability of a flip.");
            return v -> new TransformSpec.RandomVerticalFlip(v.get(p));
          });

  private static final Range ANGLE = atLeast(-360_000).to(360_000);

  /** One number d, which stands for [-d, d], or two. */
  private static final Schema<List<Double>> DEGREES =
      firstOf(number(atLeast(0).to(360_000)).map(d -> List.of(0 - d, d)), pair(ANGLE));

  private static final String CENTER_TEXT =
      "Point that stays, [x, y] in pixels from the upper left corner; absent: the middle.";

  private static final Schema<List<Double>> POINT = pair(atLeast(-65_536).to(65_536));

  static final Schema<TransformSpec> RANDOM_ROTATION =
      object(
          f -> {
            Field<List<Double>> degrees =
                f.required("degrees", DEGREES, "[least, greatest]; d stands for [-d, d].");
            Field<Interpolation> interpolation = interpolation(f);
            Field<Boolean> expand =
                f.optional(
                    "expand", bool(), false, "False: the images of a batch are of one size.");
            Field<Optional<List<Double>>> center = f.optional("center", POINT, CENTER_TEXT);
            Field<List<Integer>> fill = f.optional("fill", FILL, BLACK, FILL_TEXT);
            return v -> {
              if (v.get(expand)) {
                v.problem(
                    expand,
                    "expected false: a size that depends on the angle fits into no batch; a Pad in"
                        + " front of it makes room for the corners");
              }
              checkOrder(v, degrees, v.get(degrees));
              return new TransformSpec.RandomRotation(
                  v.get(degrees), v.get(interpolation), v.get(center), v.get(fill));
            };
          });

  private static final Range SHEAR_ANGLE = above(-90).below(90);

  /** As torchvision: one number s is [-s, s] along x; two are that range; four are x and y. */
  private static final Schema<List<Double>> SHEAR =
      firstOf(
          number(atLeast(0).below(90)).map(s -> List.of(0 - s, s)),
          list(2, 4, number(SHEAR_ANGLE)));

  static final Schema<TransformSpec> RANDOM_AFFINE =
      object(
          f -> {
            Field<List<Double>> degrees =
                f.required("degrees", DEGREES, "[least, greatest]; d stands for [-d, d].");
            Field<Optional<List<Double>>> translate =
                f.optional(
                    "translate",
                    pair(atLeast(0).to(1)),
                    "Greatest shift as a share of [width, height].");
            Field<Optional<List<Double>>> scale =
                f.optional("scale", pair(above(0).to(1000)), "Least and greatest factor.");
            Field<List<Double>> shear =
                f.optional(
                    "shear",
                    SHEAR,
                    List.of(),
                    "Degrees: s for [-s, s] along x, [least, greatest] along x, or two more along"
                        + " y.");
            Field<Interpolation> interpolation = interpolation(f);
            Field<List<Integer>> fill = f.optional("fill", FILL, BLACK, FILL_TEXT);
            Field<Optional<List<Double>>> center = f.optional("center", POINT, CENTER_TEXT);
            return v -> {
              checkOrder(v, degrees, v.get(degrees));
              v.get(scale).ifPresent(range -> checkOrder(v, scale, range));
              checkOrder(v, shear, v.get(shear));
              if (v.get(shear).size() == 3) {
                v.problem(shear, "expected 1, 2 or 4 numbers, found 3");
              }
              return new TransformSpec.RandomAffine(
                  v.get(degrees),
                  v.get(translate),
                  v.get(scale),
                  v.get(shear),
                  v.get(interpolation),
                  v.get(fill),
                  v.get(center));
            };
          });
}
