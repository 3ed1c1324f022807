package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.document.RecordSchema;
import io.github.trunkrepro.runtime.tree.ClassTree;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schemas of the files that are written of a run, shipped beside this class. Another
 * version of a format gets another file; the old one stays.
 */
final class ManifestSchema {
  /** A class name, or the children of a node. */
  private static final Map<String, Object> NODE =
      Map.of(
          "anyOf",
          List.of(
              Map.of("type", "string"),
              Map.of(
                  "type",
                  "array",
                  "minItems",
                  2,
                  "items",
                  Map.of("$ref", "#/$defs/ClassTree/$defs/node"))));

  private static final Map<Class<?>, Object> TREE =
      Map.of(
          ClassTree.class,
          Map.of(
              "type",
              "object",
              "properties",
              Map.of(
                  "classes",
                  Map.of("type", "array", "items", Map.of("type", "string")),
                  "tree",
                  Map.of(
                      "type",
                      "array",
                      "minItems",
                      2,
                      "items",
                      Map.of("$ref", "#/$defs/ClassTree/$defs/node"))),
              "required",
              List.of("classes", "tree"),
              "additionalProperties",
              false,
              "$defs",
              Map.of("node", NODE)));

  private ManifestSchema() {}

  /** Schema of {@link Manifest}. */
  static String manifest() {
    return RecordSchema.of(
        Manifest.class,
        "TRUNK manifest, version " + Manifest.VERSION,
        "manifest.json of trunk:train: what is reproducible of a run, where it came from, and where it was made.",
        Manifest.VERSION,
        TREE);
  }

  /** Schema of {@link Baseline}. */
  static String baseline() {
    return RecordSchema.of(
        Baseline.class,
        "TRUNK baseline, version " + Baseline.VERSION,
        "baseline.json of trunk:baseline: the accepted result that runs are compared with.",
        Baseline.VERSION,
        TREE);
  }

  /** Schema of {@link PublishedManifest}. */
  static String published() {
    return RecordSchema.of(
        PublishedManifest.class,
        "TRUNK published manifest, version " + Manifest.VERSION,
        "manifest.json in the archive that trunk:train attaches: what is reproducible of a run, its commit, platform and engine.",
        Manifest.VERSION,
        TREE);
  }

  /** Schema of {@link Materials}. */
  static String materials() {
    return RecordSchema.of(
        Materials.class,
        "TRUNK materials, version " + Materials.VERSION,
        "materials.json of trunk:train: what a run was made of beyond what its manifest says.",
        Materials.VERSION,
        Map.of());
  }

  /** Schema of {@link Architecture}. */
  static String architecture() {
    return RecordSchema.of(
        Architecture.class,
        "TRUNK architecture, version " + Architecture.VERSION,
        "architecture.json of trunk:train: the layers of every node.",
        Architecture.VERSION,
        Map.of());
  }
}
