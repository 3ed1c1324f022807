package io.github.trunkrepro.runtime.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.dataset.DataFile;
import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.manifest.Environment;
import io.github.trunkrepro.runtime.manifest.Materials;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.manifest.Origin;
import io.github.trunkrepro.runtime.manifest.PublishedManifest;
import io.github.trunkrepro.runtime.manifest.Reproducible;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is attested of a run, {@code statement.json}: an in-toto statement (v1) with SLSA's
 * provenance (v1). Its subjects are all files that are published, the weights first of all; what
 * went in are commit, data, class path and native libraries. It follows from the bundle alone, and
 * is the same for the folder of a run and the archive that is made of it.
 */
public final class Statement {
  private static final String TYPE = "https://in-toto.io/Statement/v1";
  private static final String PREDICATE = "https://slsa.dev/provenance/v1";
  private static final String BUILD = "urn:io.github.trunkrepro:train:v1";

  private Statement() {}

  /**
   * The statement of a bundle.
   *
   * @throws io.github.trunkrepro.runtime.document.UserException when manifest or materials cannot
   *     be read
   */
  public static JsonNode of(Bundle bundle) {
    PublishedManifest run = bundle.manifest();
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("_type", TYPE);
    statement.put("subject", subjects(bundle, run));
    statement.put("predicateType", PREDICATE);
    statement.put(
        "predicate", predicate(run, Materials.read(bundle.file(NetworkLayout.MATERIALS))));
    return Json.mapper().valueToTree(statement);
  }

  /** Writes the statement of a run's folder into it. */
  public static void write(Bundle bundle) {
    AtomicFiles.write(
        bundle.file(NetworkLayout.STATEMENT),
        ReadableJson.write(of(bundle)).getBytes(StandardCharsets.UTF_8));
  }

  /** Names of the files that are published, but for the manifest and the statement, sorted. */
  public static List<String> files(Bundle bundle) {
    return Stream.of(
            Stream.of(
                    NetworkLayout.RECIPE,
                    NetworkLayout.TREE,
                    NetworkLayout.MATERIALS,
                    NetworkLayout.BASELINE,
                    NetworkLayout.ACCEPTED_DRIFT,
                    NetworkLayout.LOCK)
                .filter(bundle::has),
            bundle.list(NetworkLayout.NODES).stream(),
            bundle.list(NetworkLayout.LIKELIHOODS).stream())
        .flatMap(names -> names)
        .sorted()
        .toList();
  }

  private static List<Object> subjects(Bundle bundle, PublishedManifest run) {
    Map<String, String> digests = new TreeMap<>();
    for (String file : files(bundle)) {
      digests.put(file, Digests.sha256(bundle.file(file)));
    }
    digests.put(
        NetworkLayout.MANIFEST,
        Digests.sha256(ReadableJson.write(run).getBytes(StandardCharsets.UTF_8)));
    List<Object> subjects = new ArrayList<>();
    digests.forEach((name, sha256) -> subjects.add(descriptor("name", name, sha256)));
    return subjects;
  }

  private static Map<String, Object> predicate(PublishedManifest run, Materials materials) {
    Reproducible result = run.reproducible();
    Optional<Origin> origin = materials.origin();
    Map<String, Object> external = new TreeMap<>();
    external.put("recipeDigest", result.recipeDigest());
    external.put("seed", result.seed());
    external.put("dataDigest", result.data().digest());
    origin.flatMap(Origin::repository).ifPresent(uri -> external.put("repository", uri));
    origin.ifPresent(from -> external.put("folder", from.folder()));
    Map<String, Object> internal = new TreeMap<>();
    internal.put("platform", run.platform());
    internal.put("versions", run.versions());
    internal.put("trainDigest", materials.trainDigest());
    internal.put("testDigest", materials.testDigest());
    origin.ifPresent(from -> internal.put("engine", from.engine()));
    return Map.of(
        "buildDefinition",
        Map.of(
            "buildType",
            BUILD,
            "externalParameters",
            external,
            "internalParameters",
            internal,
            "resolvedDependencies",
            dependencies(run, materials)),
        "runDetails",
        Map.of(
            "builder",
            Map.of("id", origin.map(from -> purl(plugin(from.plugin()))).orElse(BUILD)),
            "metadata",
            Map.of("invocationId", materials.identity())));
  }

  private static List<Object> dependencies(PublishedManifest run, Materials materials) {
    List<Object> all = new ArrayList<>();
    run.commit()
        .ifPresent(
            commit ->
                all.add(
                    Map.of(
                        "uri",
                        "git+"
                            + materials.origin().flatMap(Origin::repository).orElse("unknown:")
                            + "@"
                            + commit,
                        "digest",
                        Map.of("gitCommit", commit))));
    for (DataFile file : run.reproducible().data().files()) {
      all.add(descriptor("name", "data/" + file.name(), file.sha256()));
    }
    for (Origin.ClassPathEntry entry :
        materials.origin().map(Origin::classPath).orElse(List.of())) {
      entry
          .sha256()
          .ifPresentOrElse(
              sha256 -> all.add(descriptor("uri", purl(entry.artifact()), sha256)),
              () -> all.add(Map.of("uri", purl(entry.artifact()))));
    }
    for (Environment.Library library : materials.natives()) {
      Map<String, Object> descriptor =
          new TreeMap<>(descriptor("name", "native/" + library.name(), library.sha256()));
      descriptor.put("downloadLocation", library.jar());
      all.add(descriptor);
    }
    return all;
  }

  private static Map<String, Object> descriptor(String key, String value, String sha256) {
    return Map.of(key, value, "digest", Map.of("sha256", sha256));
  }

  private static String plugin(String coordinates) {
    int version = coordinates.lastIndexOf(':');
    return coordinates.substring(0, version) + ":jar" + coordinates.substring(version);
  }

  /**
   * Package URL of an artifact.
   *
   * @param coordinates {@code groupId:artifactId:extension[:classifier]:version}
   */
  static String purl(String coordinates) {
    String[] parts = coordinates.split(":", -1);
    String version = parts[parts.length - 1];
    String classifier = parts.length > 4 ? "classifier=" + parts[3] + "&" : "";
    return "pkg:maven/%s/%s@%s?%stype=%s"
        .formatted(parts[0], parts[1], version, classifier, parts[2]);
  }
}
