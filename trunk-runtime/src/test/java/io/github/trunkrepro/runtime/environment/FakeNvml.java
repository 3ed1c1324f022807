package io.github.trunkrepro.runtime.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Builds {@code src/test/c/fake_nvml.c}: each library is a file of its own, so loaded anew. */
final class FakeNvml {
  private FakeNvml() {}

  /** Skips the test where there is no C compiler. */
  static Path compile(Path library, String... options) throws IOException, InterruptedException {
    Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "needs Linux");
    List<String> command = new ArrayList<>();
    command.add(compiler());
    command.addAll(List.of("-shared", "-fPIC", "-o", library.toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("src/test/c/fake_nvml.c", "-ldl"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return library;
  }

  private static String compiler() {
    String found =
        Arrays.stream(System.getenv("PATH").split(":"))
            .flatMap(folder -> List.of("cc", "gcc", "clang").stream().map(c -> Path.of(folder, c)))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst()
            .orElse(null);
    Assumptions.assumeTrue(found != null, "needs a C compiler (cc, gcc or clang)");
    return found;
  }

  /** Tells a library what to do. */
  static void configure(Path library, String... lines) throws IOException {
    Files.write(Path.of(library + ".conf"), List.of(lines));
  }
}
