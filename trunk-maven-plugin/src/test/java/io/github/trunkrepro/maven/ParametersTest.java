package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What each parameter is by default, and that its property reaches it. */
@MojoTest
class ParametersTest {
  private static final Path BASE = Path.of(MojoExtension.getBasedir());

  @Test
  @InjectMojo(goal = "train")
  void defaultsOfTrain(TrainMojo mojo) {
    assertForkDefaults(mojo);
    assertThat(mojo.baselineFile.toPath()).isEqualTo(BASE.resolve("src/trunk/baseline.json"));
    assertThat(mojo.acceptedDriftFile.toPath())
        .isEqualTo(BASE.resolve("src/trunk/accepted-drift.yaml"));
    assertThat(mojo.failOnDrift).isTrue();
    assertThat(mojo.verifyBits).isNull();
    assertThat(mojo.attach).isTrue();
    assertThat(mojo.classifier).isEqualTo("trunk");
    assertThat(mojo.signingKey).isNull();
    assertThat(mojo.signatureExpires).isNull();
    assertThat(mojo.measureLatency).isFalse();
    assertThat(mojo.verifyEnvironment).isTrue();
    assertEnvironmentDefaults(mojo);
  }

  @Test
  @InjectMojo(goal = "verify-env")
  void defaultsOfVerifyEnv(VerifyEnvMojo mojo) {
    assertForkDefaults(mojo);
    assertEnvironmentDefaults(mojo);
    assertThat(mojo.doctor).isFalse();
    assertThat(mojo.doctorCpus).isEmpty();
  }

  @Test
  @InjectMojo(goal = "lock")
  void defaultsOfLock(LockMojo mojo) {
    assertForkDefaults(mojo);
    assertEnvironmentDefaults(mojo);
  }

  @Test
  @InjectMojo(goal = "infer")
  void defaultsOfInfer(InferMojo mojo) {
    assertForkDefaults(mojo);
    assertThat(mojo.images).isEmpty();
    assertThat(mojo.network).isNull();
    assertThat(mojo.foldBatchNorm).isFalse();
    assertThat(mojo.speed).isFalse();
  }

  @Test
  @InjectMojo(goal = "import")
  void defaultsOfImport(ImportMojo mojo) {
    assertRecipeDefaults(mojo);
    assertThat(mojo.importFrom).isNull();
  }

  @Test
  @InjectMojo(goal = "accept-drift")
  void defaultsOfAcceptDrift(AcceptDriftMojo mojo) {
    assertCommonDefaults(mojo);
    assertThat(mojo.baselineFile.toPath()).isEqualTo(BASE.resolve("src/trunk/baseline.json"));
    assertThat(mojo.acceptedDriftFile.toPath())
        .isEqualTo(BASE.resolve("src/trunk/accepted-drift.yaml"));
    assertThat(mojo.difference).isEmpty();
    assertThat(mojo.reason).isNull();
    assertThat(mojo.expires).isNull();
    assertThat(mojo.remove).isEmpty();
    assertThat(mojo.basedir.toPath()).isEqualTo(BASE);
  }

  @Test
  @InjectMojo(goal = "diff")
  void defaultsOfDiff(DiffMojo mojo) {
    assertCommonDefaults(mojo);
    assertThat(mojo.a).isEqualTo("src/trunk/baseline.json");
    assertThat(mojo.b).isNull();
    assertThat(mojo.basedir.toPath()).isEqualTo(BASE);
  }

  @Test
  @InjectMojo(goal = "reproduce")
  void defaultsOfReproduce(ReproduceMojo mojo) {
    assertThat(mojo.skip).isFalse();
    assertThat(mojo.manifest).isNull();
    assertThat(mojo.publicKey).isNull();
    assertThat(mojo.repository).isNull();
    assertThat(mojo.checkout).isTrue();
    assertThat(mojo.data).isNull();
    assertThat(mojo.workDirectory).isNull();
    assertThat(mojo.cache).isNull();
    assertThat(mojo.datasets).isNull();
    assertThat(mojo.mirrors).isEmpty();
    assertThat(mojo.parallelNodes).isNull();
    assertThat(mojo.jvmArguments).isEmpty();
  }

  @Test
  @InjectMojo(goal = "sensitivity")
  void defaultsOfSensitivity(SensitivityMojo mojo) {
    assertForkDefaults(mojo);
    assertEnvironmentDefaults(mojo);
    assertThat(mojo.study).isNull();
    assertThat(mojo.axes).isNull();
    assertThat(mojo.design).isNull();
    assertThat(mojo.seeds).isNull();
    assertThat(mojo.failOn).isEmpty();
    assertThat(mojo.studies.toPath()).isEqualTo(BASE.resolve("src/trunk/sensitivity.yaml"));
    assertThat(mojo.start).isNull();
    assertThat(mojo.end).isNull();
    assertThat(mojo.variant).isNull();
    assertThat(mojo.target).isNull();
    assertThat(mojo.dryRun).isFalse();
    assertThat(mojo.maxVariants).isNull();
    assertThat(mojo.maxMinutes).isNull();
    assertThat(mojo.processes).isZero();
    assertThat(mojo.verifyEnvironment).isTrue();
  }

  @Test
  @InjectMojo(goal = "preview")
  void defaultsOfPreview(PreviewMojo mojo) {
    assertRecipeDefaults(mojo);
    assertThat(mojo.perClass).isEqualTo(4);
    assertThat(mojo.versions).isEqualTo(8);
  }

  @Test
  @InjectMojo(goal = "baseline")
  void defaultsOfBaseline(BaselineMojo mojo) {
    assertForkDefaults(mojo);
    assertEnvironmentDefaults(mojo);
    assertThat(mojo.baselineFile.toPath()).isEqualTo(BASE.resolve("src/trunk/baseline.json"));
    assertThat(mojo.tolerance).isNull();
    assertThat(mojo.gates).isEmpty();
    assertThat(mojo.runs).isZero();
  }

  @Test
  @InjectMojo(goal = "readme")
  void defaultsOfReadme(ReadmeMojo mojo) {
    assertRecipeDefaults(mojo);
    assertThat(mojo.readme.toPath()).isEqualTo(BASE.resolve("README.md"));
    assertThat(mojo.architecture.toPath()).isEqualTo(BASE.resolve("docs/architecture.md"));
    assertThat(mojo.baselineFile.toPath()).isEqualTo(BASE.resolve("src/trunk/baseline.json"));
    assertThat(mojo.check).isFalse();
  }

  @Test
  @InjectMojo(goal = "export")
  void defaultsOfExport(ExportMojo mojo) {
    assertCommonDefaults(mojo);
    assertThat(mojo.readme.toPath()).isEqualTo(BASE.resolve("README.md"));
  }

  @Test
  @InjectMojo(goal = "cache")
  void defaultsOfCache(CacheMojo mojo) {
    assertThat(mojo.skip).isFalse();
    assertThat(mojo.cache).isNull();
    assertThat(mojo.verify).isFalse();
    assertThat(mojo.unusedDays).isNull();
    assertThat(mojo.maxSize).isNull();
    assertThat(mojo.datasets).isNull();
    assertThat(mojo.pruneDatasets).isFalse();
  }

  @Test
  @InjectMojo(goal = "fetch")
  void defaultsOfFetch(FetchMojo mojo) {
    assertThat(mojo.skip).isFalse();
    assertThat(mojo.recipe.toPath()).isEqualTo(BASE.resolve("src/trunk/experiment.yaml"));
    assertThat(mojo.cache).isNull();
    assertThat(mojo.datasets).isNull();
    assertThat(mojo.dataset).isNull();
    assertThat(mojo.split).isNull();
    assertThat(mojo.mirrors).isEmpty();
  }

  /** Every property is set. */
  @Nested
  class UserProperties {
    @Inject private MavenSession session;

    @BeforeEach
    void set() {
      Properties properties = session.getUserProperties();
      properties.setProperty("trunk.skip", "true");
      properties.setProperty("trunk.outputDirectory", "out");
      properties.setProperty("trunk.recipe", "recipe.yaml");
      properties.setProperty("trunk.cache", "/cache");
      properties.setProperty("trunk.datasets", "/datasets");
      properties.setProperty("trunk.dataset", "emnist");
      properties.setProperty("trunk.split", "letters");
      properties.setProperty("trunk.mirrors", "https://a/,file:/b");
      properties.setProperty("trunk.parallelNodes", "3");
      properties.setProperty("trunk.jvmArguments", "-Xmx1g,-Xss1m");
      properties.setProperty("trunk.baselineFile", "accepted.json");
      properties.setProperty("trunk.acceptedDriftFile", "accepted.yaml");
      properties.setProperty("trunk.difference", "weights,tree");
      properties.setProperty("trunk.reason", "why");
      properties.setProperty("trunk.expires", "2027-12-31");
      properties.setProperty("trunk.remove", "test accuracy");
      properties.setProperty("trunk.failOnDrift", "false");
      properties.setProperty("trunk.verifyBits", "false");
      properties.setProperty("trunk.attach", "false");
      properties.setProperty("trunk.classifier", "letters");
      properties.setProperty("trunk.a", "HEAD:manifest.json");
      properties.setProperty("trunk.b", "other");
      properties.setProperty("trunk.perClass", "2");
      properties.setProperty("trunk.versions", "3");
      properties.setProperty("trunk.verify", "true");
      properties.setProperty("trunk.unusedDays", "30");
      properties.setProperty("trunk.pruneDatasets", "true");
      properties.setProperty("trunk.maxSize", "10 GB");
      properties.setProperty("trunk.images", "a.png,letters");
      properties.setProperty("trunk.network", "published");
      properties.setProperty("trunk.foldBatchNorm", "true");
      properties.setProperty("trunk.speed", "true");
      properties.setProperty("trunk.importFrom", "published");
      properties.setProperty("trunk.tolerance", "0.005");
      properties.setProperty("trunk.readme", "READ.md");
      properties.setProperty("trunk.architecture", "layers.md");
      properties.setProperty("trunk.check", "true");
      properties.setProperty("trunk.gates", "class-accuracy=0.05,macs=0");
      properties.setProperty("trunk.baseline.runs", "5");
      properties.setProperty("trunk.lockFile", "my.lock");
      properties.setProperty("trunk.lock", "check");
      properties.setProperty("trunk.verifyEnvironment", "false");
      properties.setProperty("trunk.measureLatency", "true");
      properties.setProperty("trunk.study", "seeds");
      properties.setProperty("trunk.studies", "studies.yaml");
      properties.setProperty("trunk.axes", "[{path: random.shuffle, values: [1, 2]}]");
      properties.setProperty("trunk.design", "paired");
      properties.setProperty("trunk.seeds", "3");
      properties.setProperty("trunk.failOn", "trees > 1,failures > 0");
      properties.setProperty("trunk.start", "0.7");
      properties.setProperty("trunk.end", "0.9");
      properties.setProperty("trunk.variant", "seed=2");
      properties.setProperty("trunk.target", "tree.json");
      properties.setProperty("trunk.dryRun", "true");
      properties.setProperty("trunk.maxVariants", "4");
      properties.setProperty("trunk.maxMinutes", "1.5");
      properties.setProperty("trunk.processes", "2");
      properties.setProperty("trunk.signingKey", "/key.pem");
      properties.setProperty("trunk.signatureExpires", "2027-12-31");
      properties.setProperty("trunk.publicKey", "/key.pub.pem");
      properties.setProperty("trunk.manifest", "g:a:1");
      properties.setProperty("trunk.repository", "https://git/");
      properties.setProperty("trunk.checkout", "false");
      properties.setProperty("trunk.data", "/images");
      properties.setProperty("trunk.workDirectory", "/work");
      properties.setProperty("trunk.doctor", "true");
      properties.setProperty("trunk.doctor.cpu", "Haswell-v4,EPYC-Rome");
    }

    @Test
    @InjectMojo(goal = "train")
    void reachTrain(TrainMojo mojo) {
      assertForkBindings(mojo);
      assertThat(mojo.baselineFile.toPath()).isEqualTo(BASE.resolve("accepted.json"));
      assertThat(mojo.acceptedDriftFile.toPath()).isEqualTo(BASE.resolve("accepted.yaml"));
      assertThat(mojo.failOnDrift).isFalse();
      assertThat(mojo.verifyBits).isFalse();
      assertThat(mojo.attach).isFalse();
      assertThat(mojo.classifier).isEqualTo("letters");
      assertThat(mojo.signingKey.toPath()).isEqualTo(Path.of("/key.pem"));
      assertThat(mojo.signatureExpires).isEqualTo("2027-12-31");
      assertThat(mojo.measureLatency).isTrue();
      assertThat(mojo.verifyEnvironment).isFalse();
      assertEnvironmentBindings(mojo);
    }

    @Test
    @InjectMojo(goal = "verify-env")
    void reachVerifyEnv(VerifyEnvMojo mojo) {
      assertForkBindings(mojo);
      assertEnvironmentBindings(mojo);
      assertThat(mojo.doctor).isTrue();
      assertThat(mojo.doctorCpus).containsExactly("Haswell-v4", "EPYC-Rome");
    }

    @Test
    @InjectMojo(goal = "lock")
    void reachLock(LockMojo mojo) {
      assertForkBindings(mojo);
      assertEnvironmentBindings(mojo);
    }

    @Test
    @InjectMojo(goal = "infer")
    void reachInfer(InferMojo mojo) {
      assertForkBindings(mojo);
      assertThat(mojo.images)
          .containsExactly(BASE.resolve("a.png").toFile(), BASE.resolve("letters").toFile());
      assertThat(mojo.network.toPath()).isEqualTo(BASE.resolve("published"));
      assertThat(mojo.foldBatchNorm).isTrue();
      assertThat(mojo.speed).isTrue();
    }

    @Test
    @InjectMojo(goal = "import")
    void reachImport(ImportMojo mojo) {
      assertRecipeBindings(mojo);
      assertThat(mojo.importFrom.toPath()).isEqualTo(BASE.resolve("published"));
    }

    @Test
    @InjectMojo(goal = "verify-manifest")
    void reachVerifyManifest(VerifyManifestMojo mojo) {
      assertCommonBindings(mojo);
      assertThat(mojo.publicKey.toPath()).isEqualTo(Path.of("/key.pub.pem"));
    }

    @Test
    @InjectMojo(goal = "reproduce")
    void reachReproduce(ReproduceMojo mojo) {
      assertThat(mojo.skip).isTrue();
      assertThat(mojo.manifest).isEqualTo("g:a:1");
      assertThat(mojo.publicKey.toPath()).isEqualTo(Path.of("/key.pub.pem"));
      assertThat(mojo.repository).isEqualTo("https://git/");
      assertThat(mojo.checkout).isFalse();
      assertThat(mojo.data.toPath()).isEqualTo(Path.of("/images"));
      assertThat(mojo.workDirectory.toPath()).isEqualTo(Path.of("/work"));
      assertThat(mojo.cache.toPath()).isEqualTo(Path.of("/cache"));
      assertThat(mojo.datasets.toPath()).isEqualTo(Path.of("/datasets"));
      assertThat(mojo.mirrors).containsExactly("https://a/", "file:/b");
      assertThat(mojo.parallelNodes).isEqualTo(3);
      assertThat(mojo.jvmArguments).containsExactly("-Xmx1g", "-Xss1m");
    }

    @Test
    @InjectMojo(goal = "sensitivity")
    void reachSensitivity(SensitivityMojo mojo) {
      assertForkBindings(mojo);
      assertEnvironmentBindings(mojo);
      assertThat(mojo.study).isEqualTo("seeds");
      assertThat(mojo.axes).isEqualTo("[{path: random.shuffle, values: [1, 2]}]");
      assertThat(mojo.design).isEqualTo("paired");
      assertThat(mojo.seeds).isEqualTo("3");
      assertThat(mojo.failOn).containsExactly("trees > 1", "failures > 0");
      assertThat(mojo.studies.toPath()).isEqualTo(BASE.resolve("studies.yaml"));
      assertThat(mojo.start).isEqualTo(0.7);
      assertThat(mojo.end).isEqualTo(0.9);
      assertThat(mojo.variant).isEqualTo("seed=2");
      assertThat(mojo.target.toPath()).isEqualTo(BASE.resolve("tree.json"));
      assertThat(mojo.dryRun).isTrue();
      assertThat(mojo.maxVariants).isEqualTo(4);
      assertThat(mojo.maxMinutes).isEqualTo(1.5);
      assertThat(mojo.processes).isEqualTo(2);
      assertThat(mojo.verifyEnvironment).isFalse();
    }

    @Test
    @InjectMojo(goal = "preview")
    void reachPreview(PreviewMojo mojo) {
      assertRecipeBindings(mojo);
      assertThat(mojo.perClass).isEqualTo(2);
      assertThat(mojo.versions).isEqualTo(3);
    }

    @Test
    @InjectMojo(goal = "baseline")
    void reachBaseline(BaselineMojo mojo) {
      assertForkBindings(mojo);
      assertEnvironmentBindings(mojo);
      assertThat(mojo.baselineFile.toPath()).isEqualTo(BASE.resolve("accepted.json"));
      assertThat(mojo.tolerance).isEqualTo("0.005");
      assertThat(mojo.gates).containsExactly("class-accuracy=0.05", "macs=0");
      assertThat(mojo.runs).isEqualTo(5);
    }

    @Test
    @InjectMojo(goal = "accept-drift")
    void reachAcceptDrift(AcceptDriftMojo mojo) {
      assertCommonBindings(mojo);
      assertThat(mojo.baselineFile.toPath()).isEqualTo(BASE.resolve("accepted.json"));
      assertThat(mojo.acceptedDriftFile.toPath()).isEqualTo(BASE.resolve("accepted.yaml"));
      assertThat(mojo.difference).containsExactly("weights", "tree");
      assertThat(mojo.reason).isEqualTo("why");
      assertThat(mojo.expires).isEqualTo("2027-12-31");
      assertThat(mojo.remove).containsExactly("test accuracy");
    }

    @Test
    @InjectMojo(goal = "diff")
    void reachDiff(DiffMojo mojo) {
      assertCommonBindings(mojo);
      assertThat(mojo.a).isEqualTo("HEAD:manifest.json");
      assertThat(mojo.b).isEqualTo("other");
    }

    @Test
    @InjectMojo(goal = "readme")
    void reachReadme(ReadmeMojo mojo) {
      assertRecipeBindings(mojo);
      assertThat(mojo.readme.toPath()).isEqualTo(BASE.resolve("READ.md"));
      assertThat(mojo.architecture.toPath()).isEqualTo(BASE.resolve("layers.md"));
      assertThat(mojo.baselineFile.toPath()).isEqualTo(BASE.resolve("accepted.json"));
      assertThat(mojo.check).isTrue();
    }

    @Test
    @InjectMojo(goal = "export")
    void reachExport(ExportMojo mojo) {
      assertCommonBindings(mojo);
      assertThat(mojo.readme.toPath()).isEqualTo(BASE.resolve("READ.md"));
    }

    @Test
    @InjectMojo(goal = "cache")
    void reachCache(CacheMojo mojo) {
      assertThat(mojo.skip).isTrue();
      assertThat(mojo.cache.toPath()).isEqualTo(Path.of("/cache"));
      assertThat(mojo.verify).isTrue();
      assertThat(mojo.unusedDays).isEqualTo(30);
      assertThat(mojo.maxSize).isEqualTo("10 GB");
      assertThat(mojo.datasets.toPath()).isEqualTo(Path.of("/datasets"));
      assertThat(mojo.pruneDatasets).isTrue();
    }

    @Test
    @InjectMojo(goal = "fetch")
    void reachFetch(FetchMojo mojo) {
      assertThat(mojo.skip).isTrue();
      assertThat(mojo.recipe.toPath()).isEqualTo(BASE.resolve("recipe.yaml"));
      assertThat(mojo.cache.toPath()).isEqualTo(Path.of("/cache"));
      assertThat(mojo.datasets.toPath()).isEqualTo(Path.of("/datasets"));
      assertThat(mojo.dataset).isEqualTo("emnist");
      assertThat(mojo.split).isEqualTo("letters");
      assertThat(mojo.mirrors).containsExactly("https://a/", "file:/b");
    }

    @Test
    void areAllThatTheGoalsHave() throws IOException, XmlPullParserException {
      TreeSet<String> declared = new TreeSet<>();
      for (Xpp3Dom parameter : parameters()) {
        if (parameter.getChild("editable").getValue().equals("true")) {
          declared.add("trunk." + parameter.getChild("name").getValue());
        }
      }
      // XML only.
      declared.remove("trunk.environment");
      // Reads better beside trunk.doctor.
      declared.remove("trunk.doctorCpus");
      declared.add("trunk.doctor.cpu");
      // Says of what.
      declared.remove("trunk.runs");
      declared.add("trunk.baseline.runs");
      assertThat(declared)
          .isEqualTo(new TreeSet<>(session.getUserProperties().stringPropertyNames()));
    }
  }

  @Test
  void eachParameterIsDescribedAndSaysSinceWhen() throws IOException, XmlPullParserException {
    for (Xpp3Dom parameter : parameters()) {
      if (parameter.getChild("editable").getValue().equals("true")) {
        assertThat(parameter.getChild("description").getValue()).isNotBlank();
        assertThat(parameter.getChild("since").getValue()).isEqualTo("0.1.0");
      }
    }
  }

  @Test
  void goalsAreBoundAsDocumented() throws IOException, XmlPullParserException {
    assertThat(goals().map(goal -> text(goal, "goal") + " " + text(goal, "phase")))
        .containsExactlyInAnyOrder(
            "verify-env validate",
            "lock null",
            "train package",
            "infer verify",
            "import null",
            "baseline null",
            "accept-drift null",
            "diff null",
            "cache null",
            "verify-manifest null",
            "reproduce null",
            "fetch null",
            "preview null",
            "sensitivity null",
            "readme null",
            "export null");
    assertThat(goals()).allMatch(goal -> text(goal, "threadSafe").equals("true"));
    assertThat(goals().filter(goal -> text(goal, "requiresProject").equals("false")))
        .extracting(goal -> text(goal, "goal"))
        .containsExactlyInAnyOrder("cache", "fetch", "verify-manifest", "reproduce");
    assertThat(
            goals()
                .map(goal -> text(goal, "goal") + " " + text(goal, "requiresDependencyResolution")))
        .containsExactlyInAnyOrder(
            "verify-env null",
            "lock null",
            "train runtime",
            "infer runtime",
            "import null",
            "baseline runtime",
            "accept-drift null",
            "diff null",
            "cache null",
            "verify-manifest null",
            "reproduce null",
            "fetch null",
            "preview null",
            "sensitivity runtime",
            "readme null",
            "export null");
  }

  private static void assertCommonDefaults(ResultMojo mojo) {
    assertThat(mojo.skip).isFalse();
    assertThat(mojo.outputDirectory.toPath()).isEqualTo(BASE.resolve("target/trunk"));
  }

  private static void assertEnvironmentDefaults(EnvironmentMojo mojo) {
    assertThat(mojo.environment).isNull();
    assertThat(mojo.lockFile.toPath()).isEqualTo(BASE.resolve("src/trunk/environment.lock"));
    assertThat(mojo.lock).isNull();
  }

  private static void assertEnvironmentBindings(EnvironmentMojo mojo) {
    assertThat(mojo.lockFile.toPath()).isEqualTo(BASE.resolve("my.lock"));
    assertThat(mojo.lock).isEqualTo("check");
  }

  private static void assertRecipeDefaults(RecipeMojo mojo) {
    assertCommonDefaults(mojo);
    assertThat(mojo.recipe.toPath()).isEqualTo(BASE.resolve("src/trunk/experiment.yaml"));
    assertThat(mojo.cache).isNull();
    assertThat(mojo.datasets).isNull();
  }

  private static void assertForkDefaults(ForkMojo mojo) {
    assertRecipeDefaults(mojo);
    assertThat(mojo.parallelNodes).isNull();
    assertThat(mojo.jvmArguments).isEmpty();
  }

  private static void assertCommonBindings(ResultMojo mojo) {
    assertThat(mojo.skip).isTrue();
    assertThat(mojo.outputDirectory.toPath()).isEqualTo(BASE.resolve("out"));
  }

  private static void assertRecipeBindings(RecipeMojo mojo) {
    assertCommonBindings(mojo);
    assertThat(mojo.recipe.toPath()).isEqualTo(BASE.resolve("recipe.yaml"));
    assertThat(mojo.cache.toPath()).isEqualTo(Path.of("/cache"));
    assertThat(mojo.datasets.toPath()).isEqualTo(Path.of("/datasets"));
  }

  private static void assertForkBindings(ForkMojo mojo) {
    assertRecipeBindings(mojo);
    assertThat(mojo.parallelNodes).isEqualTo(3);
    assertThat(mojo.jvmArguments).containsExactly("-Xmx1g", "-Xss1m");
  }

  /** The goals but {@code help}, which is generated. */
  private static Stream<Xpp3Dom> goals() throws IOException, XmlPullParserException {
    try (Reader reader =
        new InputStreamReader(
            TrainMojo.class.getResourceAsStream("/META-INF/maven/plugin.xml"),
            StandardCharsets.UTF_8)) {
      return Arrays.stream(Xpp3DomBuilder.build(reader).getChild("mojos").getChildren("mojo"))
          .filter(goal -> !text(goal, "goal").equals("help"));
    }
  }

  private static List<Xpp3Dom> parameters() throws IOException, XmlPullParserException {
    return goals()
        .flatMap(goal -> Arrays.stream(goal.getChild("parameters").getChildren("parameter")))
        .toList();
  }

  private static String text(Xpp3Dom element, String child) {
    Xpp3Dom found = element.getChild(child);
    return found == null ? "null" : found.getValue();
  }
}
