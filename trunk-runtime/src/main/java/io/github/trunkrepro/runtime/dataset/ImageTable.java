package io.github.trunkrepro.runtime.dataset;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Finds images that {@code train.csv} and {@code test.csv} name: a header {@code file,label}, then
 * a line (RFC 4180) for each image. Classes are in the order of their names' UTF-16 code units,
 * images in that of the lines.
 */
final class ImageTable {
  private static final List<String> HEADER = List.of("file", "label");

  private record Row(String file, String label) {}

  private final Path source;
  private final List<String> problems = new ArrayList<>();

  private ImageTable(Path source) {
    this.source = source;
  }

  /** Finds the images of these parts; fails with all that is wrong. */
  static FileImages find(Path source, Set<Part> parts, int channels) {
    ImageTable table = new ImageTable(source);
    Map<Part, List<Row>> rows = new EnumMap<>(Part.class);
    parts.forEach(part -> rows.put(part, table.rows(name(part))));
    TreeSet<String> names = new TreeSet<>();
    rows.values().forEach(list -> list.forEach(row -> names.add(row.label())));
    rows.forEach((part, list) -> table.requireEveryClass(name(part), list, names));
    DataErrors.throwIfAny(source + ": the tables of images cannot be used:", table.problems);
    List<String> classNames = List.copyOf(names);
    Map<Part, List<FileImages.Entry>> entries = new EnumMap<>(Part.class);
    rows.forEach(
        (part, list) ->
            entries.put(
                part,
                list.stream()
                    .map(row -> new FileImages.Entry(row.file(), names.headSet(row.label()).size()))
                    .toList()));
    return new FileImages(
        source, classNames, entries, parts.stream().map(ImageTable::name).toList(), channels);
  }

  private static String name(Part part) {
    return part + ".csv";
  }

  private void requireEveryClass(String table, List<Row> rows, Set<String> names) {
    Set<String> missing = new TreeSet<>(names);
    rows.forEach(row -> missing.remove(row.label()));
    if (!missing.isEmpty() && !rows.isEmpty()) {
      problems.add(
          table + " has no image of these labels: " + DataErrors.list(List.copyOf(missing)));
    }
  }

  private List<Row> rows(String table) {
    List<Row> rows = new ArrayList<>();
    int before = problems.size();
    Set<String> seen = new HashSet<>();
    try (Reader text = Files.newBufferedReader(source.resolve(table), StandardCharsets.UTF_8);
        CSVParser parser = CSVParser.parse(withoutMark(text), CSVFormat.RFC4180)) {
      for (CSVRecord record : parser) {
        String where = table + ", line " + parser.getCurrentLineNumber() + ": ";
        if (record.getRecordNumber() == 1) {
          if (!record.toList().equals(HEADER)) {
            problems.add(
                where + "expected the header file,label, found " + String.join(",", record));
            return List.of();
          }
        } else {
          row(record, where, seen, rows);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      problems.add(table + " cannot be read as UTF-8 text in CSV: " + e);
      return List.of();
    }
    if (rows.isEmpty() && problems.size() == before) {
      problems.add(table + " names no image");
    }
    return rows;
  }

  /** Spreadsheets like to put a byte order mark first. */
  private static Reader withoutMark(Reader text) throws IOException {
    text.mark(1);
    if (text.read() != '\uFEFF') {
      text.reset();
    }
    return text;
  }

  private void row(CSVRecord record, String where, Set<String> seen, List<Row> rows) {
    if (record.size() != HEADER.size()) {
      problems.add(where + "expected a file and a label, found " + record.size() + " values");
      return;
    }
    String file = record.get(0);
    String label = record.get(1);
    if (label.isBlank() || label.codePoints().anyMatch(Character::isISOControl)) {
      problems.add(where + "expected a label on one line, found \"" + label + "\"");
      return;
    }
    try {
      Path path = source.resolve(file).normalize();
      if (file.isEmpty() || Path.of(file).isAbsolute() || !path.startsWith(source.normalize())) {
        problems.add(where + "expected a file below the folder, found \"" + file + "\"");
      } else if (!Files.isRegularFile(path)) {
        problems.add(where + "there is no file " + file);
      } else if (!seen.add(path.toString())) {
        problems.add(where + file + " stands there for the second time");
      } else {
        rows.add(new Row(source.relativize(path).toString().replace('\\', '/'), label));
      }
    } catch (InvalidPathException e) {
      problems.add(where + "expected a file name, found \"" + file + "\"");
    }
  }
}
