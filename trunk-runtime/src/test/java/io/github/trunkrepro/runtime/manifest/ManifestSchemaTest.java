package io.github.trunkrepro.runtime.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.EngineSpec;
import io.github.trunkrepro.runtime.engine.InstalledPyTorch;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shipped schemas are the generated ones and say what the reader says. {@code mvn -pl
 * trunk-runtime test -Dtest=ManifestSchemaTest -Dtrunk.test.writeSchema=true} writes them anew, and
 * stored examples that are missing.
 */
class ManifestSchemaTest {
  private static final Path SHIPPED =
      Path.of("src/main/resources/io/github/trunkrepro/runtime/manifest");
  private static final Path STORED =
      Path.of("src/test/resources/io/github/trunkrepro/runtime/manifest");

  /**
   * A format, its schema, an example of each of its kinds as it was stored, and its reader.
   *
   * @param changes fewer than there are to make in the example
   */
  record Format(
      String schema, String generated, Class<?> type, String example, Object now, int changes) {}

  static Stream<Arguments> formats() {
    Baseline plain = Baseline.from(new Runs().run(), new BigDecimal("0.02"));
    Baseline gated =
        accepted(
            Optional.empty(),
            Map.of(GateKind.CLASS_ACCURACY, new BigDecimal("0.05"), GateKind.MACS, BigDecimal.ZERO),
            new Runs());
    Runs timed = new Runs();
    timed.latency = Optional.of(1.25);
    Baseline settings =
        accepted(
            Optional.of(
                List.of(new Spread.Variation("threads 1", "one", Accuracy.of(840, 1000), true))),
            Map.of(GateKind.LATENCY, new BigDecimal("0.5")),
            timed);
    String manifest = ManifestSchema.manifest();
    String baseline = ManifestSchema.baseline();
    return Stream.of(
            new Format(
                "manifest-1.schema.json",
                manifest,
                Manifest.class,
                "manifest-1.json",
                new Runs().run(),
                50),
            new Format(
                "baseline-1.schema.json", baseline, Baseline.class, "baseline-1.json", plain, 50),
            new Format(
                "baseline-1.schema.json",
                baseline,
                Baseline.class,
                "baseline-1-gates.json",
                gated,
                50),
            new Format(
                "manifest-1.schema.json",
                manifest,
                Manifest.class,
                "manifest-1-latency.json",
                timed.run(),
                50),
            new Format(
                "baseline-1.schema.json",
                baseline,
                Baseline.class,
                "baseline-1-settings.json",
                settings,
                50),
            new Format(
                "published-manifest-1.schema.json",
                ManifestSchema.published(),
                PublishedManifest.class,
                "published-manifest-1.json",
                published(),
                50),
            new Format(
                "materials-1.schema.json",
                ManifestSchema.materials(),
                Materials.class,
                "materials-1.json",
                materials(),
                45),
            new Format(
                "architecture-1.schema.json",
                ManifestSchema.architecture(),
                Architecture.class,
                "architecture-1.json",
                architecture(),
                20))
        .map(Arguments::of);
  }

  private static PublishedManifest published() {
    PublishedManifest run = PublishedManifest.of(new Runs().run());
    return new PublishedManifest(
        run.version(), Optional.of("c0ffee"), run.platform(), run.versions(), run.reproducible());
  }

  /** With everything that a launcher can tell. */
  private static Materials materials() {
    return new Materials(
        Materials.VERSION,
        new Runs().run().identity(),
        "a".repeat(64),
        "b".repeat(64),
        List.of(new Environment.Library("libtorch.so", "c".repeat(64), "native.jar")),
        Optional.of(
            new Origin(
                Optional.of("https://git.example.org/letters.git"),
                "networks/letters",
                new EngineSpec(
                    EngineSpec.DeviceChoice.CUDA,
                    Optional.of(
                        new InstalledPyTorch(
                            "/opt/pytorch",
                            "2.7.1",
                            "cu128",
                            Map.of("lib/libtorch.so", "d".repeat(64)))),
                    Map.of("CUBLAS_WORKSPACE_CONFIG", ":4096:8")),
                "g:a:1",
                List.of(
                    new Origin.ClassPathEntry("g:runtime:jar:1", Optional.of("e".repeat(64))),
                    new Origin.ClassPathEntry("g:classes:jar:1", Optional.empty())))));
  }

  private static Architecture architecture() {
    return new Architecture(
        Architecture.VERSION,
        "f".repeat(64),
        List.of(
            new Architecture.NodeLayers(
                "0,1,2,3",
                "1x28x28",
                List.of(
                    new Architecture.LayerRow("features", "Flatten()", "784 values", 0, 0),
                    new Architecture.LayerRow(
                        "classifier", "Linear(out=4)", "4 values", 3140, 3136)))));
  }

  private static Baseline accepted(
      Optional<List<Spread.Variation>> variations, Map<GateKind, BigDecimal> gates, Runs runs) {
    Spread spread =
        new Spread(
            Runs.LINUX,
            List.of(
                new Spread.SeedRun(1, Accuracy.of(845, 1000)),
                new Spread.SeedRun(2, Accuracy.of(850, 1000))),
            variations);
    return Baseline.accept(
            Optional.empty(),
            runs.run(),
            new Baseline.Wishes(
                Optional.empty(), BigDecimal.ONE, Optional.of(spread), Optional.of(gates)))
        .baseline();
  }

  private static boolean writes() {
    return Boolean.getBoolean("trunk.test.writeSchema");
  }

  @ParameterizedTest
  @MethodSource("formats")
  void theShippedSchemaIsTheGeneratedOne(Format format) throws Exception {
    if (writes()) {
      Files.createDirectories(SHIPPED);
      Files.writeString(SHIPPED.resolve(format.schema), format.generated);
    }
    assertThat(Files.readString(SHIPPED.resolve(format.schema))).isEqualTo(format.generated);
  }

  /** What was stored once stays readable, and says what it said. */
  @ParameterizedTest
  @MethodSource("formats")
  void storedExamplesStayReadable(Format format) throws Exception {
    Path example = STORED.resolve(format.example);
    if (writes() && Files.notExists(example)) {
      Files.createDirectories(STORED);
      Files.writeString(example, ReadableJson.write(format.now));
    }
    Object read = Json.read(example, format.type);
    assertThat(ReadableJson.write(read)).isEqualTo(Files.readString(example));
    assertThat(schema(format).validate(Json.read(example, JsonNode.class))).isEmpty();
  }

  /** Every key taken away, and one too many in every object, is refused by both or by neither. */
  @ParameterizedTest
  @MethodSource("formats")
  void saysWhatTheReaderSays(Format format) throws Exception {
    JsonSchema schema = schema(format);
    JsonNode example = Json.read(STORED.resolve(format.example), JsonNode.class);
    List<String> disagreements = new ArrayList<>();
    int tried = 0;
    for (JsonNode changed : changed(example)) {
      tried++;
      boolean valid = schema.validate(changed).isEmpty();
      boolean read = isRead(changed, format.type);
      if (valid != read) {
        disagreements.add((valid ? "schema" : "reader") + " alone takes " + changed);
      }
    }
    assertThat(disagreements).isEmpty();
    assertThat(tried).isGreaterThan(format.changes);
  }

  @Test
  void anotherVersionIsToldWithWhatMendsIt(@TempDir Path folder) throws Exception {
    Map<String, Consumer<Path>> readers =
        Map.of(
            "manifest-1.json", Manifest::read,
            "baseline-1.json", Baseline::read,
            "materials-1.json", Materials::read,
            "architecture-1.json", Architecture::read);
    for (String name : readers.keySet()) {
      Path file = folder.resolve(name);
      String text = Files.readString(STORED.resolve(name));
      Files.writeString(file, text.replace("\"version\": \"1\"", "\"version\": \"99\""));
      assertThatThrownBy(() -> readers.get(name).accept(file))
          .isInstanceOf(UserException.class)
          .hasMessageContainingAll("expected \"version\": \"1\", found \"99\"", "run ");
    }
  }

  private static JsonSchema schema(Format format) throws Exception {
    try (InputStream in = Manifest.class.getResourceAsStream(format.schema)) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
    }
  }

  private static boolean isRead(JsonNode json, Class<?> type) {
    try {
      Json.parse(json.toString().getBytes(StandardCharsets.UTF_8), "changed", type);
      return true;
    } catch (UserException e) {
      return false;
    }
  }

  /** Copies with one key more, one less, or a value of another kind. */
  private static List<JsonNode> changed(JsonNode example) {
    List<JsonNode> copies = new ArrayList<>();
    List<String> pointers = new ArrayList<>();
    objects(example, "", pointers);
    for (String pointer : pointers) {
      JsonNode extended = example.deepCopy();
      ((ObjectNode) extended.at(pointer)).put("unknown key", 1);
      if (!isOpen(pointer)) {
        copies.add(extended);
      }
      example
          .at(pointer)
          .fieldNames()
          .forEachRemaining(
              key -> {
                // An Optional that is missing is an empty one to the reader; the schema wants it
                // said.
                if (!isOpen(pointer)
                    && !example.at(pointer).get(key).isNull()
                    && !isOptional(pointer, key)) {
                  JsonNode shortened = example.deepCopy();
                  ((ObjectNode) shortened.at(pointer)).remove(key);
                  copies.add(shortened);
                }
                JsonNode other = example.deepCopy();
                ((ObjectNode) other.at(pointer)).putArray(key).addObject();
                if (!example.at(pointer).get(key).isEmpty()
                    || !example.at(pointer).get(key).isArray()) {
                  copies.add(other);
                }
              });
    }
    return copies;
  }

  /** Maps, whose keys are free. */
  private static boolean isOpen(String pointer) {
    return pointer.matches(
        ".*/(versions|more|likelihoods|platforms|accepted|accepted/[^/]*|variables|installed/sha256)");
  }

  private static boolean isOptional(String pointer, String key) {
    return List.of("commit", "likelihoods", "spread", "variations", "gates", "latency")
            .contains(key)
        || (pointer + "/" + key)
            .matches("/origin(/repository|/engine/installed|/classPath/0/sha256)?");
  }

  private static void objects(JsonNode node, String pointer, List<String> pointers) {
    if (node.isObject()) {
      pointers.add(pointer);
      node.properties()
          .forEach(
              entry ->
                  objects(
                      entry.getValue(),
                      pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1"),
                      pointers));
    } else if (node instanceof ArrayNode array && !array.isEmpty()) {
      // One of several alike is enough.
      objects(array.get(0), pointer + "/0", pointers);
    }
  }
}
