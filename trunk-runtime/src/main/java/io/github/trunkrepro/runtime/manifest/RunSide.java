package io.github.trunkrepro.runtime.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.dataset.DataFile;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.manifest.BaselinePlatform.PhaseBits;
import io.github.trunkrepro.runtime.manifest.Evaluation.ClassAccuracy;
import io.github.trunkrepro.runtime.recipe.RecipeFile;
import io.github.trunkrepro.runtime.tree.ClassTree;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One of two results that are compared: what a manifest, a published manifest and a baseline have
 * in common. What such a file does not know is empty, and is not compared.
 *
 * @param name for people
 * @param recipe canonical form; empty where only its digest is known
 * @param settings seed and determinism, by name, for results whose recipe is not at hand
 * @param files of the data; none for built-in data and where they are not known
 * @param engine what decides bits beside recipe and data, by name: platform key, versions, digest
 *     of the native libraries
 * @param circumstances what should change no bits, by name: system, Java, cores, commit
 * @param trunk version of this project that trained
 * @param phases in the order in which they were trained
 * @param likelihoods by {@link NodeRecord#id}
 * @param perClass accuracy on the images of each class
 */
public record RunSide(
    String name,
    String recipeDigest,
    Optional<JsonNode> recipe,
    SortedMap<String, String> settings,
    String dataDigest,
    List<DataFile> files,
    SortedMap<String, String> engine,
    SortedMap<String, String> circumstances,
    Optional<String> trunk,
    List<PhaseBits> phases,
    ClassTree tree,
    SortedMap<String, Likelihoods> likelihoods,
    Accuracy accuracy,
    List<ClassAccuracy> perClass) {
  private static final String TRUNK = "trunk";

  /** A side with copies of the collections. */
  public RunSide {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    files = List.copyOf(files);
    engine = Collections.unmodifiableSortedMap(new TreeMap<>(engine));
    circumstances = Collections.unmodifiableSortedMap(new TreeMap<>(circumstances));
    phases = List.copyOf(phases);
    likelihoods = Collections.unmodifiableSortedMap(new TreeMap<>(likelihoods));
    perClass = List.copyOf(perClass);
  }

  /** A run. */
  public static RunSide of(String name, Manifest run, Optional<RecipeFile> recipe) {
    Environment environment = run.environment();
    SortedMap<String, String> engine = engine(environment.platform(), environment.versions());
    SortedMap<String, String> natives = new TreeMap<>();
    environment.natives().forEach(library -> natives.put(library.name(), library.sha256()));
    if (!natives.isEmpty()) {
      engine.put("native libraries", CanonicalJson.digest(natives));
    }
    SortedMap<String, String> circumstances = new TreeMap<>();
    circumstances.put("operating system", environment.os());
    circumstances.put("java", environment.java());
    circumstances.put("cores", String.valueOf(environment.cores()));
    run.provenance().commit().ifPresent(commit -> circumstances.put("commit", commit));
    circumstances.put("files that differ from the commit", dirty(run.provenance().dirtyFiles()));
    return of(name, run.reproducible(), recipe, engine, circumstances, environment.versions());
  }

  /** The run that a published network came from. */
  public static RunSide of(String name, PublishedManifest run, Optional<RecipeFile> recipe) {
    SortedMap<String, String> circumstances = new TreeMap<>();
    run.commit().ifPresent(commit -> circumstances.put("commit", commit));
    return of(
        name,
        run.reproducible(),
        recipe,
        engine(run.platform(), run.versions()),
        circumstances,
        run.versions());
  }

  /**
   * A baseline.
   *
   * @param platform whose bits are meant; those of the platform that it was made on when the
   *     baseline does not know it
   */
  public static RunSide of(String name, Baseline baseline, String platform) {
    String known = baseline.platforms().containsKey(platform) ? platform : baseline.madeOn();
    Optional<BaselinePlatform> bits = Optional.ofNullable(baseline.platforms().get(known));
    return new RunSide(
        name,
        baseline.recipeDigest(),
        Optional.empty(),
        new TreeMap<>(),
        baseline.dataDigest(),
        List.of(),
        engine(known, Map.of()),
        new TreeMap<>(),
        Optional.empty(),
        bits.map(BaselinePlatform::phases).orElse(List.of()),
        baseline.tree(),
        baseline.likelihoods(),
        bits.map(BaselinePlatform::accuracy).orElse(baseline.accuracy()),
        List.of());
  }

  private static RunSide of(
      String name,
      Reproducible run,
      Optional<RecipeFile> recipe,
      SortedMap<String, String> engine,
      SortedMap<String, String> circumstances,
      Map<String, String> versions) {
    SortedMap<String, String> settings = new TreeMap<>();
    settings.put("seed", String.valueOf(run.seed()));
    settings.put("threads", String.valueOf(run.determinism().threads()));
    settings.put("instructions", String.valueOf(run.determinism().instructions()));
    return new RunSide(
        name,
        run.recipeDigest(),
        recipe.map(RecipeFile::recipe),
        settings,
        run.data().digest(),
        run.data().files(),
        engine,
        circumstances,
        Optional.ofNullable(versions.get(TRUNK)),
        BaselinePlatform.phases(run),
        run.tree(),
        Baseline.likelihoods(run),
        run.test().accuracy(),
        run.test().perClass());
  }

  private static SortedMap<String, String> engine(String platform, Map<String, String> versions) {
    SortedMap<String, String> engine = new TreeMap<>(versions);
    engine.remove(TRUNK);
    engine.put("platform", platform);
    return engine;
  }

  private static String dirty(List<String> files) {
    return files.isEmpty() ? "none" : String.join(", ", files);
  }
}
