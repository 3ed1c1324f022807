package io.github.trunkrepro.runtime.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.cache.PhaseKey;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.JsonLeaves;
import io.github.trunkrepro.runtime.environment.LockFile;
import io.github.trunkrepro.runtime.manifest.AcceptedDrift;
import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.BaselinePlatform;
import io.github.trunkrepro.runtime.manifest.DataRecord;
import io.github.trunkrepro.runtime.manifest.Drift;
import io.github.trunkrepro.runtime.manifest.DriftAcceptance;
import io.github.trunkrepro.runtime.manifest.DriftReport;
import io.github.trunkrepro.runtime.manifest.Evaluation;
import io.github.trunkrepro.runtime.manifest.Finding.Verdict;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.Materials;
import io.github.trunkrepro.runtime.manifest.Metrics;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.manifest.PublishedManifest;
import io.github.trunkrepro.runtime.manifest.Reproducible;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeFile;
import io.github.trunkrepro.runtime.recipe.ValidationSpec;
import io.github.trunkrepro.runtime.tree.ClassTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds every file of a bundle against every other: digests, what follows from what, and the
 * statement. It needs neither network nor images. That somebody changed all of them alike only a
 * signature shows.
 */
public final class Verification {
  private static final String CLASSES_SEPARATOR = "\n";

  /**
   * Fields of an output folder's manifest that no check looks at, with the reason. They are in no
   * archive, and nothing under {@code reproducible} is among them.
   */
  public static final SortedMap<String, String> ENVIRONMENT_ONLY =
      Collections.unmodifiableSortedMap(
          new TreeMap<>(
              Map.ofEntries(
                  Map.entry("/provenance/time", "when it ran: every run has another"),
                  Map.entry(
                      "/provenance/dirtyFiles",
                      "names alone; that there are some is told by the missing commit"),
                  Map.entry("/environment/host", "a name that anybody can give a machine"),
                  Map.entry("/environment/os", "what decides bits of it is in the platform key"),
                  Map.entry("/environment/java", "changes no bit"),
                  Map.entry("/environment/cores", "changes no bit"),
                  Map.entry("/environment/memoryBytes", "changes no bit"),
                  Map.entry("/environment/start", "when it ran: every run has another"),
                  Map.entry("/environment/seconds", "how long it took: every run has another"),
                  Map.entry("/environment/speeds", "how fast it was: every run has another"),
                  Map.entry("/environment/latency", "how fast it is: every run has another"),
                  Map.entry(
                      "/environment/bits",
                      "depends on what was trained before; to trust it, train again"),
                  Map.entry("/environment/more", "free text"))));

  private final Bundle bundle;
  private final Faults faults = new Faults();

  private Verification(Bundle bundle) {
    this.bundle = bundle;
  }

  /** All faults of a bundle; none if it is whole. */
  public static List<Fault> of(Bundle bundle) {
    Verification verification = new Verification(bundle);
    verification.run();
    return verification.faults.list();
  }

  private void run() {
    Optional<PublishedManifest> manifest = faults.read("manifest", bundle::manifest);
    Optional<Materials> materials =
        faults.read("materials", () -> Materials.read(bundle.file(NetworkLayout.MATERIALS)));
    manifest.ifPresent(
        run -> {
          faults.check("tree", () -> tree(run.reproducible()));
          faults.check("evaluation", () -> evaluation(run.reproducible()));
          faults.check("recipe", () -> recipe(run, materials));
          materials.ifPresent(of -> materials(run.reproducible(), of));
          if (bundle.has(NetworkLayout.BASELINE)) {
            faults.check("baseline", () -> baseline(run));
          }
        });
    if (bundle.has(NetworkLayout.LOCK)) {
      faults.check("lock", () -> lock(materials));
    }
    if (!bundle.published()) {
      faults.check("metrics", this::folder);
    }
    if (bundle.has(NetworkLayout.STATEMENT)) {
      faults.check("statement", this::statement);
    } else {
      faults.add(
          "statement",
          "%s is missing; mvn trunk:train writes it"
              .formatted(bundle.file(NetworkLayout.STATEMENT)));
    }
  }

  private void tree(Reproducible run) {
    faults.same(
        "tree",
        NetworkLayout.TREE + ", by the manifest",
        run.tree().toJson(),
        Json.read(bundle.file(NetworkLayout.TREE), ClassTree.class).toJson());
    faults.same(
        "data",
        "classes of the data, by the tree",
        run.tree().classNames(),
        run.data().classes().stream().map(DataRecord.ClassCount::name).toList());
  }

  private void evaluation(Reproducible run) {
    List<List<Long>> rows = run.test().confusion();
    if (rows.size() != run.data().classes().size()) {
      faults.same(
          "evaluation",
          "rows of the confusion matrix, by the classes of the data",
          run.data().classes().size(),
          rows.size());
      return;
    }
    long[][] confusion = new long[rows.size()][];
    for (int i = 0; i < rows.size(); i++) {
      confusion[i] = rows.get(i).stream().mapToLong(Long::longValue).toArray();
      faults.same(
          "evaluation",
          "test images of \"" + run.tree().classNames().get(i) + "\", by the data",
          (long) run.data().classes().get(i).test(),
          Arrays.stream(confusion[i]).sum());
    }
    Evaluation expected = Evaluation.of(run.tree().classNames(), confusion);
    faults.same(
        "evaluation",
        "accuracy, by the confusion matrix",
        expected.accuracy(),
        run.test().accuracy());
    faults.same(
        "evaluation",
        "accuracy of each class, by the confusion matrix",
        expected.perClass(),
        run.test().perClass());
  }

  private void recipe(PublishedManifest manifest, Optional<Materials> materials) {
    Reproducible run = manifest.reproducible();
    RecipeFile file = Json.read(bundle.file(NetworkLayout.RECIPE), RecipeFile.class);
    faults.same("recipe", "version of " + NetworkLayout.RECIPE, RecipeFile.VERSION, file.version());
    faults.same(
        "recipe",
        "SHA-256 of " + NetworkLayout.RECIPE + ", by the manifest",
        run.recipeDigest(),
        file.digest());
    Recipe recipe = file.read();
    faults.same("recipe", "seed, by the recipe", recipe.seed(), run.seed());
    faults.same(
        "recipe", "averageSoftmax, by the recipe", recipe.averageSoftmax(), run.averageSoftmax());
    faults.same("recipe", "determinism, by the recipe", recipe.determinism(), run.determinism());
    faults.same(
        "recipe",
        "testSelectedOn, by the recipe",
        recipe.validation().from() == ValidationSpec.From.TEST,
        run.testSelectedOn());
    new NodeChecks(
            bundle,
            run,
            recipe,
            file.images(),
            materials.map(
                of ->
                    new PhaseKey(
                        recipe,
                        new PhaseKey.Images(
                            of.trainDigest(), of.testDigest(), run.tree().classNames()),
                        manifest.platform())),
            faults)
        .run();
  }

  private void materials(Reproducible run, Materials materials) {
    faults.same(
        "identity",
        "SHA-256 of what is reproducible, by " + NetworkLayout.MATERIALS,
        materials.identity(),
        run.identity());
    String data =
        String.join(CLASSES_SEPARATOR, run.tree().classNames())
            + "\n\n"
            + materials.trainDigest()
            + "\n"
            + materials.testDigest()
            + "\n";
    faults.same(
        "data",
        "digest of the data, by classes, training and test images",
        Digests.sha256(data.getBytes(StandardCharsets.UTF_8)),
        run.data().digest());
  }

  private void baseline(PublishedManifest run) {
    Reproducible result = run.reproducible();
    Baseline baseline = Baseline.read(bundle.file(NetworkLayout.BASELINE));
    Path file = bundle.file(NetworkLayout.ACCEPTED_DRIFT);
    AcceptedDrift accepted = AcceptedDrift.read(file, file.toString());
    // What was accepted when the network was published is no fault of it later.
    DriftReport report =
        DriftAcceptance.apply(
            accepted,
            Drift.compare(baseline, result, run.platform()),
            run.platform(),
            LocalDate.MIN);
    // Another recipe and other data are accepted with the run's identity, which holds both.
    if (!report.isAccepted(Drift.IDENTITY)) {
      faults.same(
          "baseline",
          "recipe of the baseline, by the run",
          result.recipeDigest(),
          baseline.recipeDigest());
      faults.same(
          "baseline",
          "data of the baseline, by the run",
          result.data().digest(),
          baseline.dataDigest());
    }
    report.findings().stream()
        .filter(finding -> finding.verdict() == Verdict.DRIFT)
        .forEach(
            finding ->
                faults.same(
                    "baseline",
                    finding.what().strip() + ", by the baseline",
                    finding.baseline(),
                    finding.now()));
    BaselinePlatform first = baseline.platforms().get(baseline.madeOn());
    if (first == null) {
      faults.add("baseline", "the platform that it was made on is not in it: " + baseline.madeOn());
    } else {
      faults.same(
          "baseline",
          "accuracy, by the platform it was made on",
          first.accuracy(),
          baseline.accuracy());
    }
  }

  private void lock(Optional<Materials> materials) {
    LockFile lock =
        LockFile.read(bundle.file(NetworkLayout.LOCK), bundle.file(NetworkLayout.LOCK).toString());
    materials.ifPresent(
        of -> {
          Map<String, String> loaded = new TreeMap<>();
          of.natives().forEach(library -> loaded.put(library.name(), library.sha256()));
          boolean known =
              lock.platforms().values().stream().anyMatch(entry -> entry.natives().equals(loaded));
          if (!known) {
            faults.add(
                "lock",
                "no platform of "
                    + NetworkLayout.LOCK
                    + " has the native libraries that the run had loaded");
          }
        });
  }

  /** What an output folder has more than an archive. */
  private void folder() {
    Manifest run = Manifest.read(bundle.file(NetworkLayout.MANIFEST));
    try {
      faults.same(
          "metrics",
          NetworkLayout.METRICS + ", by the manifest",
          Metrics.lines(run.reproducible().nodes()),
          Files.readString(bundle.file(NetworkLayout.METRICS)));
    } catch (IOException e) {
      faults.add("metrics", "cannot read " + bundle.file(NetworkLayout.METRICS) + ": " + e);
    }
    faults
        .read("materials", () -> Materials.read(bundle.file(NetworkLayout.MATERIALS)))
        .ifPresent(
            materials ->
                faults.same(
                    "natives",
                    "native libraries of the manifest, by " + NetworkLayout.MATERIALS,
                    materials.natives(),
                    run.environment().natives()));
  }

  private void statement() {
    JsonNode written = Json.read(bundle.file(NetworkLayout.STATEMENT), JsonNode.class);
    JsonNode expected = Statement.of(bundle);
    SortedMap<String, String> before = named(expected);
    SortedMap<String, String> found = named(written);
    TreeSet<String> all = new TreeSet<>(before.keySet());
    all.addAll(found.keySet());
    for (String name : all) {
      faults.same(
          "statement",
          NetworkLayout.STATEMENT + ", " + name + ", by the files",
          before.getOrDefault(name, "nothing"),
          found.getOrDefault(name, "nothing"));
    }
  }

  /** The leaves of a statement; those of subjects by the file's name. */
  private static SortedMap<String, String> named(JsonNode statement) {
    SortedMap<String, String> named = new TreeMap<>();
    JsonLeaves.of(statement)
        .forEach(
            (pointer, leaf) -> {
              String name = pointer;
              if (pointer.matches("/subject/\\d+/digest/sha256")) {
                String file =
                    statement.at(pointer.replaceFirst("/digest/sha256$", "/name")).asText();
                name = "SHA-256 of " + file;
              }
              named.merge(name, leaf.toString(), (one, other) -> one + " and " + other);
            });
    return named;
  }
}
