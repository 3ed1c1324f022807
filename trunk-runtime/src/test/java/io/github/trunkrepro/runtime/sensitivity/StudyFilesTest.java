package io.github.trunkrepro.runtime.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.trunkrepro.runtime.document.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StudyFilesTest {
  @TempDir Path folder;

  static Stream<StudyReport> reports() {
    return Stream.of(StudySamples.axes(), StudySamples.failing(), StudySamples.volatility());
  }

  private String csv(StudyReport report) throws IOException {
    Path file = folder.resolve("sensitivity.csv");
    StudyCsv.write(report, file);
    return Files.readString(file);
  }

  private String summary(StudyReport report) throws IOException {
    Path file = folder.resolve("sensitivity.md");
    StudySummary.write(report, file);
    return Files.readString(file);
  }

  @Test
  void theCsvHasARowForEachVariant() throws IOException {
    assertThat(csv(StudySamples.axes()))
        .startsWith(
            "name,batch,seed,tree,correct,images,accuracy,parameters,meanPathMacs,margin,"
                + "phasesTrained,phasesReused,seconds,failure\r\n"
                + "\"{batch=64, seed=1}\",64,1,A,812,1000,0.812,1234,567,2.5,2,1,1.5,\r\n")
        .contains("128,1,B,802,1000,0.802,1234,567,,2,1,1.5,\r\n");
  }

  @Test
  void noTwoColumnsOfTheCsvHaveOneName() throws IOException {
    Map<String, String> settings =
        StudySamples.settings("images", "10", "accuracy", "high", "seed", "1");
    assertThat(csv(StudySamples.report(List.of(StudySamples.variant(settings, 8, 10)))))
        .startsWith("name,axis images,axis accuracy,seed,tree,correct,images,accuracy,");
  }

  @Test
  void theCsvReadsBackWhatIsSpecial() throws IOException {
    try (CSVParser parser = CSVParser.parse(csv(StudySamples.failing()), CSVFormat.RFC4180)) {
      List<CSVRecord> records = parser.getRecords();
      assertThat(records).hasSize(8).allMatch(record -> record.size() == 14);
      CSVRecord last = records.get(7);
      assertThat(last.get(1)).isEqualTo("256, \"big\"");
      assertThat(last.get(4)).isEmpty();
      assertThat(last.get(13)).isEqualTo("loss is \"NaN\",\nin <epoch> 3 | sorry");
    }
  }

  @Test
  void theCsvHasTheRangesOfGroupingVolatility() throws IOException {
    assertThat(csv(StudySamples.volatility()).lines())
        .startsWith(
            "name,gv,from,to,tree,correct,images,accuracy,parameters,meanPathMacs,margin,"
                + "phasesTrained,phasesReused,seconds,failure",
            "{gv=0.6},0.6,0.6,0.75,A,800,1000,0.8,1234,567,2.5,2,1,1.5,")
        .hasSize(3);
  }

  @Test
  void theSummaryHasTheVariantsAndWhatFollowsFromThem() throws IOException {
    assertThat(summary(StudySamples.axes()))
        .startsWith("# Study batch\\*size\n\n- Recipe: recipe\\_1.yaml\n- Recipe digest: 12ab\n")
        .contains(
            "\n## Variants\n\n| Variant | Tree |",
            "| \\{batch=64, seed=1\\} | A | 0.8120 \\(812/1000\\) | 1234 | 567 | 2.50 | 2 | 1 |  |\n",
            "| batch=64 | batch=128 | 3 | -0.60 | ",
            "| residual | 2 | ",
            "\n## Gates\n",
            "| failed | trees \\> 1: found 2, the study fails |",
            "| failed | margin \\< 2 SE: could not be measured, the study fails |",
            "| passed | minAccuracy \\< 50: found 80.25, the study passes |")
        .doesNotContain("Left out by the budget", "## Grouping volatility");
  }

  @Test
  void theSummaryEscapesWhatIsSpecial() throws IOException {
    assertThat(summary(StudySamples.failing()))
        .contains("| loss is \"NaN\", in \\<epoch\\> 3 \\| sorry |")
        // A class is called ```, so the fence is longer.
        .contains("\n````\nroot\n  {a|b, ```}\n  c\n````\n");
  }

  @Test
  void theSummaryHasTheStepsAndTheGaps() throws IOException {
    assertThat(summary(StudySamples.volatility()))
        .contains(
            "\n## Grouping volatility\n",
            "| 0.600000 | 0.750000 | \\{gv=0.6\\} | A |\n| 0.900000 | 1.20000 | \\{gv=0.9\\} | B |\n",
            "\n## Left out by the budget\n\n| From | To |\n| --- | --- |\n| 0.750000 | 0.900000 |\n");
  }

  @ParameterizedTest
  @MethodSource("reports")
  void everyTableHasRowsOfOneWidth(StudyReport report) throws IOException {
    for (String section : summary(report).split("\n## ", -1)) {
      assertThat(
              section
                  .lines()
                  .filter(line -> line.startsWith("|"))
                  .map(line -> line.replace("\\|", "").chars().filter(c -> c == '|').count())
                  .distinct())
          .as(section)
          .hasSizeLessThan(2);
    }
  }

  @ParameterizedTest
  @MethodSource("reports")
  void theReportIsWhatItsSchemaSaysAndReadsBack(StudyReport report) throws IOException {
    Path file = folder.resolve("sensitivity.json");
    report.write(file);
    assertThat(StudyReport.read(file)).isEqualTo(report);
    try (InputStream schema = StudyReport.class.getResourceAsStream("sensitivity.schema.json")) {
      assertThat(
              JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                  .getSchema(schema)
                  .validate(Json.mapper().readTree(file.toFile())))
          .isEmpty();
    }
  }
}
