package io.github.trunkrepro.runtime.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Average softmax likelihoods (ASL) of a node of k classes: for each true class, the mean of the
 * network's softmax over the images of that class. Its JSON is the content of {@code
 * asl/<node>.json}.
 *
 * @param rows one for each class, in the order of the node's outputs
 */
public record AverageSoftmax(List<Row> rows) {

  /**
   * A matrix.
   *
   * @throws IllegalArgumentException when it is not square
   */
  public AverageSoftmax {
    rows = List.copyOf(rows);
    for (Row row : rows) {
      if (row.mean().size() != rows.size() || row.variance().size() != rows.size()) {
        throw new IllegalArgumentException(
            "the matrix must be square: %d rows, %d means and %d variances of \"%s\""
                .formatted(rows.size(), row.mean().size(), row.variance().size(), row.trueClass()));
      }
    }
  }

  /**
   * What the network says of the images of one class.
   *
   * @param trueClass name of the class
   * @param images how many there were, at least 1
   * @param mean of the softmax for each output, 0..1
   * @param variance of the same, over these images as a whole population (divided by their number,
   *     not by one less)
   */
  public record Row(String trueClass, int images, List<Double> mean, List<Double> variance) {

    /** A row with copies of the lists. */
    public Row {
      mean = List.copyOf(mean);
      variance = List.copyOf(variance);
    }
  }

  /** Number of classes of the node. */
  public int k() {
    return rows.size();
  }

  /** Mean likelihood of class {@code j} over the images of class {@code i}; both are positions. */
  public double mean(int i, int j) {
    return rows.get(i).mean().get(j);
  }

  /** Population variance of the same. */
  public double variance(int i, int j) {
    return rows.get(i).variance().get(j);
  }

  /** Number of images of class {@code i}. */
  public int count(int i) {
    return rows.get(i).images();
  }

  /** Standard error of {@link #mean}: how far another draw of images would move it. */
  public double standardError(int i, int j) {
    return Math.sqrt(variance(i, j) / count(i));
  }

  /** Name of the class at a position. */
  public String className(int i) {
    return rows.get(i).trueClass();
  }

  /** The means, row by row, as {@link Grouping} takes them. */
  public double[][] means() {
    return rows.stream()
        .map(row -> row.mean().stream().mapToDouble(Double::doubleValue).toArray())
        .toArray(double[][]::new);
  }

  /** Starts to accumulate for a node with these classes, in the order of its outputs. */
  public static Builder builder(List<String> classNames) {
    return new Builder(classNames);
  }

  /** Accumulates in double precision, in the order of the calls. Not thread-safe. */
  public static final class Builder {
    private final List<String> names;
    private final int[] images;
    private final double[][] sums;
    private final double[][] squares;

    private Builder(List<String> classNames) {
      names = List.copyOf(classNames);
      images = new int[names.size()];
      sums = new double[names.size()][names.size()];
      squares = new double[names.size()][names.size()];
    }

    /**
     * Adds one image.
     *
     * @param trueClass position of its class in the node
     * @param softmax likelihood of each class, k values of 0..1
     * @throws IllegalArgumentException when a value is not within 0..1 (a little rounding aside),
     *     {@code NaN} included, or there are not k of them
     */
    public Builder add(int trueClass, float[] softmax) {
      if (softmax.length != names.size()) {
        throw new IllegalArgumentException(
            "expected %d likelihoods, found %d".formatted(names.size(), softmax.length));
      }
      for (int j = 0; j < softmax.length; j++) {
        double value = softmax[j];
        if (!(value >= 0 && value <= 1.001)) {
          throw new IllegalArgumentException(
              "an image of class \"%s\" has the likelihood %s of class \"%s\", expected 0 to 1"
                  .formatted(names.get(trueClass), value, names.get(j)));
        }
        sums[trueClass][j] += value;
        squares[trueClass][j] += value * value;
      }
      images[trueClass]++;
      return this;
    }

    /**
     * The averages.
     *
     * @throws IllegalStateException when a class had no image
     */
    public AverageSoftmax build() {
      return new AverageSoftmax(IntStream.range(0, names.size()).mapToObj(this::row).toList());
    }

    private Row row(int i) {
      if (images[i] == 0) {
        throw new IllegalStateException("no image of class \"" + names.get(i) + "\" was added");
      }
      double[] mean = Arrays.stream(sums[i]).map(sum -> sum / images[i]).toArray();
      List<Double> variance = new ArrayList<>();
      for (int j = 0; j < mean.length; j++) {
        variance.add(Math.max(0, squares[i][j] / images[i] - mean[j] * mean[j]));
      }
      return new Row(names.get(i), images[i], Arrays.stream(mean).boxed().toList(), variance);
    }
  }
}
