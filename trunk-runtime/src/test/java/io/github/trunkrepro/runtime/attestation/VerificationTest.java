package io.github.trunkrepro.runtime.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.JsonLeaves;
import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.environment.LockEntry;
import io.github.trunkrepro.runtime.environment.LockFile;
import io.github.trunkrepro.runtime.fork.TrainedFolder;
import io.github.trunkrepro.runtime.manifest.AcceptedDrift;
import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.Environment;
import io.github.trunkrepro.runtime.manifest.Manifest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes every leaf of every document, one at a time, and every kind of bit of the weights. */
class VerificationTest {
  /** Whose SHA-256 is attested, and which hold numbers that can be written in two ways. */
  private static final List<String> WHOLE_FILES =
      List.of("baseline.json", "recipe.json", "asl/root.json");

  @TempDir static Path project;
  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    run = TrainedFolder.train(project);
    Manifest manifest = Manifest.read(run.resolve("manifest.json"));
    Baseline.from(manifest, new BigDecimal("0.02")).write(run.resolve("baseline.json"));
    SortedMap<String, String> natives = new TreeMap<>();
    for (Environment.Library library : manifest.environment().natives()) {
      natives.put(library.name(), library.sha256());
    }
    new LockFile(new TreeMap<>())
        .with(
            "linux-x86_64-cpu",
            new LockEntry(
                new TreeMap<>(
                    Map.of(
                        "artifacts",
                        new TreeMap<>(Map.of("ai.djl:api:0.36.0", "a".repeat(64))),
                        "natives",
                        natives))))
        .write(run.resolve("environment.lock"));
    attest();
  }

  private static void attest() {
    try (Bundle bundle = Bundle.open(run)) {
      Statement.write(bundle);
    }
  }

  private static List<Fault> faults() {
    try (Bundle bundle = Bundle.open(run)) {
      return Verification.of(bundle);
    }
  }

  private static List<String> checks() {
    return faults().stream().map(Fault::check).distinct().sorted().toList();
  }

  /** What is not noticed when one leaf of a file after the other is changed. */
  private static List<String> unnoticed(String name) throws IOException {
    Path file = run.resolve(name);
    byte[] original = Files.readAllBytes(file);
    JsonNode document = exact(file);
    if (!WHOLE_FILES.contains(name)) {
      Files.writeString(file, ReadableJson.write(document));
      assertThat(faults()).as(name + ", written again").isEmpty();
    }
    List<String> unnoticed = new ArrayList<>();
    for (String pointer : JsonLeaves.of(document).keySet()) {
      Files.writeString(file, ReadableJson.write(changed(document, pointer)));
      if (faults().isEmpty()) {
        unnoticed.add(pointer);
      }
    }
    Files.write(file, original);
    return unnoticed;
  }

  /** With every digit of every number, so that writing it again changes nothing. */
  private static JsonNode exact(Path file) throws IOException {
    return Json.mapper()
        .reader()
        .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .readTree(Files.readAllBytes(file));
  }

  private static JsonNode changed(JsonNode document, String pointer) {
    JsonNode copy = document.deepCopy();
    JsonPointer leaf = JsonPointer.compile(pointer);
    JsonNode parent = copy.at(leaf.head());
    JsonNode value = other(copy.at(leaf));
    if (parent instanceof ObjectNode object) {
      object.set(leaf.last().getMatchingProperty(), value);
    } else {
      ((ArrayNode) parent).set(leaf.last().getMatchingIndex(), value);
    }
    return copy;
  }

  /** Another value of the same type. */
  private static JsonNode other(JsonNode leaf) {
    JsonNodeFactory values = JsonNodeFactory.instance;
    if (leaf.isTextual()) {
      String text = leaf.textValue();
      boolean hex = text.matches("[0-9a-f]{8,}");
      return values.textNode(
          hex ? (text.startsWith("0") ? "1" : "0") + text.substring(1) : text + "x");
    }
    if (leaf.isBoolean()) {
      return values.booleanNode(!leaf.booleanValue());
    }
    if (leaf.isIntegralNumber()) {
      return values.numberNode(leaf.longValue() + 1);
    }
    if (leaf.isNumber()) {
      return values.numberNode(leaf.decimalValue().add(new BigDecimal("0.000001")));
    }
    if (leaf.isArray()) {
      return values.arrayNode().add("x");
    }
    return leaf.isObject() ? values.objectNode().put("x", "x") : values.textNode("x");
  }

  @Test
  void aRunIsAsItWasWritten() {
    assertThat(faults()).isEmpty();
  }

  @Test
  void anotherRecipeIsAcceptedWithTheRunsIdentityAlone() throws IOException {
    Path file = run.resolve("baseline.json");
    Path accepted = run.resolve("accepted-drift.yaml");
    String original = Files.readString(file);
    Manifest manifest = Manifest.read(run.resolve("manifest.json"));
    Files.writeString(
        file,
        original
            .replace(manifest.reproducible().recipeDigest(), "0".repeat(64))
            .replace(manifest.identity(), "1".repeat(64)));
    String fault = "recipe of the baseline, by the run";
    try {
      assertThat(faults().toString()).contains(fault);
      accept("test accuracy", "0.5", manifest).write(accepted);
      assertThat(faults().toString()).contains(fault);
      accept("identity of the run", "1".repeat(64), manifest).write(accepted);
      assertThat(faults().toString()).contains(fault);
      accept("identity of the run", manifest.identity(), manifest).write(accepted);
      assertThat(faults().toString()).doesNotContain(fault);
    } finally {
      Files.writeString(file, original);
      Files.deleteIfExists(accepted);
    }
  }

  private static AcceptedDrift accept(String difference, String exactly, Manifest manifest) {
    return AcceptedDrift.NONE.with(
        new AcceptedDrift.Entry(
            difference,
            manifest.environment().platform(),
            "before",
            "now",
            exactly,
            "why",
            "who",
            LocalDate.of(2020, 1, 1)));
  }

  @Test
  void noticesEveryLeafOfTheManifestButThoseThatAreListed() throws IOException {
    assertThat(Verification.ENVIRONMENT_ONLY.keySet())
        .noneMatch(field -> field.startsWith("/reproducible"));
    assertThat(unnoticed("manifest.json"))
        .isNotEmpty()
        .allMatch(
            pointer ->
                Verification.ENVIRONMENT_ONLY.keySet().stream()
                    .anyMatch(field -> (pointer + "/").startsWith(field + "/")));
  }

  @Test
  void noticesEveryLeafOfTheOtherDocuments() throws IOException {
    assertThat(unnoticed("baseline.json")).isEmpty();
    assertThat(unnoticed("statement.json")).isEmpty();
    assertThat(unnoticed("materials.json")).isEmpty();
    assertThat(unnoticed("recipe.json")).isEmpty();
    assertThat(unnoticed("tree.json")).isEmpty();
    assertThat(unnoticed("asl/root.json")).isEmpty();
  }

  @Test
  void noticesEveryValueOfTheLock() throws IOException {
    Path file = run.resolve("environment.lock");
    String original = Files.readString(file);
    List<String> lines = original.lines().toList();
    for (int i = 1; i < lines.size(); i++) {
      List<String> changed = new ArrayList<>(lines);
      changed.set(i, lines.get(i).replaceFirst("([a-z0-9])(\"?:?)$", "z$2"));
      assertThat(changed.get(i)).isNotEqualTo(lines.get(i));
      Files.writeString(file, String.join("\n", changed) + "\n");
      assertThat(faults()).as(changed.get(i)).isNotEmpty();
    }
    Files.writeString(file, original);
  }

  /**
   * Length, header, padding, and a bit of a number of every tensor; of the root each of its 32
   * bits.
   */
  @Test
  void noticesEveryKindOfBitOfTheWeights() throws IOException {
    List<Path> files;
    try (Stream<Path> nodes = Files.list(run.resolve("nodes"))) {
      files = nodes.sorted().toList();
    }
    for (Path file : files) {
      boolean root = file.endsWith("root.safetensors");
      byte[] original = Files.readAllBytes(file);
      int header = (int) ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN).getLong();
      TreeSet<Integer> places = new TreeSet<>(List.of(0, 3, 7, 8, 8 + header / 2, 7 + header));
      JsonNode tensors =
          Json.mapper().readTree(new String(original, 8, header, StandardCharsets.UTF_8));
      for (JsonNode tensor : tensors) {
        int begin = tensor.path("data_offsets").path(0).asInt(-1);
        int bytes = root ? Float.BYTES : 1;
        for (int i = 0; begin >= 0 && i < bytes; i++) {
          places.add(8 + header + begin + i);
        }
      }
      for (int place : places) {
        for (int bit = 0; bit < (root ? Byte.SIZE : 1); bit++) {
          byte[] changed = original.clone();
          changed[place] ^= (byte) (1 << bit);
          Files.write(file, changed);
          assertThat(checks()).as(file + " byte " + place).contains("weights");
        }
      }
      Files.write(file, original);
    }
  }

  /** Whoever writes the statement anew is found out by what follows from what. */
  @Test
  void aNewStatementDoesNotHideWhatDoesNotFollow() throws IOException {
    byte[] original = Files.readAllBytes(run.resolve("manifest.json"));
    JsonNode manifest = exact(run.resolve("manifest.json"));
    Map<String, String> changes =
        Map.of(
            "/reproducible/seed", "recipe",
            "/reproducible/data/digest", "data",
            "/reproducible/nodes/0/phases/0/key", "keys",
            "/reproducible/nodes/0/phases/0/bestEpoch", "phases",
            "/reproducible/nodes/0/phases/0/epochs/1/learningRate", "phases",
            "/reproducible/nodes/0/flat", "grouping",
            "/reproducible/nodes/0/macs", "size",
            "/reproducible/test/perClass/0/name", "evaluation",
            "/environment/platform", "keys",
            "/environment/natives/0/sha256", "natives");
    for (Map.Entry<String, String> change : changes.entrySet()) {
      Files.writeString(
          run.resolve("manifest.json"), ReadableJson.write(changed(manifest, change.getKey())));
      attest();
      assertThat(checks()).as(change.getKey()).contains(change.getValue());
    }
    Files.write(run.resolve("manifest.json"), original);
    attest();
  }

  @Test
  void filesThatAreMissingOrTooManyAreNamed() throws IOException {
    Path statement = run.resolve("statement.json");
    byte[] original = Files.readAllBytes(statement);
    Files.delete(statement);
    assertThat(faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("statement.json is missing"));
    Files.write(statement, original);
    Path more = Files.writeString(run.resolve("nodes/more.safetensors"), "x");
    assertThat(checks()).containsExactly("statement", "weights");
    Files.delete(more);
  }
}
