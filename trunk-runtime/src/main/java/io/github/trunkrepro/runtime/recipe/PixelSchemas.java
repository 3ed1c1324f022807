package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Range.above;
import static io.github.trunkrepro.runtime.document.Range.any;
import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.bool;
import static io.github.trunkrepro.runtime.document.Schemas.firstOf;
import static io.github.trunkrepro.runtime.document.Schemas.integer;
import static io.github.trunkrepro.runtime.document.Schemas.list;
import static io.github.trunkrepro.runtime.document.Schemas.number;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.recipe.TransformParts.PROBABILITY;
import static io.github.trunkrepro.runtime.recipe.TransformParts.SIDE;
import static io.github.trunkrepro.runtime.recipe.TransformParts.checkOrder;
import static io.github.trunkrepro.runtime.recipe.TransformParts.pair;

import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.document.Schemas;
import io.github.trunkrepro.runtime.transform.TransformSpec;
import java.math.BigDecimal;
import java.util.List;

/** Transforms that change pixels where they are. */
final class PixelSchemas {
  private PixelSchemas() {}

  static final Schema<TransformSpec> TO_TENSOR = object(f -> v -> new TransformSpec.ToTensor());

  static final Schema<TransformSpec> NORMALIZE =
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

  /** One number f, which stands for [1 - f, 1 + f] but not below 0, or two. */
  private static final Schema<List<Double>> FACTOR =
      firstOf(
          number(atLeast(0).to(1000)).map(f -> List.of(Math.max(0, 1 - f), 1 + f)),
          pair(atLeast(0).to(1000)));

  private static final BigDecimal HALF = new BigDecimal("0.5");

  private static final Schema<List<Double>> HUE =
      firstOf(
          number(atLeast(0).to(HALF)).map(h -> List.of(0 - h, h)),
          pair(atLeast(HALF.negate()).to(HALF)));

  static final Schema<TransformSpec> COLOR_JITTER =
      object(
          f -> {
            List<Double> same = List.of(1.0, 1.0);
            String text = "[least, greatest] factor; f stands for [max(0, 1 - f), 1 + f].";
            Field<List<Double>> brightness = f.optional("brightness", FACTOR, same, text);
            Field<List<Double>> contrast = f.optional("contrast", FACTOR, same, text);
            Field<List<Double>> saturation = f.optional("saturation", FACTOR, same, text);
            Field<List<Double>> hue =
                f.optional(
                    "hue",
                    HUE,
                    List.of(0.0, 0.0),
                    "[least, greatest] part of a whole turn; h stands for [-h, h].");
            return v -> {
              List.of(brightness, contrast, saturation, hue)
                  .forEach(field -> checkOrder(v, field, v.get(field)));
              return new TransformSpec.ColorJitter(
                  v.get(brightness), v.get(contrast), v.get(saturation), v.get(hue));
            };
          });

  static final Schema<TransformSpec> GRAYSCALE =
      object(
          f -> {
            Field<Integer> channels =
                f.optional(
                    "num_output_channels",
                    integer(atLeast(1).to(3)),
                    1,
                    "1, or 3 for three equal channels.");
            return v -> {
              if (v.get(channels) == 2) {
                v.problem(channels, "expected 1 or 3, found 2");
              }
              return new TransformSpec.Grayscale(v.get(channels));
            };
          });

  private static final Schema<List<Double>> VALUE =
      Schemas.wordOr(
          "random", List.of(), firstOf(number(any()).map(List::of), list(1, 3, number(any()))));

  static final Schema<TransformSpec> RANDOM_ERASING =
      object(
          f -> {
            Field<Double> p = f.optional("p", PROBABILITY, 0.5, "Probability.");
            Field<List<Double>> scale =
                f.optional(
                    "scale",
                    pair(atLeast(0).to(1)),
                    List.of(0.02, 0.33),
                    "Least and greatest share of the image's area.");
            Field<List<Double>> ratio =
                f.optional(
                    "ratio",
                    pair(above(0).to(1000)),
                    List.of(0.3, 3.3),
                    "Least and greatest height / width.");
            Field<List<Double>> value =
                f.optional(
                    "value", VALUE, List.of(0.0), "One number, one for each channel, or random.");
            Field<Boolean> inplace =
                f.optional("inplace", bool(), false, "Without effect, as images are not shared.");
            return v -> {
              v.get(inplace);
              checkOrder(v, scale, v.get(scale));
              checkOrder(v, ratio, v.get(ratio));
              return new TransformSpec.RandomErasing(
                  v.get(p), v.get(scale), v.get(ratio), v.get(value));
            };
          });

  static final Schema<TransformSpec> CUT_OUT =
      object(
          f -> {
            Field<Integer> holes =
                f.required("n_holes", integer(atLeast(1).to(1000)), "Number of squares.");
            Field<Integer> length = f.required("length", integer(SIDE), "Pixels of a side.");
            return v -> new TransformSpec.CutOut(v.get(holes), v.get(length));
          });
}
