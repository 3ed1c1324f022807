package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Range.above;
import static io.github.trunkrepro.runtime.document.Range.any;
import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.bool;
import static io.github.trunkrepro.runtime.document.Schemas.choice;
import static io.github.trunkrepro.runtime.document.Schemas.firstOf;
import static io.github.trunkrepro.runtime.document.Schemas.integer;
import static io.github.trunkrepro.runtime.document.Schemas.list;
import static io.github.trunkrepro.runtime.document.Schemas.number;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.document.Schemas.typed;

import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Fields;
import io.github.trunkrepro.runtime.document.Range;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.document.Schemas;
import io.github.trunkrepro.runtime.document.Values;
import io.github.trunkrepro.runtime.transform.AugmentationPolicy;
import io.github.trunkrepro.runtime.transform.Interpolation;
import io.github.trunkrepro.runtime.transform.PaddingMode;
import io.github.trunkrepro.runtime.transform.TransformSpec;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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

  /** As left, top, right, bottom; three numbers stay three, for the caller to refuse. */
  private static Schema<List<Integer>> sides(Range range) {
    return firstOf(
        integer(range).map(n -> List.of(n, n, n, n)),
        list(2, 4, integer(range))
            .map(n -> n.size() == 2 ? List.of(n.get(0), n.get(1), n.get(0), n.get(1)) : n));
  }

  private static Field<PaddingMode> paddingMode(Fields f) {
    return f.optional(
        "padding_mode",
        choice(PaddingMode.class),
        PaddingMode.CONSTANT,
        "What the added pixels are.");
  }

  private static final Schema<List<Integer>> FILL =
      firstOf(integer(atLeast(0).to(255)).map(List::of), list(1, 3, integer(atLeast(0).to(255))));

  private static final String FILL_TEXT =
      "What stands where the image does not reach: one number, or one for each channel.";

  private static final List<Integer> BLACK = List.of(0);

  private static final Schema<Interpolation> ANY_INTERPOLATION = choice(Interpolation.class);

  private static final Schema<TransformSpec> RANDOM_CROP =
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

  private static final Range SIDE_FROM_0 = atLeast(0).to(TransformSpec.MAX_SIDE);

  private static final Range SIDE = atLeast(1).to(TransformSpec.MAX_SIDE);

  private static final Schema<TransformSpec> RESIZE =
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

  /** Filled below, because a transform may hold transforms. */
  private static final Map<String, Schema<? extends TransformSpec>> TYPES = new LinkedHashMap<>();

  static final Schema<List<TransformSpec>> TRANSFORMS = list(typed(TYPES).named("transform"));

  private static final Schema<List<TransformSpec>> NESTED =
      list(1, 100, typed(TYPES).named("transform"));

  private static final Schema<Double> PROBABILITY = number(atLeast(0).to(1));

  private static final Schema<TransformSpec> RANDOM_VERTICAL_FLIP =
      object(
          f -> {
            Field<Double> p = f.optional("p", PROBABILITY, 0.5, "Probability of a flip.");
            return v -> new TransformSpec.RandomVerticalFlip(v.get(p));
          });

  /** Of what turns or shears. */
  private static final Schema<Interpolation> INTERPOLATION =
      Schemas.word(List.of("nearest", "bilinear", "bicubic"), "")
          .map(name -> Interpolation.valueOf(name.toUpperCase(Locale.ROOT)));

  private static Field<Interpolation> interpolation(Fields f) {
    return f.optional(
        "interpolation",
        INTERPOLATION,
        Interpolation.NEAREST,
        "How a pixel between pixels is made.");
  }

  private static final Schema<TransformSpec> PAD =
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

  /** Two numbers, the first no greater than the second. */
  private static Schema<List<Double>> pair(Range range) {
    return list(2, 2, number(range));
  }

  private static void checkOrder(Values v, Field<?> field, List<Double> numbers) {
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

  private static final Schema<TransformSpec> RANDOM_RESIZED_CROP =
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

  private static final Range ANGLE = atLeast(-360_000).to(360_000);

  /** One number d, which stands for [-d, d], or two. */
  private static final Schema<List<Double>> DEGREES =
      firstOf(number(atLeast(0).to(360_000)).map(d -> List.of(0 - d, d)), pair(ANGLE));

  private static final String CENTER_TEXT =
      "Point that stays, [x, y] in pixels from the upper left corner; absent: the middle.";

  private static final Schema<List<Double>> POINT = pair(atLeast(-65_536).to(65_536));

  private static final Schema<TransformSpec> RANDOM_ROTATION =
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

  private static final Schema<TransformSpec> RANDOM_AFFINE =
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

  private static final Schema<TransformSpec> COLOR_JITTER =
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

  private static final Schema<TransformSpec> GRAYSCALE =
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

  private static final Schema<TransformSpec> RANDOM_ERASING =
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

  private static final Schema<TransformSpec> CUT_OUT =
      object(
          f -> {
            Field<Integer> holes =
                f.required("n_holes", integer(atLeast(1).to(1000)), "Number of squares.");
            Field<Integer> length = f.required("length", integer(SIDE), "Pixels of a side.");
            return v -> new TransformSpec.CutOut(v.get(holes), v.get(length));
          });

  private static final Schema<TransformSpec> RAND_AUGMENT =
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

  private static final Schema<TransformSpec> TRIVIAL_AUGMENT_WIDE =
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

  private static final Schema<TransformSpec> AUTO_AUGMENT =
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
    TYPES.put("ToTensor", TO_TENSOR);
    TYPES.put("Normalize", NORMALIZE);
    TYPES.put("RandomHorizontalFlip", RANDOM_HORIZONTAL_FLIP);
    TYPES.put("RandomCrop", RANDOM_CROP);
    TYPES.put("Resize", RESIZE);
    TYPES.put("CenterCrop", CENTER_CROP);
    TYPES.put("RandomVerticalFlip", RANDOM_VERTICAL_FLIP);
    TYPES.put("Pad", PAD);
    TYPES.put("RandomResizedCrop", RANDOM_RESIZED_CROP);
    TYPES.put("RandomRotation", RANDOM_ROTATION);
    TYPES.put("RandomAffine", RANDOM_AFFINE);
    TYPES.put("ColorJitter", COLOR_JITTER);
    TYPES.put("Grayscale", GRAYSCALE);
    TYPES.put("RandomErasing", RANDOM_ERASING);
    TYPES.put("CutOut", CUT_OUT);
    TYPES.put("RandAugment", RAND_AUGMENT);
    TYPES.put("TrivialAugmentWide", TRIVIAL_AUGMENT_WIDE);
    TYPES.put("AutoAugment", AUTO_AUGMENT);
    TYPES.put("Compose", COMPOSE);
    TYPES.put("RandomApply", RANDOM_APPLY);
    TYPES.put("RandomChoice", RANDOM_CHOICE);
  }
}
