package io.github.trunkrepro.runtime.engine;

import io.github.trunkrepro.runtime.document.UserException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Starts the engine and prints its platform, or what was wrong. */
final class EngineMain {
  private EngineMain() {}

  /** Arguments: none, or the folder of a PyTorch 2.7.1 for the CPU and its NAME=SHA256 entries. */
  public static void main(String[] args) {
    try {
      Torch torch = Torch.start(EngineProcess.SPEC, engine(args));
      System.out.println(torch.platform().key());
    } catch (UserException e) {
      System.out.println(e.kind() + ": " + e.getMessage());
    }
  }

  private static EngineSpec engine(String[] args) {
    if (args.length == 0) {
      return EngineSpec.DEFAULT;
    }
    Map<String, String> sha256 =
        Arrays.stream(args)
            .skip(1)
            .map(argument -> argument.split("=", 2))
            .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));
    return new EngineSpec(
        EngineSpec.DeviceChoice.CPU,
        Optional.of(new InstalledPyTorch(args[0], "2.7.1", "cpu", sha256)),
        Map.of());
  }
}
