package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.fork.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Tries what changes bits on this machine: the probe network is trained in a process of its own at
 * the pinned settings, twice, and then with each known source of difference varied in turn.
 */
final class Doctor {
  private static final int SHOWN_DIGITS = 12;
  private static final String EMULATED = " (emulated)";
  private static final int REPETITIONS = 5;

  private final ForkRequest pinned;
  private final Function<ForkRequest, RunResult> launch;

  /**
   * A doctor.
   *
   * @param pinned what a trial is asked for, at the pinned settings
   */
  Doctor(ForkRequest pinned, Function<ForkRequest, RunResult> launch) {
    this.pinned = pinned;
    this.launch = launch;
  }

  /**
   * One trial.
   *
   * @param digest of what the probe network learned; empty when the process failed
   * @param seconds that a training of it took
   * @param pinnedBy how the project keeps this from happening
   */
  record Trial(String what, Optional<String> digest, double seconds, String pinnedBy) {}

  /** A source of difference. */
  private record Variation(String what, String pinnedBy, ForkRequest request) {}

  /**
   * Tries everything and tells it, a line each.
   *
   * @param cpus CPUs to emulate, as qemu names them
   * @throws UserException when the pinned settings give two results
   */
  List<String> examine(List<String> cpus) {
    Trial first = run(new Variation("pinned settings", "", pinned));
    Trial second = run(new Variation("the same again", "must change no bit", pinned));
    if (first.digest().isEmpty()) {
      throw new UserException(
          UserException.Kind.CHECK,
          "The probe network cannot be trained at the pinned settings; see fork.log");
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(first, first));
    lines.add(line(second, first));
    for (Variation variation : variations(cpus)) {
      lines.add(line(run(variation), first));
    }
    if (!second.digest().equals(first.digest())) {
      throw new UserException(
          UserException.Kind.CHECK,
          "The pinned settings give two results on this machine:%n%s%nNo training here can be bit for bit the same; declare determinism.tier: tolerance, or find what differs from run to run (overclocking, memory, a hypervisor that moves between CPUs)."
              .formatted(String.join("\n", lines)));
    }
    return lines;
  }

  private List<Variation> variations(List<String> cpus) {
    List<Variation> variations = new ArrayList<>();
    int threads = Integer.parseInt(pinned.environment().get("OMP_NUM_THREADS"));
    for (int other : new int[] {1, threads * 2}) {
      if (other != threads) {
        String count = Integer.toString(other);
        variations.add(
            new Variation(
                "threads: " + other,
                "determinism.threads",
                with(Map.of("OMP_NUM_THREADS", count, "MKL_NUM_THREADS", count))));
      }
    }
    for (String name : List.of("ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA", "MKL_CBWR")) {
      if (pinned.environment().containsKey(name)) {
        variations.add(
            new Variation(name + " not set", "determinism.instructions", without(name::equals)));
      }
    }
    variations.add(
        new Variation(
            "deterministic algorithms off",
            "always on",
            pinned.withArgument("-Dtrunk.deterministic=false")));
    variations.add(
        new Variation(
            "allocator as it comes", "set for speed", without(name -> name.startsWith("MALLOC_"))));
    program("taskset")
        .map(taskset -> pinned.withPrefix(List.of(taskset, "-c", "0")))
        .map(request -> new Variation("one core (taskset)", "must change no bit", request))
        .ifPresent(variations::add);
    cpus.forEach(cpu -> variations.add(emulated(cpu)));
    return variations;
  }

  private Variation emulated(String cpu) {
    String qemu =
        program("qemu-x86_64")
            .orElseThrow(
                () ->
                    new UserException(
                        UserException.Kind.SETUP,
                        "<doctorCpus> (trunk.doctor.cpu) names %s, but there is no qemu-x86_64 to emulate it; install qemu-user, or leave the parameter out."
                            .formatted(cpu)));
    // Only the quick compiler: emulated, the other costs more than it gains.
    return new Variation(
        "CPU " + cpu + EMULATED,
        "must change no bit",
        pinned.withPrefix(List.of(qemu, "-cpu", cpu)).withArgument("-XX:TieredStopAtLevel=1"));
  }

  private Trial run(Variation variation) {
    try {
      boolean emulated = variation.what().endsWith(EMULATED);
      RunResult result = launch.apply(emulated ? variation.request() : timed(variation.request()));
      if (result.failure().isEmpty()) {
        return new Trial(
            variation.what(),
            Optional.of(result.lines().get(0)),
            Double.parseDouble(result.lines().get(1)),
            variation.pinnedBy());
      }
    } catch (UserException e) {
      // A CPU that cannot run it, for instance: a finding, no failure of the doctor's.
    }
    return new Trial(variation.what(), Optional.empty(), Double.NaN, variation.pinnedBy());
  }

  private static String line(Trial trial, Trial first) {
    String verdict =
        trial.digest().isEmpty()
            ? "does not run"
            : trial.digest().equals(first.digest()) ? "same bits" : "OTHER BITS";
    return String.format(
            Locale.ROOT,
            "%-32s %-12s %-12s %8s  %s",
            trial.what(),
            trial.digest().map(digest -> digest.substring(0, SHOWN_DIGITS)).orElse(""),
            verdict,
            trial.digest().isEmpty() || trial.what().endsWith(EMULATED)
                ? ""
                : String.format(Locale.ROOT, "%.2fx", first.seconds() / trial.seconds()),
            trial.pinnedBy())
        .stripTrailing();
  }

  private ForkRequest with(Map<String, String> variables) {
    Map<String, String> environment = new LinkedHashMap<>(pinned.environment());
    environment.putAll(variables);
    return pinned.withEnvironment(environment);
  }

  private ForkRequest without(Predicate<String> names) {
    Map<String, String> environment = new LinkedHashMap<>(pinned.environment());
    environment.keySet().removeIf(names);
    return pinned.withEnvironment(environment);
  }

  private static ForkRequest timed(ForkRequest request) {
    return request.withArgument("-Dtrunk.repetitions=" + REPETITIONS);
  }

  private static Optional<String> program(String name) {
    return Stream.of("/usr/bin", "/bin", "/usr/local/bin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
