package io.github.trunkrepro.runtime.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.Operators;
import io.github.trunkrepro.runtime.random.RandomStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The network of one node: features, whose map feeds the node's children, and a classifier. Built
 * from the engine's operators with PyTorch's semantics and state names; holds no random state.
 *
 * <p>Arrays of the state live on the network's own manager until {@link #close()}; what a forward
 * pass makes lives on the manager of its input.
 */
public final class Network implements AutoCloseable {
  static final String FEATURES = "features";
  static final String CLASSIFIER = "classifier";

  private final Chain features;
  private final Chain classifier;
  private final NDManager manager;
  private final Map<String, NDArray> state = new LinkedHashMap<>();
  private final Map<String, NDArray> parameters = new LinkedHashMap<>();
  private final Layer.Forward featuresForward;
  private final Layer.Forward classifierForward;

  private Network(
      Chain features,
      Chain classifier,
      Function<String, RandomStream> initStreams,
      NDManager parent) {
    this.features = features;
    this.classifier = classifier;
    manager = parent.newSubManager();
    for (TensorSpec tensor : tensors(features, classifier)) {
      NDArray array = initial(tensor, initStreams);
      state.put(tensor.name(), array);
      if (tensor.trainable()) {
        array.setRequiresGradient(true);
        parameters.put(tensor.name(), array);
      }
    }
    featuresForward = features.bind(state);
    classifierForward = classifier.bind(state);
  }

  /** The other network for evaluation, with batch norm folded. */
  private Network(Network trained, NDManager parent) {
    manager = parent.newSubManager();
    trained.state.forEach(
        (name, array) -> {
          NDArray copy = array.duplicate();
          copy.attach(manager);
          state.put(name, copy);
        });
    Folding folding = new Folding(state, manager);
    features = folding.fold(trained.features);
    classifier = folding.fold(trained.classifier);
    featuresForward = features.bind(state);
    classifierForward = classifier.bind(state);
  }

  /**
   * A fresh network.
   *
   * <p>Convolutions and linear layers start as {@code reset_parameters} of {@code torch.nn} makes
   * them: weights kaiming-uniform with a = √5 and biases, both uniform in ±b, b = 1/√fan-in. A
   * value is {@code (float) ((2 * u - 1) * b)} in double arithmetic with u the stream's next float,
   * in the order of the tensor's elements. Batch norm and layer norm start with weight 1 and bias
   * 0, batch norm with mean 0 and variance 1.
   *
   * @param outputs children of the node (classes in its class phase)
   * @param initStreams gives the random stream of a parameter by its name
   * @param manager parent of the network's manager
   * @throws UserException if the layers do not fit the input
   */
  public static Network create(
      BackboneSpec spec,
      ImageShape input,
      int outputs,
      Function<String, RandomStream> initStreams,
      NDManager manager) {
    Chain[] chains = plan(spec, input, outputs, "network");
    return new Network(chains[0], chains[1], initStreams, manager);
  }

  /**
   * This network for evaluation only, with every batch norm that follows a convolution folded into
   * it: the same outputs up to rounding, in less time. Its state is its own.
   *
   * @param manager parent of the network's manager
   */
  public Network folded(NDManager manager) {
    return new Network(this, manager);
  }

  /**
   * Checks that the layers fit the input and the outputs, without the engine.
   *
   * @param where what declares the backbone, for messages, as in {@code network.root}
   * @return shape of the features
   * @throws UserException naming the first layer that does not fit
   */
  public static ImageShape check(BackboneSpec spec, ImageShape input, int outputs, String where) {
    return plan(spec, input, outputs, where)[0].output().shape();
  }

  /** Size and work of a network, without the engine. */
  public static Counts count(BackboneSpec spec, ImageShape input, int outputs) {
    Chain[] chains = plan(spec, input, outputs, "network");
    return count(chains[0], chains[1]);
  }

  /**
   * A layer as it is shown.
   *
   * @param part {@code features} or {@code classifier}
   * @param output what comes out of it for one image
   */
  public record LayerCounts(String part, String layer, String output, Counts counts) {}

  /** The layers of a network in their order, without the engine. */
  public static List<LayerCounts> layers(BackboneSpec spec, ImageShape input, int outputs) {
    Chain[] chains = plan(spec, input, outputs, "network");
    List<LayerCounts> layers = new ArrayList<>();
    layers.addAll(layers(FEATURES, spec.features(), chains[0], outputs));
    layers.addAll(layers(CLASSIFIER, spec.classifier(), chains[1], outputs));
    return layers;
  }

  private static List<LayerCounts> layers(
      String part, List<LayerSpec> specs, Chain chain, int outputs) {
    List<LayerCounts> rows = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      Extent output = chain.extents().get(i + 1);
      Chain alone =
          new Chain(List.of(chain.layers().get(i)), List.of(chain.extents().get(i), output));
      rows.add(
          new LayerCounts(
              part,
              shown(specs.get(i), outputs),
              output.toString(),
              count(alone, new Chain(List.of(), List.of(output)))));
    }
    return rows;
  }

  /** As {@code Conv2d(out=64, kernel=3)}. */
  private static String shown(LayerSpec spec, int outputs) {
    return spec.toString()
        .replace("out=" + LayerSpec.NODE_OUTPUTS, "out=" + outputs)
        .replace(", normalization=Optional.empty", "")
        .replaceAll("Optional\\[(\\w+)]", "$1")
        .replace('[', '(')
        .replace(']', ')');
  }

  /** Shapes of the state's tensors by name, in PyTorch's order, without the engine. */
  public static Map<String, List<Integer>> stateShapes(
      BackboneSpec spec, ImageShape input, int outputs) {
    Chain[] chains = plan(spec, input, outputs, "network");
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    tensors(chains[0], chains[1]).forEach(tensor -> shapes.put(tensor.name(), tensor.shape()));
    return shapes;
  }

  private static Chain[] plan(BackboneSpec spec, ImageShape input, int outputs, String where) {
    Extent extent = new Extent(input, false);
    Chain features = Planner.plan(spec.features(), FEATURES, where, outputs, 0, extent);
    if (features.output().flat()) {
      throw new UserException(
          UserException.Kind.SETUP,
          where
              + ": features end in "
              + features.output()
              + ", but children need a map: move Flatten and what follows it to the classifier");
    }
    int masks = features.dropoutSites().size();
    Chain classifier =
        Planner.plan(spec.classifier(), CLASSIFIER, where, outputs, masks, features.output());
    if (!classifier.output().equals(Extent.vector(outputs))) {
      throw new UserException(
          UserException.Kind.SETUP,
          where
              + ": classifier ends in "
              + classifier.output()
              + ", but the node needs a vector of its "
              + outputs
              + " outputs: end with a linear layer (or convolution, average pool and flatten) that"
              + " has as many outputs as the node");
    }
    return new Chain[] {features, classifier};
  }

  private static List<TensorSpec> tensors(Chain features, Chain classifier) {
    List<TensorSpec> tensors = new ArrayList<>(features.tensors());
    tensors.addAll(classifier.tensors());
    return tensors;
  }

  private static Counts count(Chain features, Chain classifier) {
    List<TensorSpec> tensors = tensors(features, classifier);
    return new Counts(
        tensors.stream().filter(TensorSpec::trainable).mapToLong(TensorSpec::size).sum(),
        features.multiplyAccumulates() + classifier.multiplyAccumulates(),
        tensors.stream().mapToLong(TensorSpec::bytes).sum());
  }

  private NDArray initial(TensorSpec tensor, Function<String, RandomStream> initStreams) {
    Shape shape = shape(tensor);
    return switch (tensor.initial()) {
      case UNIFORM ->
          array(
              uniform(tensor.fanIn(), tensor.size(), initStreams.apply(tensor.name())),
              tensor,
              manager);
      case ONES, BUFFER_ONES -> manager.ones(shape);
      case ZEROS, BUFFER_ZEROS -> manager.zeros(shape);
      case BUFFER_COUNT -> manager.zeros(shape, DataType.INT64);
    };
  }

  private static Shape shape(TensorSpec tensor) {
    return new Shape(tensor.shape().stream().mapToLong(Integer::longValue).toArray());
  }

  /**
   * An array of these values in the engine's own memory, which is aligned as its kernels want it.
   */
  static NDArray array(float[] values, TensorSpec tensor, NDManager manager) {
    try (NDArray foreign = manager.create(values, shape(tensor))) {
      return foreign.duplicate();
    }
  }

  private static float[] uniform(long fanIn, long size, RandomStream stream) {
    double bound = bound(fanIn);
    float[] values = new float[Math.toIntExact(size)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2.0 * stream.nextFloat() - 1) * bound);
    }
    return values;
  }

  /** Bound of initial weights and biases: 1/√fan-in, which is √3 · √(2/(1+5)) / √fan-in. */
  static double bound(long fanIn) {
    return 1 / Math.sqrt((double) fanIn);
  }

  /**
   * The feature map that feeds the classifier and the children.
   *
   * @param x float32 (images, channels, height, width)
   * @return a new array on the manager of {@code x}, (images, channels, height, width); in memory
   *     channels are innermost, which DJL's conversions to Java undo
   */
  public NDArray features(NDArray x, Mode mode) {
    NDArray input = Operators.channelsLast(x);
    NDArray map = featuresForward.apply(input, mode);
    if (map != input) {
      input.close();
    }
    return map;
  }

  /**
   * Outputs of the classifier, (images, outputs): logits, or log-probabilities where it ends in
   * log-softmax.
   *
   * @param features what {@link #features} gave; left open
   */
  public NDArray classify(NDArray features, Mode mode) {
    return classifierForward.apply(features, mode);
  }

  /** Outputs of the classifier for images; the feature map between is closed. */
  public NDArray forward(NDArray x, Mode mode) {
    NDArray map = features(x, mode);
    NDArray outputs = classify(map, mode);
    if (outputs != map) {
      map.close();
    }
    return outputs;
  }

  /** Layers that need a mask in training, in the order of {@link Mode#masks()}. */
  public List<DropoutSite> dropoutSites() {
    List<DropoutSite> sites = new ArrayList<>(features.dropoutSites());
    sites.addAll(classifier.dropoutSites());
    return sites;
  }

  /**
   * The first layer that cannot train on a batch of one image: batch norm of a 1x1 map, where a
   * single value has no variance.
   */
  public Optional<String> layerThatNeedsSeveralImages() {
    return Stream.of(features, classifier)
        .flatMap(chain -> chain.normalizationsOfPoints().stream())
        .findFirst();
  }

  /** Shape of the feature map of one image. */
  public ImageShape featureShape() {
    return features.output().shape();
  }

  /** Whether outputs are log-probabilities: log-softmax comes last, or before a mere reshaping. */
  public boolean endsInLogSoftmax() {
    int last = classifier.layers().size() - 1;
    while (last >= 0 && classifier.layers().get(last) instanceof Reshaping) {
      last--;
    }
    return last >= 0 && classifier.layers().get(last) instanceof LogProbabilities;
  }

  /** Trainable arrays by name, in PyTorch's order. */
  public Map<String, NDArray> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /** Trainable arrays and buffers by name, in the order of PyTorch's state dict. */
  public Map<String, NDArray> state() {
    return Collections.unmodifiableMap(state);
  }

  /** Size and work. */
  public Counts counts() {
    return count(features, classifier);
  }

  /** Frees the state. */
  @Override
  public void close() {
    manager.close();
  }
}
