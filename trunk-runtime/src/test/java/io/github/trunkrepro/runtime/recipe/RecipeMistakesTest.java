package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.recipe.RecipeFiles.FULL;
import static io.github.trunkrepro.runtime.recipe.RecipeFiles.MINIMAL;
import static io.github.trunkrepro.runtime.recipe.RecipeFiles.replaced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeMistakesTest {
  @TempDir Path project;
  private RecipeFiles files;

  @BeforeEach
  void newProject() {
    files = new RecipeFiles(project);
  }

  static Stream<String> mistakes() {
    return Arrays.stream(RecipeFiles.resource("mistakes.txt").split("\n\n", -1))
        .filter(block -> block.startsWith("- "));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isReportedWhereItStands(String block) {
    List<String> lines = block.strip().lines().toList();
    String part = lines.get(0).substring(2).replace('⏎', '\n');
    String replacement = lines.get(1).replaceFirst("^\\+ ?", "").replace('⏎', '\n');
    List<String> expected = lines.stream().skip(2).map(String::strip).toList();
    assertThat(files.problems(replaced(FULL, part, replacement)))
        .map(problem -> problem.replace(project.toString(), "PROJECT"))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void allMistakesAreReportedAtOnceInTheirOrder() {
    String text =
        MINIMAL
            .replace("  test:", "  tset:")
            .replace("epochs: 2\n  grouping", "epochs: two\n  grouping")
            .replace("network: vgg-emnist", "network: vgg-enmist")
            .replace("seed: 7", "seed: 7\nseed: 8\ntree: &t none.json")
            .concat("\"a, b\": *t\n");
    assertThat(files.problems(text))
        .map(problem -> problem.split(" ", 2)[0])
        .containsExactly("2:1", "3:7", "5:3", "10:3", "13:10", "18:13", "24:9");
  }

  @Test
  void oneOfRootAndGeneralIsNeeded() {
    String none = MINIMAL.substring(0, MINIMAL.indexOf("general:"));
    assertThat(files.problems(none))
        .containsExactly("1:1  \"general\" is missing, and so is \"root\"");
    String half = MINIMAL.substring(0, MINIMAL.indexOf("  grouping_hyperparameters"));
    assertThat(files.problems(half))
        .containsExactly(
            "13:3  \"grouping_hyperparameters\" is missing: it stands neither in general nor in"
                + " root");
    assertThat(files.problems(none + "general: {}\n"))
        .contains(
            "12:10  general: expected class_hyperparameters, grouping_hyperparameters or both");
  }

  @Test
  void theSameClassSetTwice() {
    String set = FULL.substring(FULL.indexOf("\"dog, cat\""));
    assertThat(files.problems(FULL + set.replace("dog, cat", "cat,dog")))
        .containsExactly("109:1  the same class set stands already in line 102");
  }

  @Test
  void aLossIsCheckedAgainstTheNetworkOfEachNodeThatInheritsIt() {
    String text = MINIMAL.replace("CrossEntropyLoss", "NLLLoss");
    assertThat(files.problems(text))
        .hasSize(4)
        .allMatch(problem -> problem.contains("the network at src/e.yaml:11:10 does not"))
        .anyMatch(problem -> problem.startsWith("14:11  general.class_hyperparameters.loss: "))
        .anyMatch(problem -> problem.contains("log_softmax; root of"));
    assertThat(files.read(text.replace("vgg-emnist", "mobilenet-emnist"))).isNotNull();
  }

  @Test
  void placeholdersAreValuesAndNeverStructure() {
    String text =
        MINIMAL
            .replace("seed: 7", "seed: ${the.seed}")
            .replace("{batch_size: 32}", "{batch_size: \"${batch}\"}");
    Path file = files.write("src/e.yaml", text);
    Map<String, String> properties = Map.of("the.seed", "9", "batch", "16", "other", "1");
    assertThat(RecipeReader.properties(file, project, RecipeFiles.lookup(properties)))
        .containsOnly(Map.entry("the.seed", "9"), Map.entry("batch", "16"));
    assertThat(files.read(text, properties).seed()).isEqualTo(9);
    assertThat(files.read(text, properties).digest())
        .isEqualTo(files.read(MINIMAL.replace("seed: 7", "seed: 9").replace("32", "16")).digest());
    assertThat(files.problems(text, Map.of("the.seed", "7\ntree: x", "other", "1")))
        .containsExactly(
            "1:7  seed: expected a whole number from 0, found \"7\\ntree: x\"",
            "5:26  no property has the name \"batch\"; set it in the pom or with -Dbatch=…");
  }

  @Test
  void mistakesInTheNetworksFileAreReportedWithThoseOfTheRecipe() {
    files.write("nets/n.yaml", "root:\n  features: [relu]\n  clasifier: [flatten]\n");
    String text = MINIMAL.replace("vgg-emnist", "nets/n.yaml").replace("seed: 7", "seed: x");
    assertThat(files.problems(text))
        .map(problem -> problem.strip().split(";", 2)[0])
        .containsExactly(
            "1:7  seed: expected a whole number from 0, found \"x\"",
            "nets/n.yaml:1:1  \"general\" is missing",
            "nets/n.yaml:2:3  root: \"classifier\" is missing",
            "nets/n.yaml:3:3  root: unknown key \"clasifier\"");
    assertThat(files.problems(MINIMAL.replace("vgg-emnist", "nets/o.yaml")))
        .containsExactly("11:10  network: there is no file " + project.resolve("nets/o.yaml"));
    assertThat(files.problems(MINIMAL.replace("vgg-emnist", "vgg")))
        .singleElement()
        .asString()
        .startsWith("11:10  network: expected one of vgg-cifar10, vgg-emnist, ")
        .contains("or a path that ends in .yaml")
        .contains("did you mean \"vgg-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "[1, 2]", "~", "{}", "dataset:"})
  void aDocumentOfAnotherKind(String text) {
    assertThat(files.problems(text)).isNotEmpty().allMatch(problem -> problem.startsWith("1:"));
  }

  @Test
  void aRecipeThatIsNoFile() throws Exception {
    Path folder = Files.createDirectories(project.resolve("src/folder.yaml"));
    assertThatThrownBy(() -> RecipeReader.read(folder, project, Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessage("src/folder.yaml is a folder, expected a file");
    assertThatThrownBy(() -> RecipeReader.read(project.resolve("src/none.yaml"), project, Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessage("cannot read src/none.yaml: no such file");
  }
}
