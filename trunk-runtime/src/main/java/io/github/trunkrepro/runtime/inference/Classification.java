package io.github.trunkrepro.runtime.inference;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a network says of an image.
 *
 * @param className where the image ended
 * @param steps one for each node that it passed, from the root; the last names a single class
 * @param probability product of the steps', 0..1
 */
public record Classification(String className, List<Step> steps, double probability) {
  public Classification {
    steps = List.copyOf(steps);
  }

  /**
   * A node's decision.
   *
   * @param classes names of the classes behind its strongest output
   * @param probability softmax of that output, 0..1
   */
  public record Step(List<String> classes, double probability) {
    public Step {
      classes = List.copyOf(classes);
    }
  }

  /**
   * The classification of an image that took this route.
   *
   * @param classNames by class index
   */
  public static Classification of(Route route, List<String> classNames) {
    return new Classification(
        classNames.get(route.classIndex()),
        route.steps().stream()
            .map(step -> new Step(step.chosen().names(classNames), step.probability()))
            .toList(),
        route.steps().stream().mapToDouble(Route.Step::probability).reduce(1, (a, b) -> a * b));
  }

  /** One line for people, as in {@code 7 (root -> 1 7 (0.9800) -> 7 (0.8700))}. */
  public String text() {
    String path =
        steps.stream()
            .map(
                step ->
                    String.format(
                        Locale.ROOT,
                        "%s (%.4f)",
                        String.join(" ", step.classes()),
                        step.probability()))
            .collect(Collectors.joining(" -> "));
    return className + "  (root -> " + path + ")";
  }
}
