package io.github.trunkrepro.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.document.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The shipped JSON Schema is the generated one. {@code mvn -pl trunk-runtime test
 * -Dtest=ExperimentSchemaTest -Dtrunk.test.writeSchema=true} writes it anew.
 */
class ExperimentSchemaTest {
  private static final Path SHIPPED =
      Path.of("src/main/resources/io/github/trunkrepro/runtime/recipe/experiment.schema.json");

  @Test
  void isTheGeneratedOne() throws Exception {
    String generated = RecipeSchema.json();
    if (Boolean.getBoolean("trunk.test.writeSchema")) {
      Files.createDirectories(SHIPPED.getParent());
      Files.writeString(SHIPPED, generated);
    }
    assertThat(Files.readString(SHIPPED)).isEqualTo(generated);
  }

  @Test
  void saysWhatTheReaderSays() throws Exception {
    JsonNode document = Json.mapper().readTree(RecipeSchema.json());
    assertThat(document.at("/$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(document.at("/if/required")).map(JsonNode::asText).containsExactly("extends");
    JsonNode part = document.at("/then");
    assertThat(part.at("/required").isMissingNode()).isTrue();
    assertThat(part.at("/properties/dataset").properties())
        .map(Map.Entry::getKey)
        .containsExactly("description");
    JsonNode schema = document.at("/else");
    assertThat(part.at("/properties").properties())
        .map(Map.Entry::getKey)
        .containsExactlyInAnyOrderElementsOf(
            schema.at("/properties").properties().stream().map(Map.Entry::getKey).toList());
    assertThat(schema.at("/additionalProperties").asBoolean(true)).isFalse();
    assertThat(schema.at("/required"))
        .map(JsonNode::asText)
        .containsExactly("seed", "dataset", "network");
    JsonNode dataset = schema.at("/properties/dataset/else");
    assertThat(dataset.at("/properties/format/anyOf/0/enum"))
        .map(JsonNode::asText)
        .containsExactly("idx", "cifar10", "image-folder", "csv", "strokes", "svhn");
    assertThat(dataset.at("/properties/firstLabel/default").asInt(-1)).isZero();
    assertThat(dataset.at("/allOf/1"))
        .isEqualTo(
            Json.mapper()
                .readTree(
                    """
                    {"if": {"properties": {"format": {"enum": ["idx"]}}, "required": ["format"]},
                     "then": {"required": ["orientation"]},
                     "else": {"properties": {"orientation": false}}}
                    """));
  }
}
