package io.github.trunkrepro.runtime.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.Predictions.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionsTest {
  @TempDir Path folder;

  @Test
  void areReadAsTheyWereWritten() {
    Predictions predictions =
        new Predictions(
            List.of(
                new Row("0", "O"),
                new Row("a, \"b\"", " spaced "),
                new Row("\u00e9\u4e2d", "two\nlines")));
    Path file = folder.resolve("predictions.csv");
    predictions.write(file);
    assertThat(Predictions.read(file)).isEqualTo(predictions);
    assertThat(file).content().startsWith("index,label,predicted\r\n0,0,O\r\n1,\"a, \"\"b\"\"\",");
  }

  @Test
  void areAConfusionMatrix() {
    Predictions predictions =
        new Predictions(List.of(new Row("x", "x"), new Row("y", "x"), new Row("x", "x")));
    assertThat(predictions.evaluation(List.of("x", "y")))
        .isEqualTo(Evaluation.of(List.of("x", "y"), new long[][] {{2, 0}, {1, 0}}));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "index,label;line 1",
        "index,label,predicted/0,x;line 2",
        "index,label,predicted/0,x,x/2,x,x;line 3"
      })
  void anotherFileIsRefused(String lines, String where) throws IOException {
    Path file = folder.resolve("predictions.csv");
    Files.writeString(file, lines.replace("/", "\r\n") + "\r\n");
    assertThatThrownBy(() -> Predictions.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("predictions.csv, " + where, "expected", "mvn trunk:train");
  }

  @Test
  void whatCannotBeReadIsNamed() {
    assertThatThrownBy(() -> Predictions.read(folder.resolve("missing.csv")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("missing.csv");
  }
}
