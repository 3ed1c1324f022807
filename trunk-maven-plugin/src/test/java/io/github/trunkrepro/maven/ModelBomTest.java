package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.engine.EngineSpec;
import io.github.trunkrepro.runtime.manifest.Environment;
import io.github.trunkrepro.runtime.manifest.Materials;
import io.github.trunkrepro.runtime.manifest.Origin;
import io.github.trunkrepro.runtime.recipe.RecipeFile;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import io.github.trunkrepro.runtime.report.ReproducibilityChecklist;
import io.github.trunkrepro.runtime.report.RunFacts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBomTest {
  @TempDir private Path folder;

  private RunFacts facts(String version, int correct) throws Exception {
    Path recipe = folder.resolve("experiment.yaml");
    Files.writeString(recipe, Recipes.STROKES);
    return new RunFacts(
        "org.example",
        "letters",
        version,
        Optional.of("Letters."),
        List.of(),
        Manifests.run(correct),
        new Materials(
            Materials.VERSION,
            Manifests.run(correct).identity(),
            "a".repeat(64),
            "b".repeat(64),
            List.of(new Environment.Library("libtorch.so", "c".repeat(64), "native.jar")),
            Optional.of(
                new Origin(
                    Optional.empty(),
                    "",
                    EngineSpec.DEFAULT,
                    "g:plugin:1",
                    List.of(
                        new Origin.ClassPathEntry(
                            "ai.djl.pytorch:pytorch-native-cpu:jar:linux-x86_64:2.7.1",
                            Optional.of("d".repeat(64))),
                        new Origin.ClassPathEntry("ai.djl:api:jar:0.36.0", Optional.empty()))))),
        RecipeFile.of(
            RecipeReader.read(recipe, folder, Map.of("seed", "7")),
            Optional.empty(),
            new ImageShape(1, 28, 28)),
        Optional.empty(),
        List.of("manifest.json"),
        new RunFacts.Present(false, false, List.of()));
  }

  private static JsonNode bom(RunFacts facts) {
    return Json.parse(
        ModelBom.json(facts).getBytes(StandardCharsets.UTF_8), "bom.cdx.json", JsonNode.class);
  }

  /** That it is valid is checked by whoever writes it: against the official schema. */
  @Test
  void tellsOfModelDataAndClassPath() throws Exception {
    JsonNode bom = bom(facts("1", 90));
    assertThat(bom.path("specVersion").asText()).isEqualTo("1.6");
    assertThat(bom.at("/metadata/timestamp").isMissingNode()).isTrue();
    JsonNode model = bom.at("/metadata/component");
    assertThat(model.path("type").asText()).isEqualTo("machine-learning-model");
    JsonNode metrics = model.at("/modelCard/quantitativeAnalysis/performanceMetrics");
    assertThat(metrics.at("/0/value").asText()).isEqualTo("0.900000");
    assertThat(metrics.at("/0/confidenceInterval/lowerBound").asText()).isEqualTo("0.825634");
    assertThat(metrics.at("/1/slice").asText()).isEqualTo("class ring");
    assertThat(model.at("/modelCard/modelParameters/datasets/0/description").asText())
        .contains("b".repeat(64));
    List<String> hyperparameters = new ArrayList<>();
    model
        .at("/modelCard/properties")
        .forEach(property -> hyperparameters.add(property.path("name").asText()));
    assertThat(hyperparameters).contains("trunk:recipe:/seed").hasSizeGreaterThan(20);
    assertThat(bom.at("/components/0/purl").asText())
        .isEqualTo(
            "pkg:maven/ai.djl.pytorch/pytorch-native-cpu@2.7.1?type=jar&classifier=linux-x86_64");
    assertThat(bom.at("/components/0/hashes/0/content").asText()).isEqualTo("d".repeat(64));
    assertThat(bom.at("/components/2/name").asText()).isEqualTo("libtorch.so");
  }

  @Test
  void theSameContentHasTheSameBytesAndSerialNumber() throws Exception {
    assertThat(ModelBom.json(facts("1", 90))).isEqualTo(ModelBom.json(facts("1", 90)));
    String serial = bom(facts("1", 90)).path("serialNumber").asText();
    assertThat(UUID.fromString(serial.substring("urn:uuid:".length())).version()).isEqualTo(8);
    assertThat(UUID.fromString(serial.substring("urn:uuid:".length())).variant()).isEqualTo(2);
    assertThat(serial)
        .isNotEqualTo(bom(facts("2", 90)).path("serialNumber").asText())
        .isNotEqualTo(bom(facts("1", 91)).path("serialNumber").asText());
  }

  @Test
  void theChecklistSaysWhatIsNotDone() throws Exception {
    assertThat(ReproducibilityChecklist.of(facts("1", 90)).text())
        .contains(
            "| ES (software environment) | done | materials.json: 2 artifacts"
                .replace("(", "\\(")
                .replace(")", "\\)"),
            "| SA \\(sensitivity analysis\\) | not done |  |",
            "| Doc. \\(documentation\\) | not done |  |",
            "| CS \\(case study\\) | not done |  |",
            "| All hyperparameters of the result | done | recipe.json, seed 7 |",
            "| Central tendency and variation | not done |  |");
  }
}
