package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.tree.ClassTree;

/**
 * A tree that came out of a study.
 *
 * @param name {@code A}, {@code B}, ... {@code Z}, {@code AA}, ... in the order in which variants
 *     gave them
 * @param depth steps from the root to the deepest leaf
 * @param nodes number of networks: inner nodes
 * @param variants number of variants that gave it
 * @param adjustedRand agreement of its root's groups with those of tree A: 1 for the same groups, 0
 *     on average for groups drawn by chance (Hubert and Arabie 1985)
 * @param robinsonFoulds number of class sets that only one of it and tree A has (Robinson and
 *     Foulds 1981)
 */
public record StudyTree(
    String name,
    ClassTree tree,
    int depth,
    int nodes,
    int variants,
    double adjustedRand,
    int robinsonFoulds) {}
