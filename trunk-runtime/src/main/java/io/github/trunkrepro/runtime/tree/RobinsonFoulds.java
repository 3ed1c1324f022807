package io.github.trunkrepro.runtime.tree;

/**
 * The distance of Robinson and Foulds ("Comparison of phylogenetic trees", Mathematical Biosciences
 * 53, 1981) between trees with a root: the number of clusters that are in one tree alone. A cluster
 * is the set of the classes below an inner node.
 */
public final class RobinsonFoulds {
  private RobinsonFoulds() {}

  /**
   * The distance between two trees: 0 when they are equal, at most twice the number of classes less
   * four when their classes are the same. Classes are compared by name; their order does not count.
   */
  public static int distance(ClassTree one, ClassTree other) {
    TreeDifference difference = TreeDifference.between(one, other);
    return difference.gone().size() + difference.added().size();
  }
}
