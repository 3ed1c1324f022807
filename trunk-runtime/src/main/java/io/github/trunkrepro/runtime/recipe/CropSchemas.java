package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Range.above;
import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.bool;
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
import static io.github.trunkrepro.runtime.recipe.TransformParts.antialias;
import static io.github.trunkrepro.runtime.recipe.TransformParts.checkAntialias;
import static io.github.trunkrepro.runtime.recipe.TransformParts.checkOrder;
import static io.github.trunkrepro.runtime.recipe.TransformParts.interpolation;
import static io.github.trunkrepro.runtime.recipe.TransformParts.paddingMode;
import static io.github.trunkrepro.runtime.recipe.TransformParts.pair;
import static io.github.trunkrepro.runtime.recipe.TransformParts.sides;

import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.document.Values;
import io.github.trunkrepro.runtime.transform.Interpolation;
import io.github.trunkrepro.runtime.transform.PaddingMode;
import io.github.trunkrepro.runtime.transform.TransformSpec;
import java.util.ArrayList;
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
            Field<Boolean> padIfNeeded =
                f.optional(
                    "pad_if_needed",
                    bool(),
                    false,
                    "Whether an image that is smaller than the window is padded at both ends by what"
                        + " it lacks.");
            return v -> {
              if (v.get(padding).size() != 4) {
                v.problem(padding, "expected 1, 2 or 4 numbers, found 3");
              }
              int height = v.get(size).get(0);
              int width = v.get(size).get(1);
              boolean black = v.get(fill).equals(BLACK) && v.get(mode) == PaddingMode.CONSTANT;
              if (black && !v.get(padIfNeeded)) {
                return new TransformSpec.RandomCrop(height, width, v.get(padding));
              }
              List<TransformSpec> steps = new ArrayList<>();
              steps.add(new TransformSpec.Pad(v.get(padding), v.get(fill), v.get(mode)));
              if (v.get(padIfNeeded)) {
                steps.add(new TransformSpec.PadTo(height, width, v.get(fill), v.get(mode)));
              }
              steps.add(new TransformSpec.RandomCrop(height, width, List.of(0, 0, 0, 0)));
              return new TransformSpec.Compose(steps);
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
            Field<Optional<Integer>> maxSize =
                f.optional(
                    "max_size",
                    integer(SIDE),
                    "Most pixels of the longer side, with one number as size; the shorter gives"
                        + " way.");
            Field<Boolean> antialias = antialias(f);
            return v -> {
              checkAntialias(v, antialias);
              v.get(maxSize).ifPresent(most -> checkMaxSize(v, maxSize, most, v.get(size)));
              return new TransformSpec.Resize(
                  v.get(size),
                  Optional.of(v.get(interpolation))
                      .filter(named -> named != Interpolation.BILINEAR),
                  v.get(maxSize));
            };
          });

  private static void checkMaxSize(Values v, Field<?> field, int most, List<Integer> size) {
    if (size.size() == 2) {
      v.problem(
          field,
          "goes with one number as size; found height and width there: leave one of the two out");
    } else if (most <= size.get(0)) {
      v.problem(
          field,
          "expected more than size, the %d pixels of the shorter side; found %d"
              .formatted(size.get(0), most));
    }
  }

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
            Field<Boolean> antialias = antialias(f);
            return v -> {
              checkAntialias(v, antialias);
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
