package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Range.above;
import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.bool;
import static io.github.trunkrepro.runtime.document.Schemas.choice;
import static io.github.trunkrepro.runtime.document.Schemas.integer;
import static io.github.trunkrepro.runtime.document.Schemas.keyed;
import static io.github.trunkrepro.runtime.document.Schemas.number;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.document.Schemas.wordOr;

import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.network.LayerSpec;
import io.github.trunkrepro.runtime.network.Normalization;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.DoubleFunction;

/** Layers, as {@code relu} or {@code conv: {out: 16, kernel: 3}}. Defaults are PyTorch's. */
final class LayerSchema {
  private static final Schema<Integer> CHANNELS = integer(atLeast(1).to(65_536));
  private static final Schema<Integer> PIXELS = integer(atLeast(1).to(1024));

  private LayerSchema() {}

  /** A layer whose outputs are fixed. */
  static Schema<LayerSpec> feature() {
    return layer(CHANNELS).named("feature_layer");
  }

  /** A layer that may have as many outputs as the node. */
  static Schema<LayerSpec> classifier() {
    return layer(wordOr("outputs", LayerSpec.NODE_OUTPUTS, CHANNELS)).named("classifier_layer");
  }

  private static Schema<LayerSpec> layer(Schema<Integer> outs) {
    Map<String, Schema<? extends LayerSpec>> kinds = new LinkedHashMap<>();
    kinds.put("conv", conv(outs));
    kinds.put("batch_norm", batchNorm());
    kinds.put("layer_norm", layerNorm());
    kinds.put("relu", plain(new LayerSpec.Relu()));
    kinds.put("relu6", plain(new LayerSpec.Relu6()));
    kinds.put("max_pool", pool(LayerSpec.MaxPool2d::new));
    kinds.put("avg_pool", pool(LayerSpec.AvgPool2d::new));
    kinds.put("global_avg_pool", plain(new LayerSpec.GlobalAvgPool()));
    kinds.put("dropout", dropout(LayerSpec.Dropout::new));
    kinds.put("dropout2d", dropout(LayerSpec.Dropout2d::new));
    kinds.put("inverted_residual", invertedResidual());
    kinds.put("flatten", plain(new LayerSpec.Flatten()));
    kinds.put("linear", linear(outs));
    kinds.put("log_softmax", plain(new LayerSpec.LogSoftmax()));
    return keyed("a layer", kinds);
  }

  private static Schema<LayerSpec> plain(LayerSpec layer) {
    return object(f -> v -> layer);
  }

  private static Schema<LayerSpec> conv(Schema<Integer> outs) {
    return object(
        f -> {
          Field<Integer> out = f.required("out", outs, "Output channels.");
          Field<Integer> kernel = f.required("kernel", PIXELS, "Side of the kernel.");
          Field<Integer> stride = f.optional("stride", PIXELS, 1, "Step of the kernel.");
          Field<Integer> padding =
              f.optional("padding", integer(atLeast(0).to(1024)), 0, "Zeros on each side.");
          Field<Boolean> bias = f.optional("bias", bool(), true, "Whether a bias is added.");
          return v ->
              new LayerSpec.Conv2d(
                  v.get(out), v.get(kernel), v.get(stride), v.get(padding), v.get(bias));
        });
  }

  private static Schema<LayerSpec> batchNorm() {
    return object(
        f -> {
          Field<Double> eps = f.optional("eps", number(above(0)), 1e-5, "Added to the variance.");
          Field<Double> momentum =
              f.optional(
                  "momentum", number(atLeast(0).to(1)), 0.1, "Share of a batch in the averages.");
          return v -> new LayerSpec.BatchNorm2d(v.get(eps), v.get(momentum));
        });
  }

  private static Schema<LayerSpec> layerNorm() {
    return object(
        f -> {
          Field<Double> eps = f.optional("eps", number(above(0)), 1e-5, "Added to the variance.");
          return v -> new LayerSpec.LayerNorm(v.get(eps));
        });
  }

  private static Schema<LayerSpec> pool(BiFunction<Integer, Integer, LayerSpec> maker) {
    return object(
        f -> {
          Field<Integer> kernel = f.required("kernel", PIXELS, "Side of the window.");
          Field<Optional<Integer>> stride =
              f.optional("stride", PIXELS, "Step of the window; as wide as the window if absent.");
          return v -> maker.apply(v.get(kernel), v.get(stride).orElse(v.get(kernel)));
        });
  }

  private static Schema<LayerSpec> dropout(DoubleFunction<LayerSpec> maker) {
    return object(
        f -> {
          Field<Double> p =
              f.optional("p", number(atLeast(0).below(1)), 0.5, "Share that is set to zero.");
          return v -> maker.apply(v.get(p));
        });
  }

  private static Schema<LayerSpec> invertedResidual() {
    return object(
        f -> {
          Field<Integer> out = f.required("out", CHANNELS, "Output channels.");
          Field<Integer> multiplier =
              f.required(
                  "multiplier", integer(atLeast(1).to(64)), "Growth of the channels inside.");
          Field<Integer> stride =
              f.optional("stride", PIXELS, 1, "Step of the depthwise convolution.");
          Field<Normalization> normalization =
              f.optional(
                  "normalization",
                  choice(Normalization.class),
                  Normalization.BATCH,
                  "After each convolution.");
          return v ->
              new LayerSpec.InvertedResidual(v.get(out), v.get(multiplier), v.get(stride))
                  .with(v.get(normalization));
        });
  }

  private static Schema<LayerSpec> linear(Schema<Integer> outs) {
    return object(
        f -> {
          Field<Integer> out = f.required("out", outs, "Outputs.");
          Field<Boolean> bias = f.optional("bias", bool(), true, "Whether a bias is added.");
          return v -> new LayerSpec.Linear(v.get(out), v.get(bias));
        });
  }
}
