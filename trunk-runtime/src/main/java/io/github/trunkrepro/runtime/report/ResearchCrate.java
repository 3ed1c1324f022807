package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.manifest.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run's folder as an RO-Crate (version 1.1): what each file is, its SHA-256, and the training
 * that made them, as JSON-LD of schema.org.
 */
public final class ResearchCrate {
  /** Name of the metadata's file, in the crate's root. */
  public static final String FILE = "ro-crate-metadata.json";

  private static final String SPECIFICATION = "https://w3id.org/ro/crate/1.1";

  private ResearchCrate() {}

  /**
   * The metadata, for {@link io.github.trunkrepro.runtime.document.ReadableJson}.
   *
   * @param folder of the run
   */
  public static Map<String, Object> of(RunFacts facts, Path folder) {
    List<Map<String, Object>> graph = new ArrayList<>();
    graph.add(
        entity(
            FILE,
            "CreativeWork",
            "conformsTo",
            reference(SPECIFICATION),
            "about",
            reference("./")));
    graph.add(root(facts));
    facts.files().forEach(file -> graph.add(file(file, folder)));
    facts
        .manifest()
        .reproducible()
        .data()
        .files()
        .forEach(
            file ->
                graph.add(
                    entity(
                        dataId(file.name()),
                        "CreativeWork",
                        "name",
                        file.name(),
                        "contentSize",
                        String.valueOf(file.bytes()),
                        "sha256",
                        file.sha256())));
    graph.add(training(facts));
    facts
        .manifest()
        .environment()
        .versions()
        .forEach(
            (name, version) ->
                graph.add(
                    entity(
                        software(name), "SoftwareApplication", "name", name, "version", version)));
    Map<String, Object> crate = new LinkedHashMap<>();
    crate.put("@context", SPECIFICATION + "/context");
    crate.put("@graph", graph);
    return crate;
  }

  private static Map<String, Object> root(RunFacts facts) {
    Manifest run = facts.manifest();
    Map<String, Object> root =
        entity(
            "./",
            "Dataset",
            "name",
            facts.artifactId() + " " + facts.version(),
            "identifier",
            run.identity(),
            "description",
            facts
                .description()
                .orElse("A trained TRUNK tree, its weights, and the record of its training."),
            "datePublished",
            run.provenance().time(),
            "hasPart",
            facts.files().stream().map(ResearchCrate::reference).toList(),
            "mentions",
            reference("#training"));
    if (!facts.licences().isEmpty()) {
      root.put("license", String.join(", ", facts.licences()));
    }
    return root;
  }

  private static Map<String, Object> training(RunFacts facts) {
    Manifest run = facts.manifest();
    Map<String, Object> training =
        entity(
            "#training",
            "CreateAction",
            "name",
            "training",
            "startTime",
            run.environment().start(),
            "instrument",
            run.environment().versions().keySet().stream()
                .sorted()
                .map(name -> reference(software(name)))
                .toList(),
            "object",
            run.reproducible().data().files().stream()
                .map(file -> reference(dataId(file.name())))
                .toList(),
            "result",
            facts.files().stream()
                .filter(file -> file.endsWith(".safetensors"))
                .map(ResearchCrate::reference)
                .toList());
    facts.commit().ifPresent(commit -> training.put("description", "git commit " + commit));
    return training;
  }

  private static Map<String, Object> file(String name, Path folder) {
    Path file = folder.resolve(name);
    try {
      return entity(
          name,
          "File",
          "name",
          name,
          "contentSize",
          String.valueOf(Files.size(file)),
          "encodingFormat",
          format(name),
          "sha256",
          Digests.sha256(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String format(String name) {
    if (name.endsWith(".json") || name.endsWith(".jsonl")) {
      return "application/json";
    }
    return name.endsWith(".safetensors") ? "application/octet-stream" : "text/plain";
  }

  private static String dataId(String name) {
    return "#data/" + name;
  }

  private static String software(String name) {
    return "#software/" + name;
  }

  private static Map<String, Object> reference(String id) {
    return Map.of("@id", id);
  }

  private static Map<String, Object> entity(String id, String type, Object... properties) {
    Map<String, Object> entity = new LinkedHashMap<>();
    entity.put("@id", id);
    entity.put("@type", type);
    for (int i = 0; i < properties.length; i += 2) {
      entity.put((String) properties[i], properties[i + 1]);
    }
    return entity;
  }
}
