package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.document.Cursor;
import io.github.trunkrepro.runtime.document.Location;
import io.github.trunkrepro.runtime.document.Names;
import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.NodePaths;
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
import java.util.stream.Collectors;

/** Finds studies: those that are shipped, and those of a project. */
public final class StudyReader {
  private static final String SHIPPED = "studies.yaml";

  private StudyReader() {}

  /**
   * The study of a name.
   *
   * @param file of the project's studies, which need not exist
   * @param baseDirectory the project's; the file is shown to the user relative to it
   * @param keys of the study as the plugin's configuration has them, in YAML: each goes before what
   *     the study says, and with {@code axes} there need be no study of this name
   * @throws UserException of kind SETUP that lists every mistake of the file or of the keys, or the
   *     studies that there are
   */
  public static StudySpec read(
      Path file, Path baseDirectory, String name, Map<String, String> keys) {
    Map<String, Node> studies = new TreeMap<>(shipped());
    String shown = Location.shown(file, baseDirectory);
    if (Files.exists(file)) {
      Problems problems = new Problems(shown);
      studies.putAll(byName(YamlReader.read(file, shown, problems), problems));
    }
    Problems problems = new Problems("the plugin's configuration");
    Node found = studies.get(name);
    if (found == null) {
      if (!keys.containsKey("axes")) {
        throw new UserException(
            UserException.Kind.SETUP,
            "There is no study \"%s\"; there are: %s%s. Studies of a project stand in %s."
                .formatted(
                    name,
                    String.join(", ", studies.keySet()),
                    Names.didYouMean(name, studies.keySet()),
                    shown));
      }
      found = new Node.Scalar(new Location("<axes>", 0, 0), "", true);
    }
    for (Map.Entry<String, String> key : keys.entrySet()) {
      Node value = YamlReader.parse(key.getValue(), "<" + key.getKey() + ">", problems);
      found = NodePaths.put(found, key.getKey(), value, problems);
    }
    Node.Entry study = new Node.Entry(name, found.at(), found);
    return bind(new Node.Mapping(found.at(), List.of(study)), problems).get(0);
  }

  private static Map<String, Node> shipped() {
    try (InputStream in = StudyReader.class.getResourceAsStream(SHIPPED)) {
      Problems problems = new Problems(SHIPPED);
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return byName(YamlReader.parse(text, SHIPPED, problems), problems);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Studies of a document in which there is no mistake. */
  private static Map<String, Node> byName(Node document, Problems problems) {
    bind(document, problems);
    return ((Node.Mapping) document)
        .entries().stream().collect(Collectors.toMap(Node.Entry::key, Node.Entry::value));
  }

  private static List<StudySpec> bind(Node document, Problems problems) {
    Optional<List<StudySpec>> studies = StudySchema.STUDIES.read(Cursor.root(document, problems));
    problems.throwIfAny();
    return studies.orElseThrow();
  }
}
