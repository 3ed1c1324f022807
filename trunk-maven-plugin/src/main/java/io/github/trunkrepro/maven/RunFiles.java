package io.github.trunkrepro.maven;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.manifest.PublishedManifest;
import io.github.trunkrepro.runtime.manifest.RunSide;
import io.github.trunkrepro.runtime.recipe.RecipeFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The files of one result: its manifest or baseline and, where they lie beside it, the others. */
final class RunFiles implements Closeable {
  private final String name;
  private final Place place;
  private final byte[] record;
  private final JsonNode json;

  /** Where the files of a result are. */
  interface Place extends Closeable {
    /** Content of a file, by its name beside the manifest. */
    Optional<byte[]> find(String name) throws IOException;

    /** Folder of the files; empty where they are in no file system. */
    Optional<Path> folder();

    @Override
    default void close() throws IOException {}
  }

  /**
   * The files of a result.
   *
   * @param name as the user gave it
   * @param record content of the manifest or baseline
   * @throws UserException of kind SETUP when it is neither, or of another version
   */
  RunFiles(String name, byte[] record, Place place) {
    this.name = name;
    this.place = place;
    this.record = record.clone();
    this.json = Json.parse(record, name, JsonNode.class);
    String version = json.path("version").asText("none");
    if (!version.equals(Manifest.VERSION) || !(json.has("reproducible") || json.has("platforms"))) {
      throw new UserException(
          UserException.Kind.SETUP,
          ("%s: expected a manifest of trunk:train or a baseline of version %s, found %s of version"
                  + " %s; make it again with mvn trunk:train")
              .formatted(
                  name,
                  Manifest.VERSION,
                  json.has("reproducible") ? "a manifest" : "another document",
                  version));
    }
  }

  /** Platform key of the run; of a baseline, that of the platform that it was made on. */
  String platform() {
    JsonNode place = json.has("environment") ? json.path("environment") : json;
    return place.path(isBaseline() ? "madeOn" : "platform").asText();
  }

  /**
   * What is compared.
   *
   * @param platform whose bits are meant when this is a baseline of several
   */
  RunSide side(String platform) throws IOException {
    if (isBaseline()) {
      return RunSide.of(name, Json.parse(record, name, Baseline.class), platform);
    }
    if (json.has("environment")) {
      Manifest run = Json.parse(record, name, Manifest.class);
      return RunSide.of(name, run, recipe(run.reproducible().recipeDigest()));
    }
    PublishedManifest run = Json.parse(record, name, PublishedManifest.class);
    return RunSide.of(name, run, recipe(run.reproducible().recipeDigest()));
  }

  private Optional<RecipeFile> recipe(String digest) throws IOException {
    Optional<byte[]> content = place.find(NetworkLayout.RECIPE);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    String where = name + ": " + NetworkLayout.RECIPE;
    RecipeFile recipe = Json.parse(content.get(), where, RecipeFile.class);
    if (!recipe.digest().equals(digest)) {
      throw new UserException(
          UserException.Kind.SETUP,
          "%s: expected the recipe with the digest %s, as the manifest beside it says, found %s; take both from one run"
              .formatted(where, digest, recipe.digest()));
    }
    return Optional.of(recipe);
  }

  /** Folder of the run's files; empty for a baseline, which is of no run beside it. */
  Optional<Path> folder() {
    return isBaseline() ? Optional.empty() : place.folder();
  }

  @Override
  public void close() throws IOException {
    place.close();
  }

  private boolean isBaseline() {
    return !json.has("reproducible");
  }
}
