package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Range.above;
import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.firstOf;
import static io.github.trunkrepro.runtime.document.Schemas.integer;
import static io.github.trunkrepro.runtime.document.Schemas.list;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.recipe.TransformParts.ANY_INTERPOLATION;
import static io.github.trunkrepro.runtime.recipe.TransformParts.BLACK;
import static io.github.trunkrepro.runtime.recipe.TransformParts.FILL;
import static io.github.trunkrepro.runtime.recipe.TransformParts.FILL_TEXT;
import static io.github.trunkrepro.runtime.recipe.TransformParts.SIDE;
import static io.github.trunkrepro.runtime.recipe.TransformParts.SIDE_FROM_0;
import static io.github.trunkrepro.runtime.recipe.TransformParts.SIZE;
import static io.github.trunkrepro.runtime.recipe.TransformParts.checkOrder;
import static io.github.trunkrepro.runtime.recipe.TransformParts.interpolation;
import static io.github.trunkrepro.runtime.recipe.TransformParts.paddingMode;
import static io.github.trunkrepro.runtime.recipe.TransformParts.pair;
import static io.github.trunkrepro.runtime.recipe.TransformParts.sides;

import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.transform.Interpolation;
import io.github.trunkrepro.runtime.transform.PaddingMode;
import io.github.trunkrepro.runtime.transform.TransformSpec;
import java.util.List;
import java.util.Optional;

/** Transforms that change an image's size: crops, padding and resizing. */
final class CropSchemas {
  private CropSchemas() {}

  static final Schema<TransformSpec> RANDOM_CROP =
      object(
          f -> {
            Field<List<Integer>> size =
                f.required("size", SIZE, "Pixels of the window: one number, or [height, width].");
            Field<List<Integer>> padding =
                f.optional(
                    "padding",
                    sides(atLeast(0)),
                    List.of(0, 0, 0, 0),
                    "Pixels added before: one number, [left and right, top and bottom], or"
                        + " [left, top, right, bottom].");
            Field<List<Integer>> fill = f.optional("fill", FILL, BLACK, FILL_TEXT);
            Field<PaddingMode> mode = paddingMode(f);
            return v -> {
              if (v.get(padding).size() != 4) {
                v.problem(padding, "expected 1, 2 or 4 numbers, found 3");
              }
              if (!v.get(fill).equals(BLACK) || v.get(mode) != PaddingMode.CONSTANT) {
                return new TransformSpec.Compose(
                    List.of(
                        new TransformSpec.Pad(v.get(padding), v.get(fill), v.get(mode)),
                        new TransformSpec.RandomCrop(
                            v.get(size).get(0), v.get(size).get(1), List.of(0, 0, 0, 0))));
              }
              return new TransformSpec.RandomCrop(
                  v.get(size).get(0), v.get(size).get(1), v.get(padding));
            };
          });

  static final Schema<TransformSpec> RESIZE =
      object(
          f -> {
            Field<List<Integer>> size =
                f.required(
                    "size",
                    firstOf(integer(SIDE).map(List::of), list(2, 2, integer(SIDE))),
                    "Pixels of the shorter side, or [height, width].");
            Field<Interpolation> interpolation =
                f.optional(
                    "interpolation",
                    ANY_INTERPOLATION,
                    Interpolation.BILINEAR,
                    "How a pixel between pixels is made.");
            return v ->
                new TransformSpec.Resize(
                    v.get(size),
                    Optional.of(v.get(interpolation))
                        .filter(named -> named != Interpolation.BILINEAR));
          });

  static final Schema<TransformSpec> CENTER_CROP =
      object(
          f -> {
            Field<List<Integer>> size =
                f.required(
                    "size",
                    firstOf(integer(SIDE).map(n -> List.of(n, n)), list(2, 2, integer(SIDE))),
                    "Pixels of the window: one number, or [height, width].");
            return v -> new TransformSpec.CenterCrop(v.get(size).get(0), v.get(size).get(1));
          });

  static final Schema<TransformSpec> PAD =
      object(
          f -> {
            Field<List<Integer>> padding =
                f.required(
                    "padding",
                    sides(SIDE_FROM_0),
                    "Pixels: one number, [left and right, top and bottom], or [left, top, right,"
                        + " bottom].");
            Field<List<Integer>> fill = f.optional("fill", FILL, BLACK, FILL_TEXT);
            Field<PaddingMode> mode = paddingMode(f);
            return v -> {
              if (v.get(padding).size() != 4) {
                v.problem(padding, "expected 1, 2 or 4 numbers, found 3");
              }
              return new TransformSpec.Pad(v.get(padding), v.get(fill), v.get(mode));
            };
          });

  static final Schema<TransformSpec> RANDOM_RESIZED_CROP =
      object(
          f -> {
            Field<List<Integer>> size =
                f.required(
                    "size",
                    firstOf(integer(SIDE).map(n -> List.of(n, n)), list(2, 2, integer(SIDE))),
                    "Pixels of the result: one number, or [height, width].");
            Field<List<Double>> scale =
                f.optional(
                    "scale",
                    pair(above(0).to(1)),
                    List.of(0.08, 1.0),
                    "Least and greatest share of the image's area.");
            Field<List<Double>> ratio =
                f.optional(
                    "ratio",
                    pair(above(0).to(1000)),
                    List.of(3.0 / 4, 4.0 / 3),
                    "Least and greatest width / height.");
            Field<Interpolation> interpolation =
                f.optional(
                    "interpolation",
                    ANY_INTERPOLATION,
                    Interpolation.BILINEAR,
                    "How a pixel between pixels is made.");
            return v -> {
              checkOrder(v, scale, v.get(scale));
              checkOrder(v, ratio, v.get(ratio));
              return new TransformSpec.RandomResizedCrop(
                  v.get(size).get(0),
                  v.get(size).get(1),
                  v.get(scale),
                  v.get(ratio),
                  v.get(interpolation));
            };
          });
}
