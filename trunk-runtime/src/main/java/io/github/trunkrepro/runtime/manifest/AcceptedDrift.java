package io.github.trunkrepro.runtime.manifest;

import static io.github.trunkrepro.runtime.document.Schemas.list;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.document.Schemas.text;
import static io.github.trunkrepro.runtime.document.Schemas.word;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Cursor;
import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.Location;
import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.Problems;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.document.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code accepted-drift.yaml}: differences from the baseline that the gate lets pass, each for a
 * reason and until a day.
 */
public record AcceptedDrift(List<Entry> entries) {
  /** The file of a project that accepts nothing. */
  public static final AcceptedDrift NONE = new AcceptedDrift(List.of());

  /** Command that changes the file. */
  public static final String COMMAND = "mvn trunk:accept-drift";

  private static final String VERSION = "1";
  private static final String HEADER =
      """
      # Differences from the baseline that the gate lets pass for a while. Written by mvn trunk:accept-drift;
      # commit it.
      """;

  private static final Schema<LocalDate> DAY =
      text()
          .checked(
              day ->
                  parse(day).isPresent()
                      ? Optional.empty()
                      : Optional.of("expected a day such as 2027-12-31, found " + day))
          .map(day -> parse(day).orElseThrow());

  private static final Schema<Entry> ENTRY =
      object(
          f -> {
            Field<String> difference =
                f.required("difference", text(), "Row of the gate's table that drifted.");
            Field<String> platform = f.required("platform", text(), "Where it is accepted.");
            Field<String> baseline = f.required("baseline", text(), "What the baseline has.");
            Field<String> now = f.required("now", text(), "What is accepted, as it is shown.");
            Field<String> exactly = f.required("exactly", text(), "What is accepted, exactly.");
            Field<String> reason = f.required("reason", text(), "Why it is accepted.");
            Field<String> author = f.required("author", text(), "Who accepts it.");
            Field<LocalDate> expires = f.required("expires", DAY, "Last day on which it passes.");
            return v ->
                new Entry(
                    v.get(difference),
                    v.get(platform),
                    v.get(baseline),
                    v.get(now),
                    v.get(exactly),
                    v.get(reason),
                    v.get(author),
                    v.get(expires));
          });

  private static final Schema<AcceptedDrift> SCHEMA =
      object(
          f -> {
            Field<String> version = f.required("version", word(List.of(VERSION), ""), "Format.");
            Field<List<Entry>> accepted = f.required("accepted", list(ENTRY), "What is accepted.");
            return v -> {
              v.get(version);
              return new AcceptedDrift(v.get(accepted));
            };
          });

  /**
   * A difference that is accepted.
   *
   * @param difference the row of the gate's table; {@code weights} stands for its phases too
   * @param platform key of the platform on which it is accepted
   * @param baseline what the baseline has, as it is shown
   * @param now what the run has, as it is shown
   * @param exactly {@link Finding#exactly}
   * @param author as git knows them
   * @param expires last day on which the gate lets it pass
   */
  public record Entry(
      String difference,
      String platform,
      String baseline,
      String now,
      String exactly,
      String reason,
      String author,
      LocalDate expires) {

    /** Whether its last day is over. */
    boolean isExpired(LocalDate today) {
      return expires.isBefore(today);
    }

    /** Whether it is of this difference, with this outcome. */
    boolean accepts(Finding finding) {
      return finding.verdict() == Finding.Verdict.DRIFT
          && finding.what().equals(difference)
          && finding.exactly().equals(exactly);
    }

    private boolean isOf(String what, String where) {
      return difference.equals(what) && platform.equals(where);
    }
  }

  /** With a sorted copy of the entries. */
  public AcceptedDrift {
    entries =
        entries.stream()
            .sorted(Comparator.comparing(Entry::platform).thenComparing(Entry::difference))
            .toList();
  }

  /**
   * Reads a file; one that is not there accepts nothing.
   *
   * @param shown the file as it is shown to the user
   * @throws io.github.trunkrepro.runtime.document.UserException with all mistakes
   */
  public static AcceptedDrift read(Path file, String shown) {
    if (Files.notExists(file)) {
      return NONE;
    }
    Problems problems = new Problems(shown);
    Optional<AcceptedDrift> accepted =
        SCHEMA.read(Cursor.root(YamlReader.read(file, shown, problems), problems));
    problems.throwIfAny();
    return accepted.orElseThrow();
  }

  /**
   * Where an entry begins; the first line of the file when it is not in it.
   *
   * @param shown the file as it is shown to the user
   */
  public static Location locate(Path file, String shown, String difference, String platform) {
    Node root = YamlReader.read(file, shown, new Problems(shown));
    if (root.find("accepted").orElse(root) instanceof Node.Sequence accepted) {
      for (Node entry : accepted.items()) {
        if (has(entry, "difference", difference) && has(entry, "platform", platform)) {
          return entry.at();
        }
      }
    }
    return new Location(shown, 1, 1);
  }

  private static boolean has(Node entry, String key, String value) {
    return entry.find(key).orElse(entry) instanceof Node.Scalar scalar
        && scalar.text().equals(value);
  }

  /** A day as in {@code 2027-12-31}; empty for anything else. */
  private static Optional<LocalDate> parse(String day) {
    try {
      return Optional.of(LocalDate.parse(day));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The same with an entry, in place of one for the same difference on the same platform. */
  public AcceptedDrift with(Entry entry) {
    return new AcceptedDrift(
        Stream.concat(without(entry.difference, entry.platform).entries.stream(), Stream.of(entry))
            .toList());
  }

  /** The same without what is accepted of a difference on a platform. */
  public AcceptedDrift without(String difference, String platform) {
    return new AcceptedDrift(
        entries.stream().filter(entry -> !entry.isOf(difference, platform)).toList());
  }

  /** Entries of a platform. */
  public List<Entry> on(String platform) {
    return entries.stream().filter(entry -> entry.platform.equals(platform)).toList();
  }

  /** Writes the file as a whole; where nothing is accepted there is none. */
  public void write(Path file) throws IOException {
    if (entries.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    StringBuilder yaml = new StringBuilder(HEADER);
    yaml.append("version: \"").append(VERSION).append("\"\naccepted:\n");
    for (Entry entry : entries) {
      String dash = "  - ";
      for (Map.Entry<String, String> value :
          List.of(
              Map.entry("difference", entry.difference),
              Map.entry("platform", entry.platform),
              Map.entry("baseline", entry.baseline),
              Map.entry("now", entry.now),
              Map.entry("exactly", entry.exactly),
              Map.entry("reason", entry.reason),
              Map.entry("author", entry.author),
              Map.entry("expires", entry.expires.toString()))) {
        yaml.append(dash)
            .append(value.getKey())
            .append(": ")
            // A JSON string is a YAML one.
            .append(Json.mapper().valueToTree(value.getValue()).toString())
            .append('\n');
        dash = "    ";
      }
    }
    AtomicFiles.write(file, yaml.toString().getBytes(StandardCharsets.UTF_8));
  }
}
