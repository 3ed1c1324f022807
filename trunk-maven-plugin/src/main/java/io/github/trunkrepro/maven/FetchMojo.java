package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.dataset.EmnistSplit;
import io.github.trunkrepro.runtime.dataset.OfficialSet;
import io.github.trunkrepro.runtime.dataset.SourceSpec;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.fetch.Fetcher;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * Fetches the official files of the data set that the recipe names, or of one that is named here.
 * What is there is not fetched again, what was interrupted goes on, and nothing is used before its
 * checksum is right.
 *
 * @since 0.1.0
 */
@Mojo(name = "fetch", requiresProject = false, threadSafe = true)
public class FetchMojo extends TrunkMojo {

  /**
   * The recipe whose data set is fetched, with the checksums that it declares.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "trunk.recipe",
      defaultValue = "${project.basedir}/src/trunk/experiment.yaml")
  File recipe;

  /**
   * A data set to fetch in place of the recipe's: <code>emnist</code>, <code>mnist</code>, <code>
   * cifar10</code> or <code>svhn</code>. Needs no project.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.dataset")
  String dataset;

  /**
   * Which split, where <code>dataset</code> is <code>emnist</code>: <code>byclass</code>, <code>
   * bymerge</code>, <code>balanced</code>, <code>letters</code>, <code>digits</code> or <code>mnist
   * </code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.split")
  String split;

  /**
   * Folder into which data sets are fetched, a folder for each. The default is <code>datasets
   * </code> in the cache's folder.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.datasets")
  File datasets;

  /**
   * Folder of the cache, the same as for <code>trunk:train</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.cache")
  File cache;

  /**
   * Addresses of folders that have the files, asked in this order before the official addresses:
   * <code>https</code>, <code>http</code> or <code>file</code>; on the command line separated by
   * commas.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.mirrors")
  List<String> mirrors = List.of();

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  MavenSession session;

  @Override
  void run() {
    SourceSpec source = dataset == null ? recipeSource() : named();
    if (source.official().isEmpty()) {
      getLog().info("The recipe names no official data set (dataset.name): nothing to fetch.");
      return;
    }
    OfficialSet set = source.official().get();
    if (source.source().isPresent()) {
      getLog()
          .info(
              "The recipe takes %s from dataset.source: %s; nothing to fetch."
                  .formatted(set, source.source().get()));
      return;
    }
    Path cacheFolder = cache == null ? UserCacheFolder.find() : cache.toPath();
    Path folder =
        DatasetsFolder.find(datasets, cacheFolder).toAbsolutePath().resolve(set.name().toString());
    new Fetcher(Fetching.settings(mirrors, session), getLog()::info)
        .fetch(set, source.checksums(), folder);
    getLog().info("%s is in %s".formatted(set, folder));
  }

  private SourceSpec recipeSource() {
    if (project.getBasedir() == null) {
      throw setup(
          "There is no project here, so there is no recipe: name the data set with"
              + " -Dtrunk.dataset=NAME, one of "
              + names(OfficialSet.Name.values())
              + ".");
    }
    Path base = project.getBasedir().toPath();
    Map<String, String> properties =
        RecipeReader.properties(
            recipe.toPath(),
            base,
            name -> RecipeProperties.value(name, session.getUserProperties(), project));
    return RecipeReader.read(recipe.toPath(), base, properties).source();
  }

  private SourceSpec named() {
    OfficialSet.Name name = choice("dataset", dataset, OfficialSet.Name.values());
    boolean splits = name == OfficialSet.Name.EMNIST;
    if (!splits && split != null) {
      throw setup("<split> (trunk.split) is only for emnist.");
    }
    Optional<EmnistSplit> chosen =
        splits ? Optional.of(choice("split", split, EmnistSplit.values())) : Optional.empty();
    return SourceSpec.official(
        new OfficialSet(name, chosen, false), Optional.empty(), Optional.empty(), Map.of());
  }

  private static <E extends Enum<E>> E choice(String parameter, String text, E[] values) {
    return Arrays.stream(values)
        .filter(value -> value.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                setup(
                    "<%s> (trunk.%s) is %s; it must be one of %s."
                        .formatted(
                            parameter, parameter, text == null ? "missing" : text, names(values))));
  }

  private static String names(Enum<?>[] values) {
    List<String> names = new ArrayList<>();
    for (Enum<?> value : values) {
      names.add(value.name().toLowerCase(Locale.ROOT));
    }
    return String.join(", ", names);
  }

  private static UserException setup(String message) {
    return new UserException(UserException.Kind.SETUP, message);
  }
}
