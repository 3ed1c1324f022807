package io.github.trunkrepro.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TorchTest {
  private static final DeterminismSpec SPEC =
      new DeterminismSpec(DeterminismSpec.Tier.BITWISE, 2, DeterminismSpec.Instructions.PORTABLE);

  @Test
  void threadsAreThoseOfTheSpec() {
    Torch.start(SPEC);
    assertThat(JniUtils.getNumThreads()).isEqualTo(2);
    assertThat(JniUtils.getNumInteropThreads()).isEqualTo(1);
  }

  @Test
  void startsOncePerJvm() {
    Torch torch = Torch.start(SPEC);
    assertThat(Torch.start(SPEC)).isSameAs(torch);
    DeterminismSpec other =
        new DeterminismSpec(DeterminismSpec.Tier.BITWISE, 1, SPEC.instructions());
    assertThatThrownBy(() -> Torch.start(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("threads=1");
  }

  @Test
  void nativesAreListedWithTheirDigestsAndJars() {
    List<NativeLibrary> natives = Torch.start(SPEC).natives();
    assertThat(natives)
        .anySatisfy(
            library -> {
              assertThat(library.name()).contains("torch_cpu");
              assertThat(library.sha256()).matches("[0-9a-f]{64}");
              assertThat(library.source()).startsWith("pytorch-native-cpu-").endsWith(".jar");
            })
        .anySatisfy(library -> assertThat(library.source()).startsWith("pytorch-jni-"));
  }

  /** The system chooses where libraries lie anew in each process. */
  @Test
  void nativesAreListedAlikeWhereverTheyLie() throws IOException {
    Path maps = Path.of("/proc/self/maps");
    assumeTrue(Files.isReadable(maps), "only Linux tells what is mapped");
    Torch torch = Torch.start(SPEC);
    NativeLibraries libraries = new NativeLibraries(ExpectedLibraries.find(EngineSpec.DEFAULT));
    libraries.verifyFiles();
    List<String> lines = new ArrayList<>(Files.readAllLines(maps));
    for (int i = 0; i < 3; i++) {
      Collections.rotate(lines, lines.size() / 3 + i);
      Collections.reverse(lines);
      assertThat(libraries.loaded(lines)).hasSizeGreaterThan(1).isEqualTo(torch.natives());
    }
  }

  @Test
  void platformSaysNothingOfTheMachine() {
    Platform platform = Torch.start(SPEC).platform();
    assertThat(platform.threads()).isEqualTo(2);
    assertThat(platform.key())
        .matches("cpu-(linux|osx|win)-[a-z0-9_]+-2\\.7\\.1-cpu-[0-9a-f]{12}-[a-z0-9_-]+-2");
  }

  @Test
  void gradientModeBelongsToTheThread() throws InterruptedException {
    Torch.start(SPEC);
    Gradients.enable();
    boolean[] other = {true};
    Thread thread = new Thread(() -> other[0] = gradientsAfterDisabling());
    thread.start();
    thread.join();
    assertThat(other[0]).isFalse();
    assertThat(JniUtils.isGradMode()).isTrue();
    Gradients.disable();
    assertThat(JniUtils.isGradMode()).isFalse();
  }

  private static boolean gradientsAfterDisabling() {
    Gradients.disable();
    return JniUtils.isGradMode();
  }
}
