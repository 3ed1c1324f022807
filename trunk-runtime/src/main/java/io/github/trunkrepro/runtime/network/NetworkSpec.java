package io.github.trunkrepro.runtime.network;

import java.util.List;

/**
 * Backbones of a tree: one for the root, one for every other node, and those of nodes that have
 * their own.
 *
 * @param classSets at most one for a class set; usually none
 */
public record NetworkSpec(
    BackboneSpec root, BackboneSpec general, List<ClassSetBackbone> classSets) {
  public NetworkSpec {
    classSets = List.copyOf(classSets);
  }

  /** Backbones of a tree whose nodes but the root are alike. */
  public NetworkSpec(BackboneSpec root, BackboneSpec general) {
    this(root, general, List.of());
  }

  /** The same networks with this normalization wherever they normalize. */
  public NetworkSpec with(Normalization normalization) {
    return new NetworkSpec(
        root.with(normalization),
        general.with(normalization),
        classSets.stream()
            .map(set -> new ClassSetBackbone(set.classes(), set.backbone().with(normalization)))
            .toList());
  }

  /** The backbone of the root, or of the node with these classes. */
  public BackboneSpec of(boolean isRoot, List<String> classNames) {
    if (isRoot) {
      return root;
    }
    List<String> sorted = classNames.stream().sorted().toList();
    return classSets.stream()
        .filter(set -> set.classes().equals(sorted))
        .map(ClassSetBackbone::backbone)
        .findFirst()
        .orElse(general);
  }
}
