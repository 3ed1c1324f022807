package io.github.trunkrepro.runtime.manifest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a tree does on a set of images.
 *
 * @param confusion number of images by true class (row) and by the class that the tree gave
 *     (column), both by class index
 * @param perClass accuracy on the images of each class, by class index; without classes that have
 *     no image
 */
public record Evaluation(
    Accuracy accuracy, List<List<Long>> confusion, List<ClassAccuracy> perClass) {

  /** Accuracy on the images of one class. */
  public record ClassAccuracy(String name, Accuracy accuracy) {}

  /**
   * An evaluation.
   *
   * @throws IllegalArgumentException when the confusion matrix has another accuracy
   */
  public Evaluation {
    confusion = confusion.stream().map(List::copyOf).toList();
    perClass = List.copyOf(perClass);
    long images = confusion.stream().flatMap(List::stream).mapToLong(Long::longValue).sum();
    long correct = 0;
    for (int i = 0; i < confusion.size(); i++) {
      correct += confusion.get(i).get(i);
    }
    if (accuracy.images() != images || accuracy.correct() != correct) {
      throw new IllegalArgumentException(
          "the accuracy is of %d/%d images, the confusion matrix of %d/%d"
              .formatted(accuracy.correct(), accuracy.images(), correct, images));
    }
  }

  /**
   * The evaluation with this confusion matrix.
   *
   * @param confusion as in {@link #confusion}
   * @throws IllegalArgumentException when it has no image
   */
  public static Evaluation of(List<String> classNames, long[][] confusion) {
    List<List<Long>> rows = new ArrayList<>();
    List<ClassAccuracy> perClass = new ArrayList<>();
    long correct = 0;
    long images = 0;
    for (int i = 0; i < confusion.length; i++) {
      List<Long> row = Arrays.stream(confusion[i]).boxed().toList();
      long ofClass = row.stream().mapToLong(Long::longValue).sum();
      if (ofClass > 0) {
        perClass.add(new ClassAccuracy(classNames.get(i), Accuracy.of(row.get(i), ofClass)));
      }
      rows.add(row);
      correct += row.get(i);
      images += ofClass;
    }
    return new Evaluation(Accuracy.of(correct, images), rows, perClass);
  }
}
