package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.Digests;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecutionException;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultProxySelector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@MojoTest
class FetchMojoTest extends GoalTest {
  private static final String STROKES = "dataset:\n  format: strokes\n";

  private FetchMojo mojo;

  @BeforeEach
  @InjectMojo(goal = "fetch")
  void prepareGoal(FetchMojo injected) throws IOException {
    mojo = injected;
    mojo.setLog(log);
    mojo.project.setFile(folder.resolve("pom.xml").toFile());
    mojo.recipe = recipe().toFile();
    mojo.cache = folder.resolve("cache").toFile();
  }

  @Test
  void aDataSetOfOnesOwnNeedsNothing() throws Exception {
    writeRecipe(Recipes.STROKES.replace("${seed}", "1"));
    mojo.execute();
    assertThat(log.lines()).anyMatch(line -> line.contains("nothing to fetch"));
  }

  @Test
  void theRecipesSourceIsLeftAlone() throws Exception {
    writeRecipe(mnist("  source: here\n"));
    mojo.execute();
    assertThat(log.lines()).anyMatch(line -> line.contains("from dataset.source: here"));
  }

  @Test
  void fetchesWhatTheRecipeDeclares() throws Exception {
    Path mirror = Files.createDirectory(folder.resolve("mirror"));
    StringBuilder checksums = new StringBuilder("  checksums:\n");
    for (String name :
        List.of(
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz")) {
      Path file = Files.writeString(mirror.resolve(name), name);
      checksums.append("    ").append(name).append(": ").append(Digests.sha256(file)).append('\n');
    }
    writeRecipe(mnist(checksums.toString()));
    mojo.mirrors = List.of(mirror.toUri().toString());
    mojo.execute();
    assertThat(folder.resolve("cache/datasets/mnist/t10k-labels-idx1-ubyte.gz"))
        .hasContent("t10k-labels-idx1-ubyte.gz");
    assertThat(log.lines()).anyMatch(line -> line.contains("mnist is in"));
    mojo.datasets = folder.resolve("other").toFile();
    mojo.execute();
    assertThat(folder.resolve("other/mnist/t10k-labels-idx1-ubyte.gz")).exists();
  }

  @Test
  void namesThatAreNoneAreToldWithTheList() {
    mojo.dataset = "cifar100";
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("trunk.dataset", "cifar100", "emnist, mnist, cifar10, svhn");
    mojo.dataset = "emnist";
    assertThatThrownBy(mojo::execute).hasMessageContainingAll("trunk.split", "missing", "balanced");
    mojo.dataset = "mnist";
    mojo.split = "letters";
    assertThatThrownBy(mojo::execute).hasMessageContainingAll("trunk.split", "only for emnist");
  }

  @Test
  void mirrorsMustBeAddresses() {
    mojo.dataset = "mnist";
    for (String text : List.of("a folder", "/mnt", "ftp://host/")) {
      mojo.mirrors = List.of(text);
      assertThatThrownBy(mojo::execute)
          .isInstanceOf(MojoExecutionException.class)
          .hasMessageContainingAll("trunk.mirrors", text, "file:");
    }
  }

  @Test
  void proxiesAreThoseOfTheSettings() {
    DefaultRepositorySystemSession settings = new DefaultRepositorySystemSession();
    settings.setProxySelector(
        new DefaultProxySelector()
            .add(
                new org.eclipse.aether.repository.Proxy(
                    "http",
                    "localhost",
                    3128,
                    new AuthenticationBuilder().addUsername("me").addPassword("secret").build()),
                "direct.example"));
    MavenProxies proxies = new MavenProxies(settings);
    Proxy proxy = proxies.select(URI.create("http://data.example/a")).get(0);
    assertThat(proxy.type()).isEqualTo(Proxy.Type.HTTP);
    assertThat(proxy.address().toString()).contains("localhost").endsWith(":3128");
    assertThat(proxies.select(URI.create("http://direct.example/a")))
        .containsExactly(Proxy.NO_PROXY);
  }

  /** The recipe of the strokes with another data set. */
  private static String mnist(String more) {
    String recipe = Recipes.STROKES.replace("${seed}", "1");
    assertThat(recipe).contains(STROKES);
    return recipe.replace(STROKES, "dataset:\n  name: mnist\n" + more);
  }
}
