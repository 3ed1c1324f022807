package io.github.trunkrepro.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.ReadableJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeFileTest {
  private static final ImageShape IMAGES = new ImageShape(1, 28, 28);

  @TempDir Path project;
  private RecipeFiles files;

  @BeforeEach
  void newProject() {
    files = new RecipeFiles(project);
  }

  private static RecipeFile writtenAndRead(RecipeFile file) {
    byte[] text = ReadableJson.write(file).getBytes(StandardCharsets.UTF_8);
    return Json.parse(text, "recipe.json", RecipeFile.class);
  }

  private RecipeFile file(Recipe recipe) {
    Optional<String> tree = recipe.tree().map(name -> Digests.sha256(project.resolve(name)));
    return RecipeFile.of(recipe, tree, IMAGES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"full.yaml", "minimal.yaml"})
  void givesBackTheRecipeAndItsDigest(String name) {
    Recipe recipe = files.read(RecipeFiles.resource(name));
    RecipeFile read = writtenAndRead(file(recipe));

    assertThat(read.images()).isEqualTo(IMAGES);
    assertThat(read.digest()).isEqualTo(recipe.digest());
    assertThat(read.read().digest()).isEqualTo(recipe.digest());
    assertThat(CanonicalJson.bytes(RecipeDigest.canonical(read.read())))
        .isEqualTo(CanonicalJson.bytes(RecipeDigest.canonical(recipe)));
    assertThat(read.read().network()).isEqualTo(recipe.network());
    assertThat(read.read().root()).isEqualTo(recipe.root());
    assertThat(read.read().test()).isEqualTo(recipe.test());
  }

  /** Every transform, with nested, optional and enumerated parameters. */
  @Test
  void givesBackEveryTransform() {
    String transforms =
        """
        - {type: Resize, params: {size: 40, interpolation: lanczos}}
              - {type: Pad, params: {padding: [1, 2], padding_mode: reflect}}
              - {type: RandomCrop, params: {size: 28, padding: 4, fill: 9}}
              - {type: RandomResizedCrop, params: {size: 28}}
              - {type: RandomRotation, params: {degrees: 10, center: [1, 2]}}
              - {type: RandomAffine, params: {degrees: 0, translate: [0.1, 0.2], shear: [-1, 1, -2, 2]}}
              - {type: ColorJitter, params: {brightness: 0.4, hue: [-0.1, 0.2]}}
              - {type: Grayscale}
              - {type: RandAugment}
              - {type: TrivialAugmentWide, params: {interpolation: bilinear}}
              - {type: AutoAugment, params: {policy: svhn}}
              - {type: RandomChoice, params: {p: [1, 2], transforms: [{type: RandomVerticalFlip}, {type: Compose, params: {transforms: [{type: RandomHorizontalFlip}]}}]}}
              - {type: ToTensor}
              - {type: RandomApply, params: {p: 0.2, transforms: [{type: RandomErasing, params: {value: random}}]}}
              - {type: CutOut, params: {n_holes: 1, length: 3}}\
        """;
    Recipe recipe = files.read(RecipeFiles.MINIMAL.replaceFirst("- type: ToTensor", transforms));
    RecipeFile read = writtenAndRead(file(recipe));
    assertThat(read.read().train()).isEqualTo(recipe.train());
    assertThat(read.read().digest()).isEqualTo(recipe.digest());
  }

  @Test
  void givesBackLayerNorm() {
    String network = "network: {name: mobilenet-emnist, normalization: layer}";
    Recipe recipe = files.read(RecipeFiles.MINIMAL.replace("network: vgg-emnist", network));
    assertThat(writtenAndRead(file(recipe)).read().network()).isEqualTo(recipe.network());
  }

  @Test
  void aRecipeOfAnotherFormIsRefusedByName() {
    String text = ReadableJson.write(file(files.read(RecipeFiles.MINIMAL)));
    for (String part : new String[] {"\"seed\"", "\"ToTensor\"", "\"determinism\""}) {
      assertThat(text).contains(part);
      byte[] other = text.replace(part, "\"strange\"").getBytes(StandardCharsets.UTF_8);
      RecipeFile file = Json.parse(other, "recipe.json", RecipeFile.class);
      assertThatThrownBy(file::read)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching(".*(strange|seed|determinism).*");
    }
  }
}
