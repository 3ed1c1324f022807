package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.attestation.Bundle;
import io.github.trunkrepro.runtime.attestation.Fault;
import io.github.trunkrepro.runtime.attestation.Verification;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.environment.EngineFacts;
import io.github.trunkrepro.runtime.fork.ForkFacts;
import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.Environment;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.Materials;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.manifest.Origin;
import io.github.trunkrepro.runtime.manifest.PublishedManifest;
import io.github.trunkrepro.runtime.manifest.RunSide;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that is recorded of a run which is to be done again.
 *
 * @param shown where the user finds it
 * @param folder of its files; one in an archive can be read until its bundle is closed
 * @param recipe as it was understood
 * @param baseline that it passed; empty when it was held against none
 * @param dirtyFiles that differed from the commit, where that is recorded
 */
record RecordedRun(
    String shown,
    Path folder,
    PublishedManifest manifest,
    Materials materials,
    RecipeFile recipe,
    Optional<Baseline> baseline,
    List<String> dirtyFiles) {
  private static final int DIRTY_SHOWN = 5;

  RecordedRun {
    dirtyFiles = List.copyOf(dirtyFiles);
  }

  /**
   * Reads a run, and copies its recipe to where a fork can read it.
   *
   * @throws UserException when a file was altered since it was written, or records too little
   */
  static RecordedRun read(Bundle bundle, Path recipeCopy) throws IOException {
    List<Fault> faults = Verification.of(bundle);
    if (!faults.isEmpty()) {
      throw new UserException(
          UserException.Kind.CHECK,
          "%s is not as it was written, so there is nothing to reproduce: %d faults, the first is %s: %s%nmvn trunk:verify-manifest tells all of them."
              .formatted(
                  bundle.shown(), faults.size(), faults.get(0).check(), faults.get(0).message()));
    }
    Files.createDirectories(recipeCopy.getParent());
    Files.write(recipeCopy, Files.readAllBytes(bundle.file(NetworkLayout.RECIPE)));
    return new RecordedRun(
        bundle.shown(),
        bundle.root(),
        bundle.manifest(),
        Materials.read(bundle.file(NetworkLayout.MATERIALS)),
        Json.read(recipeCopy, RecipeFile.class),
        bundle.has(NetworkLayout.BASELINE)
            ? Optional.of(Baseline.read(bundle.file(NetworkLayout.BASELINE)))
            : Optional.empty(),
        bundle.published()
            ? List.of()
            : Manifest.read(bundle.file(NetworkLayout.MANIFEST)).provenance().dirtyFiles());
  }

  /** Where it came from. */
  Origin origin() {
    return materials
        .origin()
        .orElseThrow(() -> setup("%s does not record what trained it.".formatted(shown)));
  }

  /** What it declared. */
  Recipe declared() {
    return recipe.read();
  }

  /** For a comparison. */
  RunSide side() {
    return RunSide.of(shown, manifest, Optional.of(recipe));
  }

  /**
   * The commit that it was made of.
   *
   * @throws UserException when it was made of files that no commit has
   */
  String commit() {
    String instead =
        "%nIf nothing but its recipe and its images is needed, -Dtrunk.checkout=false does without a commit."
            .formatted();
    if (!dirtyFiles.isEmpty()) {
      throw setup(
          "%s was made of files that differ from every commit: %s%s.%s"
              .formatted(
                  shown,
                  dirtyFiles.stream().limit(DIRTY_SHOWN).collect(Collectors.joining(", ")),
                  dirtyFiles.size() > DIRTY_SHOWN
                      ? " and " + (dirtyFiles.size() - DIRTY_SHOWN) + " more"
                      : "",
                  instead));
    }
    return manifest
        .commit()
        .orElseThrow(
            () ->
                setup(
                    "%s records no commit: it was made outside of git, or of files that differed from the commit.%s"
                        .formatted(shown, instead)));
  }

  /**
   * Refuses another tree than the one that was given for the run, if one was.
   *
   * @param base folder that the recipe's paths are relative to
   */
  void requireTree(Path base) {
    declared().tree().ifPresent(tree -> requireSame(base.resolve(tree)));
  }

  private void requireSame(Path file) {
    String expected = recipe.treeDigest().orElseThrow();
    if (!Files.isRegularFile(file)) {
      throw setup("The run trained the tree in %s, and there is no such file.".formatted(file));
    }
    String found = Digests.sha256(file);
    if (!found.equals(expected)) {
      throw new UserException(
          UserException.Kind.CHECK,
          "%s is not the tree that the run trained: expected SHA-256 %s, found %s."
              .formatted(file, expected, found));
    }
  }

  /**
   * Refuses an engine with other native libraries.
   *
   * @throws UserException that names the libraries
   */
  void requireNatives(ForkFacts facts) {
    EngineFacts engine =
        facts
            .engine()
            .orElseThrow(
                () ->
                    setup(
                        "The engine that trained does not start here: " + facts.noEngine().why()));
    TreeMap<String, String> found = new TreeMap<>();
    engine.libraries().forEach(library -> found.put(library.name(), library.sha256()));
    String different =
        materials.natives().stream()
            .filter(library -> !library.sha256().equals(found.get(library.name())))
            .map(library -> difference(library, found.get(library.name())))
            .collect(Collectors.joining());
    if (!different.isEmpty()) {
      throw new UserException(
          UserException.Kind.CHECK,
          "The engine's native libraries are not those that trained:%s%nNothing was trained."
              .formatted(different));
    }
  }

  private static String difference(Environment.Library library, String found) {
    return "%n  %s: expected SHA-256 %s, found %s"
        .formatted(library.name(), library.sha256(), found == null ? "no such library" : found);
  }

  private static UserException setup(String message) {
    return new UserException(UserException.Kind.SETUP, message);
  }
}
