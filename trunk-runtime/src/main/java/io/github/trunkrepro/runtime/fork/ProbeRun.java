package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.engine.EngineSpec;
import io.github.trunkrepro.runtime.engine.ForeignLibraryException;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.environment.EngineFacts;
import io.github.trunkrepro.runtime.environment.Machine;
import io.github.trunkrepro.runtime.environment.MachineFacts;
import io.github.trunkrepro.runtime.environment.NoEngine;
import io.github.trunkrepro.runtime.training.ProbeNetwork;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Looks at the machine, and starts the engine as a training would. */
final class ProbeRun {
  private final RunRequest request;

  ProbeRun(RunRequest request) {
    this.request = request;
  }

  ForkFacts run() {
    MachineFacts machine = Machine.read(Path.of(request.outputDirectory()));
    try {
      return new ForkFacts(machine, Optional.of(engine()), NoEngine.NONE);
    } catch (ForeignLibraryException e) {
      return without(machine, NoEngine.Cause.FOREIGN_LIBRARY, e.getMessage());
    } catch (UserException e) {
      return without(machine, NoEngine.Cause.FAILED, e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      e.printStackTrace();
      return without(machine, NoEngine.Cause.FAILED, e.toString());
    }
  }

  private static ForkFacts without(MachineFacts machine, NoEngine.Cause cause, String why) {
    return new ForkFacts(machine, Optional.empty(), new NoEngine(cause, why));
  }

  private EngineFacts engine() {
    DeterminismSpec determinism = request.readRecipe().determinism();
    // Whatever there is, so that the rules can tell what was found in place of the declared device.
    boolean cpu = request.engine().device() == EngineSpec.DeviceChoice.CPU;
    Torch torch = Torch.start(determinism, cpu ? request.engine() : request.engine().onAnyDevice());
    Map<String, String> versions = torch.versions();
    String[] pytorch = versions.get("PyTorch").split("-", 2);
    return new EngineFacts(
        torch.tryDevice(),
        versions.get("DJL"),
        torch.jniVersion(),
        pytorch[0],
        pytorch[1],
        torch.natives().stream()
            .map(
                library ->
                    new EngineFacts.Library(library.name(), library.sha256(), library.source()))
            .toList(),
        torch.platform().key(),
        ProbeNetwork.digest(torch));
  }
}
