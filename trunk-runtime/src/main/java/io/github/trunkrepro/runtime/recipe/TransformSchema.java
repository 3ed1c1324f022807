package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Range.above;
import static io.github.trunkrepro.runtime.document.Range.any;
import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.firstOf;
import static io.github.trunkrepro.runtime.document.Schemas.integer;
import static io.github.trunkrepro.runtime.document.Schemas.list;
import static io.github.trunkrepro.runtime.document.Schemas.number;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.document.Schemas.typed;

import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Range;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.transform.TransformSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Transforms as torchvision names them, with its parameters and defaults. */
final class TransformSchema {
  private TransformSchema() {}

  private static final Schema<TransformSpec> TO_TENSOR =
      object(f -> v -> new TransformSpec.ToTensor());

  private static final Schema<TransformSpec> NORMALIZE =
      object(
          f -> {
            Field<List<Double>> mean =
                f.required("mean", list(1, 64, number(any())), "Mean of each channel.");
            Field<List<Double>> std =
                f.required(
                    "std", list(1, 64, number(above(0))), "Standard deviation of each channel.");
            return v -> {
              int channels = v.get(mean).size();
              if (v.get(std).size() != channels) {
                v.problem(
                    std,
                    "expected as many as in mean: " + channels + ", found " + v.get(std).size());
              }
              return new TransformSpec.Normalize(v.get(mean), v.get(std));
            };
          });

  private static final Schema<TransformSpec> RANDOM_HORIZONTAL_FLIP =
      object(
          f -> {
            Field<Double> p =
                f.optional("p", number(atLeast(0).to(1)), 0.5, "Probability of a flip.");
            return v -> new TransformSpec.RandomHorizontalFlip(v.get(p));
          });

  private static final Schema<List<Integer>> SIZE =
      firstOf(integer(atLeast(1)).map(n -> List.of(n, n)), list(2, 2, integer(atLeast(1))));

  private static final Schema<List<Integer>> PADDING =
      firstOf(
          integer(atLeast(0)).map(n -> List.of(n, n, n, n)),
          list(2, 4, integer(atLeast(0)))
              .map(n -> n.size() == 2 ? List.of(n.get(0), n.get(1), n.get(0), n.get(1)) : n));

  private static final Schema<TransformSpec> RANDOM_CROP =
      object(
          f -> {
            Field<List<Integer>> size =
                f.required("size", SIZE, "Pixels of the window: one number, or [height, width].");
            Field<List<Integer>> padding =
                f.optional(
                    "padding",
                    PADDING,
                    List.of(0, 0, 0, 0),
                    "Zero pixels added before: one number, [left and right, top and bottom], or"
                        + " [left, top, right, bottom].");
            return v -> {
              if (v.get(padding).size() != 4) {
                v.problem(padding, "expected 1, 2 or 4 numbers, found 3");
              }
              return new TransformSpec.RandomCrop(
                  v.get(size).get(0), v.get(size).get(1), v.get(padding));
            };
          });

  private static final Range SIDE = atLeast(1).to(TransformSpec.MAX_SIDE);

  private static final Schema<TransformSpec> RESIZE =
      object(
          f -> {
            Field<List<Integer>> size =
                f.required(
                    "size",
                    firstOf(integer(SIDE).map(List::of), list(2, 2, integer(SIDE))),
                    "Pixels of the shorter side, or [height, width].");
            return v -> new TransformSpec.Resize(v.get(size));
          });

  private static final Schema<TransformSpec> CENTER_CROP =
      object(
          f -> {
            Field<List<Integer>> size =
                f.required(
                    "size",
                    firstOf(integer(SIDE).map(n -> List.of(n, n)), list(2, 2, integer(SIDE))),
                    "Pixels of the window: one number, or [height, width].");
            return v -> new TransformSpec.CenterCrop(v.get(size).get(0), v.get(size).get(1));
          });

  static final Schema<List<TransformSpec>> TRANSFORMS = list(typed(types()).named("transform"));

  private static Map<String, Schema<? extends TransformSpec>> types() {
    Map<String, Schema<? extends TransformSpec>> types = new LinkedHashMap<>();
    types.put("ToTensor", TO_TENSOR);
    types.put("Normalize", NORMALIZE);
    types.put("RandomHorizontalFlip", RANDOM_HORIZONTAL_FLIP);
    types.put("RandomCrop", RANDOM_CROP);
    types.put("Resize", RESIZE);
    types.put("CenterCrop", CENTER_CROP);
    return types;
  }
}
