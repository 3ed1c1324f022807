package io.github.trunkrepro.runtime.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A process in a control group that this test makes, seen from the host and from a namespace as in
 * a container. Skips where control groups cannot be made: without root, or in most containers.
 */
class ContainerTest {
  private static final Path VERSION_1 = Path.of("/sys/fs/cgroup/memory");
  private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");
  private static final String NAME = "trunk-container-test-" + ProcessHandle.current().pid();
  private static final long LIMIT = 768L << 20;

  private boolean second;
  private Path group;

  @BeforeEach
  void makeGroup() throws IOException {
    Assumptions.assumeTrue(Platform.isLinux(), "needs Linux");
    second = Files.exists(VERSION_2.resolve("cgroup.controllers"));
    Path parent = second ? VERSION_2 : VERSION_1;
    Assumptions.assumeTrue(Files.isWritable(parent), "may not make control groups");
    try {
      group = Files.createDirectory(parent.resolve(NAME));
      Files.writeString(group.resolve(file()), Long.toString(LIMIT));
    } catch (IOException e) {
      Assumptions.abort("cannot make a control group with a limit: " + e);
    }
  }

  @AfterEach
  void removeGroup() throws IOException {
    if (group != null) {
      Files.deleteIfExists(group);
    }
  }

  private String file() {
    return second ? "memory.max" : "memory.limit_in_bytes";
  }

  @Test
  void theGroupsLimitCounts() throws Exception {
    String output = run("exec \"$@\"");
    assertThat(output)
        .contains("memory=" + LIMIT + " from " + file() + " of the control group /" + NAME);
  }

  @Test
  void theGroupsLimitCountsInANamespaceToo() throws Exception {
    Assumptions.assumeTrue(canUnshare(), "may not make namespaces (unshare -Cm)");
    String again =
        second
            ? "umount -R /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup"
            : "umount " + VERSION_1 + " && mount -t cgroup -o memory none " + VERSION_1;
    String output = run("exec unshare -Cm sh -c '" + again + " && exec \"$@\"' sh \"$@\"");
    assertThat(output)
        .contains("memory=" + LIMIT + " from " + file() + " of the control group /\n");
  }

  @Test
  void affinityCounts() throws Exception {
    Assumptions.assumeTrue(
        Runtime.getRuntime().availableProcessors() > 1, "needs more than one core");
    Assumptions.assumeTrue(succeeds("taskset", "-c", "0", "true"), "needs taskset and core 0");
    assertThat(run("exec taskset -c 0 \"$@\"")).contains("cores=1 from the process's affinity\n");
  }

  private static boolean canUnshare() throws Exception {
    return succeeds("unshare", "-Cm", "true");
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs {@link LimitsMain} in the group; the shell script gets its command as arguments. */
  private String run(String script) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh",
            "-c",
            "echo $$ > \"$0\" && " + script,
            group.resolve("cgroup.procs").toString(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
            "-cp",
            System.getProperty("java.class.path"),
            LimitsMain.class.getName());
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  /** Prints what this process may use. */
  static final class LimitsMain {
    private LimitsMain() {}

    public static void main(String[] arguments) {
      MachineFacts facts = Machine.read(Path.of("."));
      for (String line :
          List.of(
              "cores=" + facts.cores().value() + " from " + facts.cores().from(),
              "memory=" + facts.memory().value() + " from " + facts.memory().from())) {
        System.out.print(line + "\n");
      }
    }
  }
}
