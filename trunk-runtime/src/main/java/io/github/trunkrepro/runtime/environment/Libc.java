package io.github.trunkrepro.runtime.environment;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The C library of this process. */
final class Libc {
  private static final Pattern MUSL = Pattern.compile("(?m)\\s(/\\S*/ld-musl-[^/\\s]+)$");
  private static final Pattern MUSL_VERSION = Pattern.compile("(?m)^Version (\\S+)$");
  private static final int SECONDS = 2;

  private Libc() {}

  /** Name and version; the name alone if it does not tell more; empty if it is neither of two. */
  static Optional<String> read(SystemFiles files) {
    // First: a layer over musl answers glibc's question too.
    return files.text("/proc/self/maps").flatMap(maps -> musl(files, maps)).or(Libc::glibc);
  }

  private static Optional<String> musl(SystemFiles files, String maps) {
    Matcher loader = MUSL.matcher(maps);
    return loader.find()
        ? Optional.of("musl" + muslVersion(files, loader.group(1)).map(v -> " " + v).orElse(""))
        : Optional.empty();
  }

  /** The loader, started without a program, says its version and how it is used. */
  private static Optional<String> muslVersion(SystemFiles files, String loader) {
    try {
      Process process =
          new ProcessBuilder(files.root().resolve(loader.substring(1)).toString())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher version = MUSL_VERSION.matcher(text);
      return version.find() ? Optional.of(version.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<String> glibc() {
    try {
      return Optional.ofNullable(
              NativeLibrary.getProcess()
                  .getFunction("gnu_get_libc_version")
                  .invokeString(new Object[0], false))
          .map(version -> "glibc " + version);
    } catch (LinkageError e) {
      return Optional.empty();
    }
  }
}
