package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What a tree said of every test image, {@code predictions.csv}: a header {@code
 * index,label,predicted}, then a line (RFC 4180) for each image. It is no part of a run's identity:
 * the weights and the images decide it.
 *
 * @param rows in the order of the test set
 */
public record Predictions(List<Row> rows) {
  private static final List<String> HEADER = List.of("index", "label", "predicted");

  /** Predictions with a copy of the list. */
  public Predictions {
    rows = List.copyOf(rows);
  }

  /**
   * One image.
   *
   * @param label name of its class
   * @param predicted name of the class that the tree gave
   */
  public record Row(String label, String predicted) {}

  /**
   * The same as a confusion matrix.
   *
   * @param classNames by class index
   */
  public Evaluation evaluation(List<String> classNames) {
    long[][] confusion = new long[classNames.size()][classNames.size()];
    Map<String, Integer> indices = new HashMap<>();
    classNames.forEach(name -> indices.put(name, indices.size()));
    for (Row row : rows) {
      confusion[indices.get(row.label())][indices.get(row.predicted())]++;
    }
    return Evaluation.of(classNames, confusion);
  }

  /**
   * Reads the file.
   *
   * @throws UserException when it cannot be read, or is no such file
   */
  public static Predictions read(Path file) {
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser parser = CSVParser.parse(text, CSVFormat.RFC4180)) {
      List<Row> rows = new ArrayList<>();
      for (CSVRecord record : parser) {
        boolean header = record.getRecordNumber() == 1;
        boolean expected =
            header
                ? record.toList().equals(HEADER)
                : record.size() == HEADER.size()
                    && record.get(0).equals(String.valueOf(rows.size()));
        if (!expected) {
          throw new UserException(
              UserException.Kind.SETUP,
              "%s, line %d: expected %s, found %s; train again with mvn trunk:train"
                  .formatted(
                      file,
                      parser.getCurrentLineNumber(),
                      header ? "the header index,label,predicted" : "image " + rows.size(),
                      String.join(",", record)));
        }
        if (!header) {
          rows.add(new Row(record.get(1), record.get(2)));
        }
      }
      return new Predictions(rows);
    } catch (IOException | UncheckedIOException e) {
      throw new UserException(
          UserException.Kind.SETUP,
          "cannot read " + file + ": " + e + "; train again with mvn trunk:train",
          e);
    }
  }

  /** Writes the file whole or not at all. */
  public void write(Path file) {
    StringBuilder text = new StringBuilder(line(HEADER.toArray()));
    IntStream.range(0, rows.size())
        .forEach(i -> text.append(line(i, rows.get(i).label(), rows.get(i).predicted())));
    AtomicFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String line(Object... cells) {
    return CSVFormat.RFC4180.format(cells) + CSVFormat.RFC4180.getRecordSeparator();
  }
}
