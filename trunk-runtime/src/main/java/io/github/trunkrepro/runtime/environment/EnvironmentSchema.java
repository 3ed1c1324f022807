package io.github.trunkrepro.runtime.environment;

import static io.github.trunkrepro.runtime.document.Range.atLeast;
import static io.github.trunkrepro.runtime.document.Schemas.choice;
import static io.github.trunkrepro.runtime.document.Schemas.firstOf;
import static io.github.trunkrepro.runtime.document.Schemas.integer;
import static io.github.trunkrepro.runtime.document.Schemas.list;
import static io.github.trunkrepro.runtime.document.Schemas.mapOf;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.document.Schemas.text;
import static io.github.trunkrepro.runtime.document.Schemas.word;

import io.github.trunkrepro.runtime.document.ByteSize;
import io.github.trunkrepro.runtime.document.Cursor;
import io.github.trunkrepro.runtime.document.Definitions;
import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Fields;
import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.Problems;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.document.Values;
import io.github.trunkrepro.runtime.engine.EngineSpec.DeviceChoice;
import io.github.trunkrepro.runtime.engine.InstalledPyTorch;
import io.github.trunkrepro.runtime.environment.EnvironmentSpec.GpuSpec;
import io.github.trunkrepro.runtime.environment.EnvironmentSpec.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** The keys of {@code environment}, in the recipe and in the plugin's configuration alike. */
public final class EnvironmentSchema {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private static final Schema<VersionRange> RANGE =
      new TextForm<>(VersionRange.EXPECTED, VersionRange::parse);

  private static final Schema<Long> SIZE =
      new TextForm<>(ByteSize.EXPECTED, size -> ByteSize.parse(size).orElseThrow());

  private static final Schema<String> REGULAR_EXPRESSION =
      new TextForm<>("a regular expression", expression -> Pattern.compile(expression).pattern());

  /** All of it. */
  public static final Schema<EnvironmentSpec> ENVIRONMENT =
      object(EnvironmentSchema::environment).named("environment");

  private EnvironmentSchema() {}

  /**
   * Reads a declaration that stands by itself, as in the plugin's configuration.
   *
   * @param name of the place, for messages
   * @throws io.github.trunkrepro.runtime.document.UserException with all mistakes
   */
  public static EnvironmentSpec read(Node node, String name) {
    Problems problems = new Problems(name);
    Optional<EnvironmentSpec> spec = ENVIRONMENT.read(Cursor.root(node, problems));
    problems.throwIfAny();
    return spec.orElseThrow();
  }

  private static Function<Values, EnvironmentSpec> environment(Fields f) {
    var device =
        declared(
            f, "device", choice(DeviceChoice.class), "What computes; auto is a weakness, and said");
    var pytorch = declared(f, "pytorch", RANGE, "Version of the native PyTorch.");
    var djl = declared(f, "djl", RANGE, "Version of DJL's PyTorch engine.");
    var java = declared(f, "java", RANGE, "Version of the JDK that trains.");
    var os = declared(f, "os", word(List.of("linux", "osx", "win"), ""), "Operating system.");
    var arch = declared(f, "arch", word(List.of("x86_64", "aarch64"), ""), "Architecture.");
    Field<Optional<Cpu>> cpu = f.optional("cpu", object(EnvironmentSchema::cpu), "Processor.");
    var memory = declared(f, "memory", SIZE, "Memory that the process may use, at least.");
    var disk = declared(f, "disk", SIZE, "Free disk where results are written, at least.");
    var cuda = declared(f, "cuda", RANGE, "CUDA runtime of the native PyTorch.");
    var driver = declared(f, "driver", RANGE, "NVIDIA's driver.");
    var gpu = declared(f, "gpu", object(EnvironmentSchema::gpu), "Graphics processors.");
    var nativeLibrary =
        declared(
            f,
            "nativeLibrary",
            object(EnvironmentSchema::nativeLibrary),
            "A PyTorch that stands on the machine, in place of one from dependencies.");
    Field<Map<String, Declared<String>>> variables =
        f.optional(
            "variables",
            mapOf(new DeclaredSchema<>(text())),
            Map.of(),
            "Environment variables of the training process, which the caller may set too.");
    Field<Map<String, Level>> rules =
        f.optional(
            "rules", object(EnvironmentSchema::levels), Map.of(), "Level of each rule: error.");
    return v ->
        new EnvironmentSpec(
            v.get(device),
            v.get(pytorch),
            v.get(djl),
            v.get(java),
            v.get(os),
            v.get(arch),
            v.get(cpu).flatMap(Cpu::features),
            v.get(cpu).flatMap(Cpu::threads),
            v.get(memory),
            v.get(disk),
            v.get(cuda),
            v.get(driver),
            v.get(gpu),
            v.get(nativeLibrary),
            v.get(variables),
            v.get(rules));
  }

  private record Cpu(
      Optional<Declared<List<String>>> features, Optional<Declared<Integer>> threads) {}

  private static Function<Values, Cpu> cpu(Fields f) {
    var features =
        declared(
            f,
            "features",
            firstOf(list(text()), text().map(EnvironmentSchema::split)),
            "As /proc/cpuinfo names them; a list, or names with commas between them.");
    var threads = declared(f, "threads", integer(atLeast(1)), "Cores to use, at least.");
    return v -> new Cpu(v.get(features), v.get(threads));
  }

  private static Function<Values, GpuSpec> gpu(Fields f) {
    Field<Optional<String>> name =
        f.optional("name", REGULAR_EXPRESSION, "Of which a part of the name must match.");
    Field<Integer> count = f.optional("count", integer(atLeast(1)), 1, "At least so many.");
    Field<Optional<Long>> memory = f.optional("memory", SIZE, "Of each, at least.");
    Field<Optional<VersionRange>> capability = f.optional("computeCapability", RANGE, "Of each.");
    return v -> new GpuSpec(v.get(name), v.get(count), v.get(memory), v.get(capability));
  }

  private static Function<Values, InstalledPyTorch> nativeLibrary(Fields f) {
    Field<String> path = f.required("path", text(), "Folder of its libraries, absolute.");
    Field<String> version = f.required("version", text(), "Of PyTorch.");
    Field<String> flavor =
        f.required(
            "flavor", text("cpu or cu and digits", Pattern.compile("cpu|cu[0-9]{3}")), "Its.");
    Field<Map<String, String>> sha256 =
        f.required(
            "sha256",
            mapOf(text("64 hexadecimal digits", SHA256)),
            "Of every library in the folder, by its path below it.");
    return v -> new InstalledPyTorch(v.get(path), v.get(version), v.get(flavor), v.get(sha256));
  }

  private static Function<Values, Map<String, Level>> levels(Fields f) {
    Map<String, Field<Optional<Level>>> fields = new LinkedHashMap<>();
    for (String name : Rules.names()) {
      fields.put(name, f.optional(name, choice(Level.class), "Level of this rule."));
    }
    return v -> {
      Map<String, Level> levels = new LinkedHashMap<>();
      fields.forEach((name, field) -> v.get(field).ifPresent(level -> levels.put(name, level)));
      return levels;
    };
  }

  private static <T> Field<Optional<Declared<T>>> declared(
      Fields f, String name, Schema<T> schema, String description) {
    return f.optional(name, new DeclaredSchema<>(schema), description);
  }

  private static List<String> split(String names) {
    return Stream.of(names.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  /**
   * Text that a function reads.
   *
   * @param parse throws a runtime exception for what it does not understand
   */
  private record TextForm<T>(String expected, Function<String, T> parse) implements Schema<T> {
    @Override
    public Optional<T> read(Cursor at) {
      Optional<String> read = text().read(at);
      try {
        return read.map(parse);
      } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
        String why =
            e instanceof PatternSyntaxException bad ? " (" + bad.getDescription() + ")" : "";
        at.problem("expected " + expected + ", found " + at.node().description() + why);
        return Optional.empty();
      }
    }

    @Override
    public boolean accepts(Node node) {
      return text().accepts(node);
    }

    @Override
    public Map<String, Object> json(Definitions definitions) {
      return text().json(definitions);
    }
  }
}
