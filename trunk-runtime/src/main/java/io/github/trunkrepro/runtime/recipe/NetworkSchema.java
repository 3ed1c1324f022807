package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Schemas.list;
import static io.github.trunkrepro.runtime.document.Schemas.object;

import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.document.Values;
import io.github.trunkrepro.runtime.network.BackboneSpec;
import io.github.trunkrepro.runtime.network.ClassSetBackbone;
import io.github.trunkrepro.runtime.network.LayerSpec;
import io.github.trunkrepro.runtime.network.NetworkSpec;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Backbones for the root, for every other node, and for nodes that have their own. */
final class NetworkSchema {
  private static final int MOST_LAYERS = 1000;

  private NetworkSchema() {}

  static final Schema<NetworkSpec> NETWORK =
      object(
          f -> {
            Schema<BackboneSpec> backbone = backbone().named("backbone");
            Field<BackboneSpec> root = f.required("root", backbone, "The root's network.");
            Field<BackboneSpec> general =
                f.required("general", backbone, "The network of every other node.");
            Field<List<Values.Keyed<BackboneSpec>>> classSets =
                f.matching(
                    "a class set (\"cat, dog\")",
                    ClassSetKeys.PATTERN,
                    backbone,
                    "The network of the node with exactly these classes, if it is not general.");
            return v -> {
              List<ClassSetBackbone> own =
                  v.get(classSets).stream()
                      .map(
                          set -> new ClassSetBackbone(ClassSetKeys.classes(set.key()), set.value()))
                      .sorted(Comparator.comparing(set -> String.join(",", set.classes())))
                      .toList();
              checkClassSets(own, problem -> v.problem(classSets, problem));
              return new NetworkSpec(v.get(root), v.get(general), own);
            };
          });

  private static void checkClassSets(List<ClassSetBackbone> sets, Consumer<String> problems) {
    Set<List<String>> seen = new HashSet<>();
    for (List<String> classes : sets.stream().map(ClassSetBackbone::classes).toList()) {
      String key = '"' + String.join(", ", classes) + '"';
      if (classes.contains("") || new HashSet<>(classes).size() < classes.size()) {
        problems.accept("the class set " + key + " has an empty name, or one twice");
      }
      if (!seen.add(classes)) {
        problems.accept("the class set " + key + " stands here twice");
      }
    }
  }

  private static Schema<BackboneSpec> backbone() {
    return object(
        f -> {
          Field<List<LayerSpec>> features =
              f.required(
                  "features",
                  list(1, MOST_LAYERS, LayerSchema.feature()),
                  "Layers whose output feeds the children.");
          Field<List<LayerSpec>> classifier =
              f.required(
                  "classifier",
                  list(1, MOST_LAYERS, LayerSchema.classifier()),
                  "Layers from the features to the node's outputs.");
          return v -> {
            List<Integer> outs =
                v.get(classifier).stream()
                    .flatMapToInt(layer -> out(layer).stream())
                    .boxed()
                    .toList();
            if (outs.isEmpty() || outs.indexOf(LayerSpec.NODE_OUTPUTS) != outs.size() - 1) {
              v.problem(
                  classifier,
                  "its last conv or linear layer, and no other, must have \"out: outputs\"");
            }
            return new BackboneSpec(v.get(features), v.get(classifier));
          };
        });
  }

  private static OptionalInt out(LayerSpec layer) {
    if (layer instanceof LayerSpec.Conv2d conv) {
      return OptionalInt.of(conv.out());
    }
    if (layer instanceof LayerSpec.Linear linear) {
      return OptionalInt.of(linear.out());
    }
    if (layer instanceof LayerSpec.InvertedResidual residual) {
      return OptionalInt.of(residual.out());
    }
    return OptionalInt.empty();
  }

  /** Whether the outputs are log-probabilities, as {@code NLLLoss} expects them. */
  static boolean endsInLogSoftmax(BackboneSpec backbone) {
    List<LayerSpec> computing =
        Stream.concat(backbone.features().stream(), backbone.classifier().stream())
            .filter(layer -> !(layer instanceof LayerSpec.Flatten))
            .toList();
    return computing.get(computing.size() - 1) instanceof LayerSpec.LogSoftmax;
  }
}
