package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.bool;
import static io.github.trunkrepro.runtime.document.Schemas.choice;
import static io.github.trunkrepro.runtime.document.Schemas.firstOf;
import static io.github.trunkrepro.runtime.document.Schemas.integer;
import static io.github.trunkrepro.runtime.document.Schemas.list;
import static io.github.trunkrepro.runtime.document.Schemas.number;

import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Fields;
import io.github.trunkrepro.runtime.document.Range;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.document.Schemas;
import io.github.trunkrepro.runtime.document.Values;
import io.github.trunkrepro.runtime.transform.Interpolation;
import io.github.trunkrepro.runtime.transform.PaddingMode;
import io.github.trunkrepro.runtime.transform.TransformSpec;
import java.util.List;
import java.util.Locale;

/** Parameters that transforms share. */
final class TransformParts {
  static final Schema<List<Integer>> SIZE =
      firstOf(integer(atLeast(1)).map(n -> List.of(n, n)), list(2, 2, integer(atLeast(1))));

  static final Schema<List<Integer>> FILL =
      firstOf(integer(atLeast(0).to(255)).map(List::of), list(1, 3, integer(atLeast(0).to(255))));

  static final String FILL_TEXT =
      "What stands where the image does not reach: one number, or one for each channel.";

  static final List<Integer> BLACK = List.of(0);

  static final Schema<Interpolation> ANY_INTERPOLATION = choice(Interpolation.class);

  static final Range SIDE_FROM_0 = atLeast(0).to(TransformSpec.MAX_SIDE);

  static final Range SIDE = atLeast(1).to(TransformSpec.MAX_SIDE);

  static final Schema<Double> PROBABILITY = number(atLeast(0).to(1));

  /** Of what turns or shears. */
  static final Schema<Interpolation> INTERPOLATION =
      Schemas.word(List.of("nearest", "bilinear", "bicubic"), "")
          .map(name -> Interpolation.valueOf(name.toUpperCase(Locale.ROOT)));

  private TransformParts() {}

  /** As left, top, right, bottom; three numbers stay three, for the caller to refuse. */
  static Schema<List<Integer>> sides(Range range) {
    return firstOf(
        integer(range).map(n -> List.of(n, n, n, n)),
        list(2, 4, integer(range))
            .map(n -> n.size() == 2 ? List.of(n.get(0), n.get(1), n.get(0), n.get(1)) : n));
  }

  static Field<PaddingMode> paddingMode(Fields f) {
    return f.optional(
        "padding_mode",
        choice(PaddingMode.class),
        PaddingMode.CONSTANT,
        "What the added pixels are.");
  }

  static Field<Interpolation> interpolation(Fields f) {
    return f.optional(
        "interpolation",
        INTERPOLATION,
        Interpolation.NEAREST,
        "How a pixel between pixels is made.");
  }

  static Field<Boolean> antialias(Fields f) {
    return f.optional(
        "antialias", bool(), true, "True: what is made smaller is smoothed, as Pillow does.");
  }

  static void checkAntialias(Values v, Field<Boolean> antialias) {
    if (!v.get(antialias)) {
      v.problem(
          antialias,
          "expected true: torchvision too smooths every Pillow image; \"interpolation: nearest\""
              + " does not smooth");
    }
  }

  /** Two numbers, the first no greater than the second. */
  static Schema<List<Double>> pair(Range range) {
    return list(2, 2, number(range));
  }

  static void checkOrder(Values v, Field<?> field, List<Double> numbers) {
    for (int i = 0; i + 1 < numbers.size(); i += 2) {
      if (numbers.get(i) > numbers.get(i + 1)) {
        v.problem(
            field,
            "expected the lesser number first, found "
                + numbers.get(i)
                + " before "
                + numbers.get(i + 1));
      }
    }
  }
}
