package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.fork.RunRequest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Words for a fork that ended without an answer. */
final class ForkCrash {
  private static final int TAIL_LINES = 20;
  private static final int TAIL_BYTES = 16_384;
  private static final int FIRST_SIGNAL = 128;
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          2,
          "SIGINT, Ctrl-C",
          4,
          "SIGILL, an instruction that this CPU lacks",
          6,
          "SIGABRT, native code gave up",
          7,
          "SIGBUS, often a full disk",
          9,
          "SIGKILL, most often the system was out of memory",
          11,
          "SIGSEGV, native code failed",
          15,
          "SIGTERM, somebody ended it");

  private static final String OUT_OF_MEMORY =
      "Terminating due to java.lang.OutOfMemoryError: Java heap space";

  private ForkCrash() {}

  /** What happened, the end of the log, and how to go on. */
  static String describe(int exit, Path log, RunRequest run) throws IOException {
    StringBuilder text = new StringBuilder();
    List<String> tail = tail(log);
    text.append("The training process ended without a result: ");
    text.append(reason(exit, tail)).append(".\n");
    if (tail.isEmpty()) {
      text.append("It wrote nothing to its log.\n");
    } else {
      text.append("Its log ends with:\n");
      tail.forEach(line -> text.append("  ").append(line).append('\n'));
    }
    Path output = Path.of(run.outputDirectory());
    text.append("The whole log: ").append(output.resolve(ProcessForkLauncher.LOG)).append('\n');
    text.append(
        "If memory ran out, give the process less to do at a time (-Dtrunk.parallelNodes=1)");
    text.append(" or a larger Java heap (-Dtrunk.jvmArguments=-Xmx4g).\n");
    text.append("Nodes and epochs that were finished are kept in ").append(run.cacheDirectory());
    text.append(": the same command goes on after them.");
    return text.toString();
  }

  private static String reason(int exit, List<String> tail) {
    // The JVM catches signals of native code and heaps that are full, and ends with a status.
    if (tail.stream().anyMatch(line -> line.startsWith("# A fatal error has been detected"))) {
      return "exit status %d (a crash in native code; the JVM's report says where)".formatted(exit);
    }
    if (tail.stream().anyMatch(line -> line.startsWith(OUT_OF_MEMORY))) {
      return "exit status %d (the Java heap was too small)".formatted(exit);
    }
    int signal = exit - FIRST_SIGNAL;
    if (SIGNALS.containsKey(signal)) {
      return "signal %d (%s)".formatted(signal, SIGNALS.get(signal));
    }
    return "exit status " + exit;
  }

  private static List<String> tail(Path log) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      int length = (int) Math.min(TAIL_BYTES, file.length());
      byte[] bytes = new byte[length];
      file.seek(file.length() - length);
      file.readFully(bytes);
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).strip().lines().toList();
      return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    }
  }
}
