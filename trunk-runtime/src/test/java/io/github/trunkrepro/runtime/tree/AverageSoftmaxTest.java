package io.github.trunkrepro.runtime.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.ReadableJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class AverageSoftmaxTest {
  private final AverageSoftmax.Builder builder = AverageSoftmax.builder(List.of("0", "O"));

  @Test
  void meansAndVariancesAreOfTheRowsImages() {
    AverageSoftmax asl =
        builder
            .add(0, new float[] {0.75f, 0.25f})
            .add(1, new float[] {0f, 1f})
            .add(0, new float[] {0.25f, 0.75f})
            .build();
    assertThat(asl.k()).isEqualTo(2);
    assertThat(asl.means()).isDeepEqualTo(new double[][] {{0.5, 0.5}, {0, 1}});
    assertThat(asl.variance(0, 1)).isEqualTo(0.0625);
    assertThat(asl.variance(1, 1)).isZero();
    assertThat(asl.count(0)).isEqualTo(2);
    assertThat(asl.count(1)).isEqualTo(1);
    assertThat(asl.standardError(0, 1)).isEqualTo(Math.sqrt(0.03125));
    assertThat(asl.className(1)).isEqualTo("O");
  }

  @Test
  void sumsAreKeptInDoublePrecision() {
    for (int i = 0; i < 1_000_000; i++) {
      builder.add(0, new float[] {0.1f, 0.9f});
    }
    AverageSoftmax asl = builder.add(1, new float[] {0, 1}).build();
    assertThat(asl.mean(0, 0)).isCloseTo((double) 0.1f, within(1e-12));
    assertThat(asl.variance(0, 0)).isCloseTo(0, within(1e-12));
  }

  @Test
  void whatIsNoLikelihoodIsRefused() {
    assertThatThrownBy(() -> builder.add(0, new float[] {0.5f, Float.NaN}))
        .hasMessage(
            "an image of class \"0\" has the likelihood NaN of class \"O\", expected 0 to 1");
    assertThatThrownBy(() -> builder.add(0, new float[] {-0.5f, 1.5f}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.add(0, new float[] {1f}))
        .hasMessage("expected 2 likelihoods, found 1");
    assertThatThrownBy(() -> AverageSoftmax.builder(List.of("0", "O")).build())
        .hasMessage("no image of class \"0\" was added");
  }

  @Test
  void jsonHasARowForEachClassAndGivesTheSameBack() throws Exception {
    AverageSoftmax asl =
        builder.add(0, new float[] {0.75f, 0.25f}).add(1, new float[] {0.125f, 0.875f}).build();
    String json = ReadableJson.write(asl);
    assertThat(json)
        .isEqualTo(
            """
            {
              "rows": [
                {"images": 1, "mean": [0.75, 0.25], "trueClass": "0", "variance": [0.0, 0.0]},
                {"images": 1, "mean": [0.125, 0.875], "trueClass": "O", "variance": [0.0, 0.0]}
              ]
            }
            """);
    assertThat(Json.mapper().readValue(json, AverageSoftmax.class)).isEqualTo(asl);
  }
}
