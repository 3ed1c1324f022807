package io.github.trunkrepro.runtime.network;

import io.github.trunkrepro.runtime.document.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lays layer specs over an input. Layers get the names that they have in PyTorch's state dicts: the
 * list's name and the place in it, as in {@code features.3}. A classifier is numbered from its
 * first layer with parameters: what stands before (pooling, flatten) only leads from the map to it
 * and has no module in the authors' or in torchvision's networks.
 */
final class Planner {
  private final String list;
  private final String where;
  private final int outputs;
  private final List<Layer> layers = new ArrayList<>();
  private final List<Extent> extents = new ArrayList<>();
  private int masks;

  private Planner(String list, String where, int outputs, int masks, Extent input) {
    this.list = list;
    this.where = where;
    this.outputs = outputs;
    this.masks = masks;
    extents.add(input);
  }

  /**
   * The chain of these layers.
   *
   * @param list {@code features} or {@code classifier}
   * @param where what declares the list, for messages
   * @param outputs what {@link LayerSpec#NODE_OUTPUTS} stands for
   * @param masks dropout sites that come before
   * @throws UserException if a layer does not fit what comes in
   */
  static Chain plan(
      List<LayerSpec> specs, String list, String where, int outputs, int masks, Extent input) {
    Planner planner = new Planner(list, where, outputs, masks, input);
    int skipped = 0;
    if (list.equals(Network.CLASSIFIER)) {
      while (skipped < specs.size() && !parametrised(specs.get(skipped))) {
        skipped++;
      }
    }
    for (int i = 0; i < specs.size(); i++) {
      planner.add(specs.get(i), i, list + "." + Math.max(0, i - skipped));
    }
    return new Chain(planner.layers, planner.extents);
  }

  private static boolean parametrised(LayerSpec spec) {
    return spec instanceof LayerSpec.Conv2d
        || spec instanceof LayerSpec.BatchNorm2d
        || spec instanceof LayerSpec.LayerNorm
        || spec instanceof LayerSpec.Linear
        || spec instanceof LayerSpec.InvertedResidual;
  }

  private void add(LayerSpec spec, int index, String name) {
    Extent input = extents.get(extents.size() - 1);
    try {
      if (spec instanceof LayerSpec.InvertedResidual block) {
        append(invertedResidual(block, name, input));
      } else {
        append(layer(spec, name, input));
      }
    } catch (Misfit | ArithmeticException e) {
      String problem =
          e instanceof Misfit ? e.getMessage() : "and its output is too large to be counted";
      throw new UserException(
          UserException.Kind.SETUP,
          String.format(
              Locale.ROOT, "%s: %s[%d], %s, gets %s, %s", where, list, index, spec, input, problem),
          e);
    }
  }

  private void append(Layer layer) {
    Extent output = layer.output(extents.get(extents.size() - 1));
    output.shape().values();
    layer.tensors().forEach(TensorSpec::size);
    layers.add(layer);
    extents.add(output);
  }

  private Layer layer(LayerSpec spec, String name, Extent input) {
    int in = input.channels();
    if (spec instanceof LayerSpec.Conv2d conv) {
      return new Convolution(
          name, in, out(conv.out()), conv.kernel(), conv.stride(), conv.padding(), 1, conv.bias());
    } else if (spec instanceof LayerSpec.BatchNorm2d norm) {
      return new BatchNormalization(name, in, norm.eps(), norm.momentum());
    } else if (spec instanceof LayerSpec.LayerNorm norm) {
      return new LayerNormalization(name, input.shape(), norm.eps());
    } else if (spec instanceof LayerSpec.Relu) {
      return new Rectifier(false, mayOverwrite());
    } else if (spec instanceof LayerSpec.Relu6) {
      return new Rectifier(true, mayOverwrite());
    } else if (spec instanceof LayerSpec.MaxPool2d pool) {
      return new Pooling(Pooling.Kind.MAXIMUM, pool.kernel(), pool.stride());
    } else if (spec instanceof LayerSpec.AvgPool2d pool) {
      return new Pooling(Pooling.Kind.AVERAGE, pool.kernel(), pool.stride());
    } else if (spec instanceof LayerSpec.GlobalAvgPool) {
      return new Pooling(Pooling.Kind.GLOBAL_AVERAGE, 0, 0);
    } else if (spec instanceof LayerSpec.Dropout dropout) {
      return new Masking(name, dropout.p(), false, masks++);
    } else if (spec instanceof LayerSpec.Dropout2d dropout) {
      return new Masking(name, dropout.p(), true, masks++);
    } else if (spec instanceof LayerSpec.Flatten) {
      return new Reshaping();
    } else if (spec instanceof LayerSpec.Linear linear) {
      return new Dense(name, in, out(linear.out()), linear.bias());
    } else if (spec instanceof LayerSpec.LogSoftmax) {
      return new LogProbabilities();
    }
    throw new IllegalArgumentException("no layer for " + spec);
  }

  private int out(int declared) {
    return declared == LayerSpec.NODE_OUTPUTS ? outputs : declared;
  }

  /**
   * Convolution and batch norm do not read their output again in the backward pass. Layer norm does
   * not either, but gives a view, which PyTorch would copy to overwrite it.
   */
  private boolean mayOverwrite() {
    Layer before = layers.isEmpty() ? null : layers.get(layers.size() - 1);
    return before instanceof Convolution || before instanceof BatchNormalization;
  }

  private Residual invertedResidual(LayerSpec.InvertedResidual block, String name, Extent input) {
    Windows.requireMap(input);
    if (block.multiplier() < 1 || block.out() < 1) {
      throw new Misfit("but needs out and multiplier of at least 1");
    }
    int in = input.channels();
    int wide = Math.multiplyExact(in, block.multiplier());
    String prefix = name + ".inverted_residual.";
    Planner inner = new Planner(list, where, outputs, masks, input);
    LayerSpec norm =
        new LayerSpec.BatchNorm2d(1e-5, 0.1)
            .with(block.normalization().orElse(Normalization.BATCH));
    inner.convolve(prefix + "0.conv_1x1_block", in, wide, 1, 1, 1, norm);
    inner.convolve(
        prefix + "1.depthwise_convolution_block", wide, wide, 3, block.stride(), wide, norm);
    inner.convolve(prefix + "2.conv_1x1_block", wide, block.out(), 1, 1, 1, norm);
    Chain body = new Chain(inner.layers, inner.extents);
    return new Residual(body, body.output().equals(input));
  }

  /** The authors' block: convolution with padding 1 and no bias, normalization, ReLU6. */
  private void convolve(
      String name, int in, int out, int kernel, int stride, int groups, LayerSpec norm) {
    append(new Convolution(name + ".0", in, out, kernel, stride, 1, groups, false));
    append(layer(norm, name + ".1", extents.get(extents.size() - 1)));
    append(new Rectifier(true, mayOverwrite()));
  }
}
