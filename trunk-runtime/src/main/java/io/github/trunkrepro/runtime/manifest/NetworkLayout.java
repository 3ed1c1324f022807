package io.github.trunkrepro.runtime.manifest;

/** Names of a trained network's files, in an output folder and in an archive. */
public final class NetworkLayout {
  /** {@link Manifest} in an output folder, {@link PublishedManifest} in an archive. */
  public static final String MANIFEST = "manifest.json";

  /** {@link io.github.trunkrepro.runtime.recipe.RecipeFile}. */
  public static final String RECIPE = "recipe.json";

  /** {@link io.github.trunkrepro.runtime.tree.ClassTree}. */
  public static final String TREE = "tree.json";

  /** Folder of the weights, a safetensors file for each node. */
  public static final String NODES = "nodes";

  /** Folder of the average softmax likelihoods, a file for each node that was grouped. */
  public static final String LIKELIHOODS = "asl";

  /** {@link Metrics}, in an output folder alone. */
  public static final String METRICS = "metrics.jsonl";

  /** {@link Predictions}, in an output folder alone. */
  public static final String PREDICTIONS = "predictions.csv";

  /** {@link Architecture}, in an output folder alone. */
  public static final String ARCHITECTURE = "architecture.json";

  /** {@link Materials}. */
  public static final String MATERIALS = "materials.json";

  /** Copy of the {@link Baseline} that the run was held against, when it passed. */
  public static final String BASELINE = "baseline.json";

  /** Copy of the project's {@link AcceptedDrift}. */
  public static final String ACCEPTED_DRIFT = "accepted-drift.yaml";

  /** Copy of the project's lock. */
  public static final String LOCK = "environment.lock";

  /** What is attested of all these files. */
  public static final String STATEMENT = "statement.json";

  /** The statement, signed; where there is a key. */
  public static final String SIGNED_STATEMENT = "statement.dsse.json";

  /** Folder of all networks in an archive. */
  public static final String ARCHIVE = "META-INF/trunk/";

  private NetworkLayout() {}

  /** Folder of a project's network in an archive, with a slash at the end. */
  public static String archiveFolder(String groupId, String artifactId) {
    return ARCHIVE + groupId + "/" + artifactId + "/";
  }
}
