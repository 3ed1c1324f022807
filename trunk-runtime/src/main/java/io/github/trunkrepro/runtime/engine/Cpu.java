package io.github.trunkrepro.runtime.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Names the CPU of this machine. */
final class Cpu {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Cpu() {}

  /** Vendor, family and model where Linux tells them, else what the operating system says. */
  static String model() {
    if (Files.isReadable(CPU_INFO)) {
      try (Stream<String> lines = Files.lines(CPU_INFO)) {
        String name =
            String.join(
                "-",
                lines
                    .takeWhile(line -> !line.isEmpty())
                    .filter(
                        line ->
                            line.matches("(vendor_id|cpu family|model|CPU implementer|CPU part)\\s*:.*"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .toList());
        if (!name.isEmpty()) {
          return name.toLowerCase(Locale.ROOT);
        }
      } catch (IOException e) {
        // What is not told is taken from the environment below.
      }
    }
    String identifier = System.getenv("PROCESSOR_IDENTIFIER");
    return identifier == null ? System.getProperty("os.arch") : identifier.replace(' ', '-');
  }
}
