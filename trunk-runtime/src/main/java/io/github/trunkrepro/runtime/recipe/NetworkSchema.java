package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.document.Schemas.list;
import static io.github.trunkrepro.runtime.document.Schemas.object;

import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.network.BackboneSpec;
import io.github.trunkrepro.runtime.network.LayerSpec;
import io.github.trunkrepro.runtime.network.NetworkSpec;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Backbones for the root and for every other node. */
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
            return v -> new NetworkSpec(v.get(root), v.get(general));
          });

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
