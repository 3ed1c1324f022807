package io.github.trunkrepro.runtime.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.tree.AverageSoftmax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBack() {
    Manifest run = new Runs().run();
    Path file = folder.resolve("manifest.json");
    run.write(file);
    assertThat(Manifest.read(file)).isEqualTo(run);
    assertThat(Manifest.read(file).identity()).isEqualTo(run.identity());
  }

  @Test
  void identityIsThatOfTheReproduciblePartAlone() {
    Runs elsewhere = new Runs();
    elsewhere.platform = "elsewhere";
    assertThat(elsewhere.run().identity()).isEqualTo(new Runs().run().identity());
    assertThat(Digests.sha256(elsewhere.run().reproducible().bytes()))
        .isEqualTo(elsewhere.run().identity());
    Runs other = new Runs();
    other.bits = "other";
    assertThat(other.run().identity()).isNotEqualTo(new Runs().run().identity());
  }

  @Test
  void reproduciblePartHasNoTimeHostOrPlatform() {
    String text = new String(new Runs().run().reproducible().bytes(), StandardCharsets.UTF_8);
    assertThat(text)
        .doesNotContain("2026-11-23", "host", Runs.LINUX, "c0ffee")
        .contains("train.gz");
  }

  @Test
  void missingOrUndefinedFiguresAreRefused() throws IOException {
    Path file = folder.resolve("manifest.json");
    new Runs().run().write(file);
    String text = Files.readString(file);
    for (String broken :
        new String[] {
          text.replaceFirst("\"value\": 0.845000", "\"value\": NaN"),
          text.replaceFirst("\"value\": 0.845000", "\"value\": null"),
          text.replaceFirst(", \"value\": 0.845000", ""),
          text.replaceFirst("\"correct\": 845", "\"correct\": 1001"),
          text.replaceFirst("\"testSelectedOn\": false,?", ""),
          text.replaceFirst("\"version\": \"1\"", "\"version\": \"0\"")
        }) {
      assertThat(broken).isNotEqualTo(text);
      Files.writeString(file, broken);
      assertThatThrownBy(() -> Manifest.read(file)).isInstanceOf(UserException.class);
    }
  }

  @Test
  void accuracyIsExact() {
    assertThat(Accuracy.of(2, 3).value()).isEqualByComparingTo("0.666667");
    assertThat(Accuracy.of(2, 3).text(2)).isEqualTo("0.67 (2/3)");
    assertThatThrownBy(() -> Accuracy.of(0, 0)).hasMessage("0 of 0 is no accuracy");
    assertThatThrownBy(() -> Accuracy.of(2, 1)).hasMessage("2 of 1 is no accuracy");
  }

  @Test
  void evaluationCountsTheDiagonal() {
    Evaluation evaluation =
        Evaluation.of(List.of("a", "b", "c"), new long[][] {{3, 1, 0}, {0, 2, 0}, {0, 0, 0}});
    assertThat(evaluation.accuracy()).isEqualTo(Accuracy.of(5, 6));
    assertThat(evaluation.perClass())
        .containsExactly(
            new Evaluation.ClassAccuracy("a", Accuracy.of(3, 4)),
            new Evaluation.ClassAccuracy("b", Accuracy.of(2, 2)));
    assertThatThrownBy(() -> new Evaluation(Accuracy.of(6, 6), evaluation.confusion(), List.of()))
        .hasMessage("the accuracy is of 6/6 images, the confusion matrix of 5/6");
    assertThatThrownBy(() -> Evaluation.of(List.of("a"), new long[1][1]))
        .hasMessage("0 of 0 is no accuracy");
  }

  @Test
  void likelihoodsKeepThePairsFromHalfTheThreshold() {
    AverageSoftmax asl =
        AverageSoftmax.builder(List.of("a", "b", "c"))
            .add(0, new float[] {0.5f, 0.25f, 0.125f})
            .add(1, new float[] {0.9f, 0.05f, 0.75f})
            .add(2, new float[] {0.9f, 0.9f, 0.9f})
            .build();
    Likelihoods kept = Likelihoods.of(asl, 1.5);
    assertThat(kept.threshold()).isEqualTo(0.5);
    assertThat(kept.pairs())
        .containsExactly(
            new Likelihoods.PairLikelihood("a", "b", 0.25, 1, 0),
            new Likelihoods.PairLikelihood("b", "c", 0.75, 1, 0));
  }
}
