package io.github.trunkrepro.runtime.benchmark;

import ai.djl.ndarray.NDManager;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.network.BackboneSpec;
import io.github.trunkrepro.runtime.network.Backbones;
import io.github.trunkrepro.runtime.training.ProbeNetwork;
import java.util.List;

/**
 * SHA-256 of each network's state after a few training steps on random numbers: what must be equal
 * between processes, JVMs, cores and CPUs. Prints a line for each network, and one for the probe.
 *
 * <p>Arguments: threads; images in a batch; steps.
 */
public final class TrainingBits {
  private static final int SIDE = 16;

  private TrainingBits() {}

  /** Runs it. */
  public static void main(String[] args) {
    Torch torch =
        Torch.start(
            new DeterminismSpec(
                DeterminismSpec.Tier.BITWISE,
                Integer.parseInt(args[0]),
                DeterminismSpec.Instructions.PORTABLE));
    int images = Integer.parseInt(args[1]);
    int steps = Integer.parseInt(args[2]);
    try (NDManager manager = torch.newManager()) {
      for (String network : List.of("vgg", "mobilenet", "layernorm")) {
        System.out.println(network + " " + digest(manager, network, SIDE, images, steps));
      }
    }
    System.out.println("probe " + ProbeNetwork.digest(torch));
  }

  /** Trains and gives the SHA-256 of the state. */
  public static String digest(NDManager manager, String name, int side, int images, int steps) {
    BackboneSpec layers =
        switch (name) {
          case "vgg" -> Backbones.vggRoot();
          case "mobilenet" -> Backbones.mobilenetRoot();
          case "layernorm" -> Backbones.layerNorm();
          default -> throw new IllegalArgumentException(name);
        };
    int channels = name.equals("mobilenet") ? 1 : 3;
    return ProbeNetwork.digest(
        manager, layers, new ImageShape(channels, side, side), images, steps);
  }
}
