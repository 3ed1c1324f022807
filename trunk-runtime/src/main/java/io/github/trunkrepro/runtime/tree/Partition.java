package io.github.trunkrepro.runtime.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Groups of positions that grow together pair by pair (union-find). */
final class Partition {
  private final int[] parent;

  /** A group for each of so many positions. */
  Partition(int size) {
    parent = new int[size];
    for (int i = 0; i < size; i++) {
      parent[i] = i;
    }
  }

  /** Joins the groups of two positions; whether they were two. */
  boolean join(int i, int j) {
    int one = first(i);
    int other = first(j);
    parent[Math.max(one, other)] = Math.min(one, other);
    return one != other;
  }

  /** Positions ascend in a group, groups by their first position. */
  List<List<Integer>> groups() {
    TreeMap<Integer, List<Integer>> groups = new TreeMap<>();
    for (int i = 0; i < parent.length; i++) {
      groups.computeIfAbsent(first(i), first -> new ArrayList<>()).add(i);
    }
    return groups.values().stream().map(List::copyOf).toList();
  }

  /** First position of a position's group. */
  private int first(int i) {
    int at = i;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }
}
