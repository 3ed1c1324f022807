package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.EngineSpec;
import io.github.trunkrepro.runtime.fork.RunEvent;
import io.github.trunkrepro.runtime.fork.RunRequest;
import io.github.trunkrepro.runtime.fork.RunResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessForkLauncherTest {
  @TempDir private Path folder;

  private final List<RunEvent> events = new ArrayList<>();

  @Test
  void returnsTheAnswerAndHandsOnTheEventsInOrder() {
    assertThat(launch("succeed")).isEqualTo(new RunResult(Optional.empty(), List.of("done")));
    assertThat(events).containsExactly(message("one"), message("two, with umlaut \u00fc"));
  }

  @Test
  void leavesOnlyTheLogInTheOutputFolder() throws IOException {
    launch("succeed");
    try (var files = Files.list(output())) {
      assertThat(files).containsExactly(output().resolve("fork.log"));
    }
    assertThat(output().resolve("fork.log")).content().contains("fake fork begins");
  }

  @Test
  void givesTheEnvironmentAndNothingElse() {
    List<String> variables = launch("environment").lines();
    assertThat(variables).contains("TRUNK_TEST=yes");
    assertThat(variables).noneMatch(variable -> variable.startsWith("PATH="));
  }

  @Test
  void returnsAFailureThatTheForkTold() {
    assertThat(launch("fail").failure())
        .contains(new RunResult.Failure(Optional.of(UserException.Kind.CHECK), "the bits differ"));
  }

  @Test
  void tellsExitStatusAndLastWordsOfAForkThatDied() {
    assertThatThrownBy(() -> launch("exit-3"))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.SETUP))
        .hasMessageContainingAll(
            "exit status 3",
            "  fake fork begins\n  the last words",
            output().resolve("fork.log").toString(),
            "the same command goes on");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void namesTheSignalThatEndedAFork() {
    assertThatThrownBy(() -> launch("be-killed"))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("signal 9", "out of memory");
  }

  @Test
  void takesNoAnswerFromAForkThatCrashedAfterIt() {
    assertThatThrownBy(() -> launch("answer-then-abort"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("without a result");
  }

  @Test
  void survivesALargeOutput() throws IOException {
    assertThat(launch("write-much").lines()).containsExactly("done");
    assertThat(events)
        .isEqualTo(IntStream.range(0, 5_000).mapToObj(i -> message("event " + i)).toList());
    assertThat(Files.size(output().resolve("fork.log"))).isGreaterThan(20_000_000);
  }

  @Test
  void endsTheForkWhenTheThreadIsInterrupted() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                launch("wait-for-end-of-input");
              } catch (UserException e) {
                thrown.set(e);
              }
            });
    thread.start();
    await(output().resolve("waiting"));
    thread.interrupt();
    thread.join();
    assertThat(thrown.get()).hasMessageContaining("interrupted");
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aForkSeesTheEndOfItsInputWhenItsParentDies() throws Exception {
    Process parent = startParent();
    await(output().resolve("waiting"));
    CompletableFuture<Process> end = parent.destroyForcibly().onExit();
    end.get(30, TimeUnit.SECONDS);
    await(output().resolve("stopped"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aParentThatIsToldToEndTakesItsForkAlongAndTidiesUp() throws Exception {
    Process parent = startParent();
    await(output().resolve("waiting"));
    List<ProcessHandle> forks = parent.descendants().toList();
    parent.destroy();
    assertThat(parent.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(forks).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    assertThat(output().toFile().list()).containsExactlyInAnyOrder("waiting", "fork.log");
  }

  private Process startParent() throws IOException {
    return new ProcessBuilder(
            java().toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Parent.class.getName(),
            folder.toString())
        .inheritIO()
        .start();
  }

  @Test
  void saysWhatIsInTheWayOfTheOutputFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("a folder"));
    assertThatThrownBy(() -> launch("succeed"))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            output().toString(), file + " is a file", "-Dtrunk.outputDirectory=FOLDER");
  }

  @Test
  void saysWhichJavaDoesNotStart() {
    ForkRequest request = request("succeed");
    ForkRequest broken =
        new ForkRequest(
            request.run(),
            List.of(),
            folder.resolve("no-java"),
            List.of(),
            request.classPath(),
            request.environment());
    assertThatThrownBy(() -> launcher().launch(broken, events::add))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(folder.resolve("no-java").toString());
  }

  /** A launcher that can be killed. */
  static final class Parent {
    private Parent() {}

    /**
     * Launches a fork that waits for its parent's death.
     *
     * @param args the test's folder
     */
    public static void main(String[] args) {
      launcher().launch(request(Path.of(args[0]), "wait-for-end-of-input"), event -> {});
    }
  }

  private static RunEvent message(String text) {
    return new RunEvent.Message(RunEvent.Message.Level.INFO, text);
  }

  private static void await(Path file) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!Files.exists(file)) {
      assertThat(System.nanoTime()).as("time for %s", file).isLessThan(end);
      Thread.sleep(20);
    }
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private static ForkLauncher launcher() {
    return new ProcessForkLauncher(FakeFork.class.getName());
  }

  private RunResult launch(String behaviour) {
    return launcher().launch(request(behaviour), events::add);
  }

  private Path output() {
    return folder.resolve("a folder/trunk");
  }

  private ForkRequest request(String behaviour) {
    return request(folder, behaviour);
  }

  private static ForkRequest request(Path folder, String behaviour) {
    RunRequest run =
        new RunRequest(
            RunRequest.Goal.TRAIN,
            folder.toString(),
            folder.resolve("experiment.yaml").toString(),
            EngineSpec.DEFAULT,
            Map.of("behaviour", behaviour),
            folder.resolve("a folder/trunk").toString(),
            folder.resolve("cache").toString(),
            folder.resolve("datasets").toString(),
            1,
            Map.of(),
            Optional.empty(),
            List.of());
    List<Path> classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .toList();
    return new ForkRequest(
        run, List.of(), java(), List.of("-Xmx64m"), classPath, Map.of("TRUNK_TEST", "yes"));
  }
}
