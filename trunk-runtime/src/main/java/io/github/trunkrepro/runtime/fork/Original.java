package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.DataFile;
import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.SourceSpec;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The run that another one does again, on the same images.
 *
 * @param recipe its {@code recipe.json}, absolute
 * @param images folder or archive that its images are read from, absolute; empty where they are to
 *     be found as its recipe says
 * @param dataDigest digest of its images
 * @param files that its images came from
 */
public record Original(
    String recipe, Optional<String> images, String dataDigest, List<DataFile> files) {

  /** A copy of the list. */
  public Original {
    files = List.copyOf(files);
  }

  Recipe readRecipe() {
    return Json.read(Path.of(recipe), RecipeFile.class).read();
  }

  /** Where the images are read from. */
  SourceSpec source(Recipe declared) {
    return images.map(declared.source()::at).orElse(declared.source());
  }

  /**
   * Refuses other images than those of the run.
   *
   * @throws UserException of kind CHECK that names the files that differ
   */
  void requireImages(Dataset dataset) {
    if (dataset.digest().equals(dataDigest)) {
      return;
    }
    Map<String, String> expected = digests(files);
    Map<String, String> found = digests(dataset.recordedFiles());
    TreeSet<String> names = new TreeSet<>(expected.keySet());
    names.addAll(found.keySet());
    String different =
        names.stream()
            .filter(name -> !Objects.equals(expected.get(name), found.get(name)))
            .map(
                name ->
                    "%n  %s: expected SHA-256 %s, found %s"
                        .formatted(
                            name,
                            expected.getOrDefault(name, "no such file"),
                            found.getOrDefault(name, "no such file")))
            .collect(Collectors.joining());
    throw new UserException(
        UserException.Kind.CHECK,
        "The images in %s are not those of the run: expected the digest %s, found %s.%s%nNothing was trained. Name the folder that holds the same files with -Dtrunk.data=FOLDER."
            .formatted(dataset.folder(), dataDigest, dataset.digest(), different));
  }

  private static Map<String, String> digests(List<DataFile> files) {
    return files.stream()
        .collect(Collectors.toMap(DataFile::name, DataFile::sha256, (a, b) -> a, TreeMap::new));
  }
}
