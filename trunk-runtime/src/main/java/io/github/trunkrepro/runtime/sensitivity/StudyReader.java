package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.document.Cursor;
import io.github.trunkrepro.runtime.document.Location;
import io.github.trunkrepro.runtime.document.Names;
import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.Problems;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.document.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds studies: those that are shipped, and those of a project. */
public final class StudyReader {
  private static final String SHIPPED = "studies.yaml";

  private StudyReader() {}

  /**
   * The study of a name.
   *
   * @param file of the project's studies, which need not exist
   * @param baseDirectory the project's; the file is shown to the user relative to it
   * @throws UserException of kind SETUP that lists every mistake of the file, or the studies that
   *     there are
   */
  public static StudySpec read(Path file, Path baseDirectory, String name) {
    Map<String, StudySpec> studies = new TreeMap<>();
    shipped().forEach(study -> studies.put(study.name(), study));
    String shown = Location.shown(file, baseDirectory);
    if (Files.exists(file)) {
      Problems problems = new Problems(shown);
      bind(YamlReader.read(file, shown, problems), problems)
          .forEach(study -> studies.put(study.name(), study));
    }
    StudySpec study = studies.get(name);
    if (study == null) {
      throw new UserException(
          UserException.Kind.SETUP,
          "There is no study \"%s\"; there are: %s%s. Studies of a project stand in %s."
              .formatted(
                  name,
                  String.join(", ", studies.keySet()),
                  Names.didYouMean(name, studies.keySet()),
                  shown));
    }
    return study;
  }

  private static List<StudySpec> shipped() {
    try (InputStream in = StudyReader.class.getResourceAsStream(SHIPPED)) {
      Problems problems = new Problems(SHIPPED);
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return bind(YamlReader.parse(text, SHIPPED, problems), problems);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<StudySpec> bind(Node document, Problems problems) {
    Optional<List<StudySpec>> studies = StudySchema.STUDIES.read(Cursor.root(document, problems));
    problems.throwIfAny();
    return studies.orElseThrow();
  }
}
