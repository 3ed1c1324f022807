package io.github.trunkrepro.runtime.tree;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A set of classes: what a node of the tree has to tell apart.
 *
 * @param indices class indices in the data set, from 0, ascending, each once; at least one
 */
public record ClassSet(List<Integer> indices) implements Comparable<ClassSet> {

  /**
   * A set of these indices.
   *
   * @throws IllegalArgumentException when there are none, one is negative or they do not ascend
   */
  public ClassSet {
    indices = List.copyOf(indices);
    if (indices.isEmpty()) {
      throw new IllegalArgumentException("a class set has at least one class");
    }
    int last = -1;
    for (int index : indices) {
      if (index <= last) {
        throw new IllegalArgumentException("class indices must ascend from 0: " + indices);
      }
      last = index;
    }
  }

  /** The set of these indices, in any order, each once. */
  public static ClassSet of(int... indices) {
    return new ClassSet(IntStream.of(indices).sorted().boxed().toList());
  }

  /** The set of these indices, in any order, each once. */
  public static ClassSet of(Collection<Integer> indices) {
    return new ClassSet(indices.stream().sorted().toList());
  }

  /** All classes of a data set: 0 to {@code classes - 1}. */
  public static ClassSet all(int classes) {
    return new ClassSet(IntStream.range(0, classes).boxed().toList());
  }

  /** Number of classes. */
  public int size() {
    return indices.size();
  }

  /** Smallest index. */
  public int first() {
    return indices.get(0);
  }

  /** Whether the class is in this set. */
  public boolean contains(int index) {
    return indices.contains(index);
  }

  /** Whether all classes of another set are in this one. */
  public boolean containsAll(ClassSet other) {
    return indices.containsAll(other.indices);
  }

  /**
   * Position of a class in this set, from 0: the output of the node's class phase that stands for
   * it.
   *
   * @throws IllegalArgumentException when the class is not in this set
   */
  public int position(int index) {
    int position = indices.indexOf(index);
    if (position < 0) {
      throw new IllegalArgumentException("class " + index + " is not in {" + this + "}");
    }
    return position;
  }

  /** The classes at these positions, as {@link Grouping#groups} gives them. */
  public ClassSet select(List<Integer> positions) {
    return of(positions.stream().map(indices::get).toList());
  }

  /** Names of these classes, in the order of the indices. */
  public List<String> names(List<String> classNames) {
    return indices.stream().map(classNames::get).toList();
  }

  /** By smallest index, then by the next. */
  @Override
  public int compareTo(ClassSet other) {
    for (int i = 0; i < Math.min(size(), other.size()); i++) {
      int order = indices.get(i).compareTo(other.indices.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(size(), other.size());
  }

  /** Indices with commas between: {@code 0,13,24}. */
  @Override
  public String toString() {
    return indices.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
