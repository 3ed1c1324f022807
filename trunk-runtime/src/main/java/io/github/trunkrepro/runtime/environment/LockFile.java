package io.github.trunkrepro.runtime.environment;

import static io.github.trunkrepro.runtime.document.Schemas.mapOf;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.document.Schemas.text;
import static io.github.trunkrepro.runtime.document.Schemas.word;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Cursor;
import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Problems;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.document.YamlReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code environment.lock}: YAML, sorted, a value a line, made to be read as a diff.
 *
 * @param platforms entries by platform, as in {@code linux-x86_64-cpu}
 */
public record LockFile(SortedMap<String, LockEntry> platforms) {
  private static final String VERSION = "1";
  private static final String HEADER =
      "# What trains: written by mvn trunk:lock, compared by mvn trunk:verify-env. Commit it.\n";

  private static final Schema<LockFile> SCHEMA =
      object(
          f -> {
            Field<String> version = f.required("version", word(List.of(VERSION), ""), "Format.");
            Field<Map<String, Map<String, Map<String, String>>>> platforms =
                f.required(
                    "platforms",
                    mapOf(mapOf(mapOf(text()))),
                    "What each platform was locked with.");
            return v -> {
              v.get(version);
              return of(v.get(platforms));
            };
          });

  /** A file with a copy of the map. */
  public LockFile {
    platforms = new TreeMap<>(platforms);
  }

  private static LockFile of(Map<String, Map<String, Map<String, String>>> read) {
    SortedMap<String, LockEntry> platforms = new TreeMap<>();
    read.forEach(
        (platform, sections) -> {
          SortedMap<String, SortedMap<String, String>> sorted = new TreeMap<>();
          sections.forEach((name, section) -> sorted.put(name, new TreeMap<>(section)));
          platforms.put(platform, new LockEntry(sorted));
        });
    return new LockFile(platforms);
  }

  /** Name of a platform in the file. */
  public static String platform(String os, String arch, String flavor) {
    return os + "-" + arch + "-" + flavor;
  }

  /**
   * Reads a file; one that is not there is empty.
   *
   * @param shown the file as it is shown to the user
   * @throws io.github.trunkrepro.runtime.document.UserException with all mistakes
   */
  public static LockFile read(Path file, String shown) {
    if (Files.notExists(file)) {
      return new LockFile(new TreeMap<>());
    }
    Problems problems = new Problems(shown);
    Optional<LockFile> lock =
        SCHEMA.read(Cursor.root(YamlReader.read(file, shown, problems), problems));
    problems.throwIfAny();
    return lock.orElseThrow();
  }

  /** The same with one platform's entry replaced; the others stay. */
  public LockFile with(String platform, LockEntry entry) {
    SortedMap<String, LockEntry> changed = new TreeMap<>(platforms);
    changed.put(platform, entry);
    return new LockFile(changed);
  }

  /** Writes the file as a whole. */
  public void write(Path file) {
    StringBuilder yaml = new StringBuilder(HEADER);
    yaml.append("version: \"").append(VERSION).append("\"\nplatforms:\n");
    platforms.forEach(
        (platform, entry) -> {
          yaml.append("  ").append(quoted(platform)).append(":\n");
          entry
              .sections()
              .forEach(
                  (section, values) -> {
                    yaml.append("    ").append(quoted(section)).append(":");
                    yaml.append(values.isEmpty() ? " {}\n" : "\n");
                    values.forEach(
                        (name, value) ->
                            yaml.append("      ")
                                .append(quoted(name))
                                .append(": ")
                                .append(quoted(value))
                                .append('\n'));
                  });
        });
    AtomicFiles.write(file, yaml.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String quoted(String text) {
    boolean plain =
        text.matches("[A-Za-z][A-Za-z0-9_./-]*")
            && !text.matches("(?i)true|false|null|yes|no|on|off|y|n");
    return plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
