package io.github.trunkrepro.runtime.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.tree.ClassTree;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
  private static final BigDecimal TOLERANCE = new BigDecimal("0.020");

  @TempDir Path folder;
  private Path file;
  private final Runs runs = new Runs();
  private final Baseline baseline = Baseline.from(new Runs().run(), TOLERANCE);

  @BeforeEach
  void file() {
    file = folder.resolve("baseline.json");
  }

  @Test
  void whatIsWrittenIsReadBackWithAnyLineEnding() throws IOException {
    baseline.write(file);
    assertThat(Baseline.read(file)).isEqualTo(baseline);
    String text = Files.readString(file);
    assertThat(text).doesNotContain("\r").contains("\"tolerance\": 0.020,\n");
    assertThat(text.lines().count()).isLessThan(60);
    Files.writeString(file, "\uFEFF" + text.replace("\n", "\r\n"));
    assertThat(Baseline.read(file)).isEqualTo(baseline);
  }

  @Test
  void aMissingBaselineNamesTheCommand() {
    assertThatThrownBy(() -> Baseline.read(file))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.CHECK))
        .hasMessage(
            "there is no baseline to compare with: "
                + file
                + " is missing\nTo accept this run as the baseline: mvn trunk:baseline");
  }

  @Test
  void anotherVersionIsRefused() throws IOException {
    Files.writeString(file, "{\"version\": \"2\", \"news\": true}");
    assertThatThrownBy(() -> Baseline.read(file))
        .isInstanceOf(UserException.class)
        .hasMessage(
            file
                + ": expected \"version\": \"1\", found \"2\";"
                + " delete the file and run mvn trunk:baseline");
    Files.writeString(file, "{}");
    assertThatThrownBy(() -> Baseline.read(file)).hasMessageContaining("found none");
  }

  @Test
  void whatIsNoBaselineIsRefused() throws IOException {
    baseline.write(file);
    String text = Files.readString(file);
    for (String broken :
        new String[] {
          text.replace("0.020", "NaN"),
          text.replace("0.020", "2"),
          text.replace("\"tolerance\": 0.020,", ""),
          text.replace("\"correct\": 845", "\"correct\": 846"),
          text.replace("\"value\": 0.845000", "\"value\": NaN"),
          text.replace("[\"0\", \"O\"]", "[\"0\", \"Q\"]"),
          "<<<<<<< HEAD\n" + text
        }) {
      assertThat(broken).isNotEqualTo(text);
      Files.writeString(file, broken);
      assertThatThrownBy(() -> Baseline.read(file))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith(file.toString());
    }
  }

  @Test
  void anotherPlatformExtendsItAndChangesNothingElse() {
    runs.platform = "cpu-macos-aarch64";
    runs.bits = "other";
    runs.correct = 850;
    Baseline.Accepted accepted = accept();
    Baseline extended = accepted.baseline();
    assertThat(extended.platforms()).hasSize(2);
    assertThat(extended.platforms().get(Runs.LINUX))
        .isEqualTo(baseline.platforms().get(Runs.LINUX));
    assertThat(extended.accuracy()).isEqualTo(baseline.accuracy());
    assertThat(extended.tolerance()).isEqualTo(TOLERANCE);
    assertThat(Drift.compare(extended, runs.run()).failed()).isFalse();
    assertThat(Drift.compare(extended, new Runs().run()).failed()).isFalse();
    assertThat(accepted.lines())
        .containsExactly(
            "baseline extended by platform cpu-macos-aarch64",
            "test accuracy 0.8500 (850/1000)",
            "tolerance +/- 0.020");
  }

  @Test
  void newBitsOfAKnownPlatformReplaceItsOwn() {
    runs.bits = "other";
    runs.correct = 840;
    Baseline.Accepted accepted = accept();
    assertThat(accepted.baseline()).isEqualTo(Baseline.from(runs.run(), TOLERANCE));
    assertThat(accepted.lines().get(0))
        .isEqualTo("baseline has new digests for platform cpu-linux-x86_64-avx2");
  }

  @Test
  void theSameRunChangesNothing() {
    assertThat(accept().baseline()).isEqualTo(baseline);
    assertThat(accept().lines().get(0))
        .isEqualTo("baseline already had platform cpu-linux-x86_64-avx2");
  }

  @Test
  void anotherRecipeDataOrTreeReplacesItAndSaysWhatIsDropped() {
    runs.platform = "cpu-macos-aarch64";
    runs.recipe = "other";
    runs.data = "other";
    runs.tree = ClassTree.flat(Runs.NAMES);
    assertThatThrownBy(() -> baseline.extendedBy(runs.run()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "the run has another recipe and data and tree than the baseline,"
                + " which it can replace but not extend");
    assertThat(accept().baseline()).isEqualTo(Baseline.from(runs.run(), TOLERANCE));
    assertThat(accept().lines())
        .contains(
            "baseline replaced, because of another recipe and data and tree",
            "dropped platform cpu-linux-x86_64-avx2:"
                + " train there and run mvn trunk:baseline again");
  }

  @Test
  void theFirstBaselineTakesTheGivenTolerance() {
    BigDecimal first = new BigDecimal("0.02");
    assertThat(
            Baseline.accept(Optional.empty(), runs.run(), wishes(Optional.empty(), first))
                .baseline())
        .isEqualTo(Baseline.from(runs.run(), first));
    BigDecimal asked = new BigDecimal("0.5");
    assertThat(
            Baseline.accept(Optional.of(baseline), runs.run(), wishes(Optional.of(asked), first))
                .baseline()
                .tolerance())
        .isEqualTo(asked);
    assertThatThrownBy(() -> Baseline.from(runs.run(), new BigDecimal("-0.1")))
        .hasMessage("tolerance must be 0 to 1, found -0.1");
  }

  private Baseline.Accepted accept() {
    return Baseline.accept(
        Optional.of(baseline), runs.run(), wishes(Optional.empty(), new BigDecimal("0.5")));
  }

  private static Baseline.Wishes wishes(Optional<BigDecimal> tolerance, BigDecimal first) {
    return new Baseline.Wishes(tolerance, first, Optional.empty(), Optional.empty());
  }

  @Test
  void withoutSpreadAndGatesTheFileSaysNothingOfThem() {
    String text = ReadableJson.write(accept().baseline());
    assertThat(text).doesNotContain("spread", "gates");
    assertThat(Json.parse(text.getBytes(StandardCharsets.UTF_8), "baseline.json", Baseline.class))
        .isEqualTo(baseline);
  }

  @Test
  void aToleranceThatTheTestSetCannotResolveIsWarnedOf() {
    assertThat(accept().warnings())
        .singleElement()
        .asString()
        .contains("+/- 0.020 is narrower than 1000 test images", "0.8212..0.8662", "+/- 0.0225");
    assertThat(
            Baseline.accept(
                    Optional.of(baseline),
                    runs.run(),
                    wishes(Optional.of(new BigDecimal("0.0225")), TOLERANCE))
                .warnings())
        .isEmpty();
  }

  @Test
  void aSpreadGivesTheToleranceUnlessOneIsGiven() {
    Baseline measured = accept(Optional.empty(), spread(Runs.LINUX)).baseline();
    assertThat(measured.tolerance()).isEqualTo(spread(Runs.LINUX).tolerance(measured.accuracy()));
    assertThat(measured.spread()).contains(spread(Runs.LINUX));
    assertThat(accept(Optional.empty(), spread(Runs.LINUX)).warnings())
        .anyMatch(warning -> warning.startsWith("With threads 1 (platform one) another tree"));
    Baseline given = accept(Optional.of(TOLERANCE), spread(Runs.LINUX)).baseline();
    assertThat(given.tolerance()).isEqualTo(TOLERANCE);
    assertThat(given.spread()).isEmpty();
  }

  @Test
  void aFurtherPlatformLoosensNothing() {
    Baseline gated =
        Baseline.accept(
                Optional.of(baseline),
                runs.run(),
                new Baseline.Wishes(
                    Optional.empty(),
                    TOLERANCE,
                    Optional.empty(),
                    Optional.of(Map.of(GateKind.CLASS_ACCURACY, new BigDecimal("0.01")))))
            .baseline();
    runs.platform = "cpu-macos-aarch64";
    runs.correct = 700;
    Baseline extended =
        Baseline.accept(
                Optional.of(gated),
                runs.run(),
                new Baseline.Wishes(
                    Optional.empty(),
                    TOLERANCE,
                    Optional.of(spread("cpu-macos-aarch64")),
                    Optional.empty()))
            .baseline();
    assertThat(extended.platforms()).containsOnlyKeys(Runs.LINUX, "cpu-macos-aarch64");
    assertThat(extended.tolerance()).isEqualTo(gated.tolerance());
    assertThat(extended.accuracy()).isEqualTo(gated.accuracy());
    // Whatever the first platform and platforms that nobody knows were held to, they still are.
    for (String platform : List.of(Runs.LINUX, "elsewhere")) {
      for (long correct : new long[] {700, 830, 840, 845, 850}) {
        Runs now = new Runs();
        now.platform = platform;
        now.correct = correct;
        assertThat(Drift.compare(extended, now.run()).findings())
            .as("%s, %d correct", platform, correct)
            .isEqualTo(Drift.compare(gated, now.run()).findings());
      }
    }
  }

  private Baseline.Accepted accept(Optional<BigDecimal> tolerance, Spread spread) {
    return Baseline.accept(
        Optional.of(baseline),
        runs.run(),
        new Baseline.Wishes(tolerance, TOLERANCE, Optional.of(spread), Optional.empty()));
  }

  private static Spread spread(String platform) {
    return new Spread(
        platform,
        List.of(
            new Spread.SeedRun(1, Accuracy.of(700, 1000)),
            new Spread.SeedRun(2, Accuracy.of(900, 1000))),
        Optional.of(
            List.of(new Spread.Variation("threads 1", "one", Accuracy.of(800, 1000), false))));
  }
}
