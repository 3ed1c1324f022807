package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.EngineEnvironment;
import io.github.trunkrepro.runtime.environment.EngineFacts;
import io.github.trunkrepro.runtime.environment.EnvironmentFile;
import io.github.trunkrepro.runtime.environment.EnvironmentJunit;
import io.github.trunkrepro.runtime.environment.EnvironmentReport;
import io.github.trunkrepro.runtime.environment.EnvironmentSpec;
import io.github.trunkrepro.runtime.environment.EnvironmentText;
import io.github.trunkrepro.runtime.environment.Facts;
import io.github.trunkrepro.runtime.environment.LockEntry;
import io.github.trunkrepro.runtime.environment.LockFacts;
import io.github.trunkrepro.runtime.environment.LockFile;
import io.github.trunkrepro.runtime.environment.MachineFacts;
import io.github.trunkrepro.runtime.environment.Rules;
import io.github.trunkrepro.runtime.recipe.Recipe;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.toolchain.ToolchainManager;

/** A goal that compares the environment with what is declared of it. */
abstract class EnvironmentMojo extends ForkMojo {

  /**
   * The lock, committed with the project; <code>trunk:lock</code> writes it.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "trunk.lockFile",
      defaultValue = "${project.basedir}/src/trunk/environment.lock")
  File lockFile;

  /**
   * <code>check</code> compares with the lock and fails when there is none, <code>write</code>
   * writes it, <code>off</code> does neither. The default is <code>check</code> in CI (<code>
   * CI=true</code>) and wherever there is a lock, else <code>off</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.lock")
  String lock;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  MojoExecution execution;

  EnvironmentProbe probe;
  Map<String, String> callerVariables = System.getenv();

  EnvironmentMojo(ToolchainManager toolchains, EnvironmentProbe probe) {
    super(toolchains);
    this.probe = probe;
  }

  /** What is done with the lock. */
  enum LockMode {
    CHECK,
    WRITE,
    OFF
  }

  /**
   * Checks all rules, writes the reports, and fails when a rule of level error is violated.
   *
   * @param quiet whether the table is left out when everything passed
   */
  final void verifyEnvironment(Recipe declared, boolean quiet) throws IOException {
    LockMode mode = lockMode();
    ProcessForkLauncher.makeOutputFolder(outputDirectory.toPath());
    Facts facts = facts(declared, mode);
    if (mode == LockMode.WRITE) {
      writeLock(facts);
      facts = facts(declared, LockMode.CHECK);
    }
    EnvironmentReport report = Rules.check(facts);
    Path output = outputDirectory.toPath();
    EnvironmentFile.of(report, facts).write(output.resolve("environment.json"));
    EnvironmentJunit.write(report, output.resolve("TEST-trunk-environment.xml"));
    EnvironmentText text = new EnvironmentText(report, LiveLine.of(session).isPresent());
    if (!quiet || report.failed()) {
      text.table().forEach(getLog()::info);
    }
    text.violations(EnvironmentSpec.Level.WARN).forEach(getLog()::warn);
    if (report.failed()) {
      throw new UserException(
          UserException.Kind.CHECK,
          "The environment is not the declared one: %s%n%s%n(all rules: %s)"
              .formatted(
                  text.summary(),
                  String.join("\n", text.violations(EnvironmentSpec.Level.ERROR)),
                  output.resolve("environment.json")));
    }
    getLog().info("environment: " + text.summary());
  }

  /** Writes this platform's entry of the lock; the others stay. */
  final void writeLock(Facts facts) {
    LockFacts locked = facts.lock().orElseThrow();
    LockEntry now =
        locked
            .now()
            .orElseThrow(
                () ->
                    new UserException(
                        UserException.Kind.SETUP,
                        "Nothing can be locked, because the engine did not run: "
                            + facts.noEngine().why()));
    LockFile.read(lockFile.toPath(), locked.file())
        .with(locked.platform(), now)
        .write(lockFile.toPath());
    getLog().info("locked " + locked.platform() + " in " + lockFile + "; commit it");
  }

  /** Everything that rules look at. */
  final Facts facts(Recipe declared, LockMode mode) throws IOException {
    EnvironmentSpec spec = declaredEnvironment();
    EnvironmentProbe.Seen seen = probe.look(this, declared);
    Map<String, String> pinned =
        EngineEnvironment.variables(declared.determinism(), spec.engine(), Path.of(""));
    return new Facts(
        spec,
        seen.machine(),
        seen.engine(),
        seen.noEngine(),
        seen.dependencies(),
        callerVariables,
        pinned,
        mode == LockMode.OFF ? Optional.empty() : Optional.of(lockFacts(seen, pinned)));
  }

  private LockFacts lockFacts(EnvironmentProbe.Seen seen, Map<String, String> pinned) {
    String shown = base().relativize(lockFile.toPath().toAbsolutePath()).toString();
    LockFile present = LockFile.read(lockFile.toPath(), shown);
    String flavor = seen.engine().map(EngineFacts::flavor).orElse("cpu");
    String platform =
        seen.machine()
            .map(MachineFacts::os)
            .map(os -> LockFile.platform(os, seen.machine().orElseThrow().arch(), flavor))
            .orElse(flavor);
    TreeSet<String> others = new TreeSet<>(present.platforms().keySet());
    others.remove(platform);
    return new LockFacts(
        shown,
        platform,
        lockFile.exists(),
        Optional.ofNullable(present.platforms().get(platform)),
        others,
        seen.engine().map(engine -> LockEntry.of(engine, seen.dependencies(), pinned)));
  }

  private LockMode lockMode() {
    if (lock == null) {
      boolean ci = "true".equals(callerVariables.get("CI"));
      return ci || lockFile.exists() ? LockMode.CHECK : LockMode.OFF;
    }
    return switch (lock) {
      case "check" -> LockMode.CHECK;
      case "write" -> LockMode.WRITE;
      case "off" -> LockMode.OFF;
      default ->
          throw new UserException(
              UserException.Kind.SETUP,
              "<lock> (trunk.lock) is %s; it must be check, write or off.".formatted(lock));
    };
  }
}
