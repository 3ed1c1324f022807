package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.environment.DependencyFacts;
import io.github.trunkrepro.runtime.environment.DependencyFacts.Artifact;
import io.github.trunkrepro.runtime.environment.DependencyFacts.Conflict;
import io.github.trunkrepro.runtime.environment.DependencyFacts.Declaration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.maven.model.InputLocation;
import org.apache.maven.model.InputSource;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectDependenciesTest {
  @TempDir Path folder;
  private TinyRepository repository;

  @BeforeEach
  void prepare() {
    // A space in paths is what a user's machine has.
    repository = new TinyRepository(folder.resolve("a folder"));
  }

  private DependencyFacts facts(MavenProject project) {
    return repository.dependencies(project).facts(true);
  }

  private static Artifact artifact(DependencyFacts facts, String id) {
    return facts.resolved().stream()
        .filter(candidate -> candidate.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private Path compile(String name, String source, Path... classPath) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Path file = Files.writeString(sources.resolve(name + ".java"), source);
    Path out = Files.createTempDirectory(folder, "classes");
    String path =
        String.join(
            System.getProperty("path.separator"),
            Stream.concat(Stream.of(out), Arrays.stream(classPath)).map(Path::toString).toList());
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", out.toString(), "-cp", path, file.toString());
    assertThat(status).isZero();
    return out;
  }

  private static void built(MavenProject project, Path classes) throws IOException {
    Path out = Path.of(project.getBuild().getOutputDirectory());
    Files.createDirectories(out.getParent());
    Files.move(classes, out);
  }

  @Test
  void declarationsTellWhereTheyAreWrittenAndWhatIsAskedFor() throws Exception {
    Path parent =
        TinyRepository.write(
            folder.resolve("pom.xml"),
            """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <groupId>org.example</groupId>
              <artifactId>parent</artifactId>
              <version>3</version>
              <packaging>pom</packaging>
              <properties>
                <native>2.7.1</native>
              </properties>
              <dependencyManagement>
                <dependencies>
                  <dependency>
                    <groupId>tiny</groupId>
                    <artifactId>managed</artifactId>
                    <version>[5,6)</version>
                    <scope>runtime</scope>
                  </dependency>
                </dependencies>
              </dependencyManagement>
              <dependencies>
                <dependency>
                  <groupId>tiny</groupId>
                  <artifactId>inherited</artifactId>
                  <version>1</version>
                </dependency>
              </dependencies>
            </project>
            """);
    Path pom =
        TinyRepository.write(
            folder.resolve("app/pom.xml"),
            """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <parent>
                <groupId>org.example</groupId>
                <artifactId>parent</artifactId>
                <version>3</version>
              </parent>
              <artifactId>app</artifactId>
              <dependencies>
                <dependency>
                  <groupId>tiny</groupId>
                  <artifactId>native</artifactId>
                  <version>${native}</version>
                  <classifier>linux-x86_64</classifier>
                </dependency>
                <dependency>
                  <groupId>tiny</groupId>
                  <artifactId>managed</artifactId>
                </dependency>
                <dependency>
                  <groupId>tiny</groupId>
                  <artifactId>latest</artifactId>
                  <version>LATEST</version>
                  <scope>test</scope>
                </dependency>
                <dependency>
                  <groupId>tiny</groupId>
                  <artifactId>helper</artifactId>
                  <version>1</version>
                  <type>test-jar</type>
                </dependency>
              </dependencies>
            </project>
            """);
    MavenProject app = repository.load(pom);
    app.setParent(repository.load(parent));
    assertThat(facts(app).declared())
        .containsExactlyInAnyOrder(
            new Declaration("tiny:native:linux-x86_64", "2.7.1", "compile", "pom.xml:10"),
            new Declaration("tiny:managed", "[5,6)", "runtime", "pom.xml:16"),
            new Declaration("tiny:latest", "LATEST", "test", "pom.xml:20"),
            new Declaration("tiny:helper:tests", "1", "compile", "pom.xml:26"),
            new Declaration("tiny:inherited", "1", "compile", "org.example:parent:3"));
  }

  @Test
  void aPomThatAPluginPutInPlaceDoesNotHideTheUsers() throws Exception {
    MavenProject app = repository.user("app", "tiny:a:1");
    app.setFile(app.getBasedir().toPath().resolve("dependency-reduced-pom.xml").toFile());
    assertThat(facts(app).declared()).extracting(Declaration::where).containsExactly("pom.xml:7");
  }

  @Test
  void aPlaceMayBeAUriOrNothing() throws Exception {
    MavenProject app = repository.user("app", "tiny:a:1", "tiny:b:1", "tiny:c:1");
    InputSource uri = new InputSource();
    uri.setLocation(app.getFile().toURI().toString());
    app.getDependencies().get(0).setLocation("", new InputLocation(12, 5, uri));
    InputSource odd = new InputSource();
    odd.setLocation("file: a model that a plugin made");
    app.getDependencies().get(1).setLocation("", new InputLocation(1, 1, odd));
    app.getDependencies().get(2).setLocation("", null);
    assertThat(facts(app).declared())
        .extracting(Declaration::where)
        .containsExactly("pom.xml:12", "pom.xml", "pom.xml");
  }

  @Test
  void artifactsOfRunTimeComeWithTheirWayAndDigest() throws Exception {
    repository.artifact("tiny:deep:1").publish();
    Path b = repository.artifact("tiny:b:1").needs("tiny:deep:1").publish();
    repository.artifact("tiny:a:1").needs("tiny:b:1:runtime").needs("tiny:t:1:test").publish();
    repository.publish("tiny:only-test:1");
    repository.publish("tiny:only-compiled:1");
    DependencyFacts facts =
        facts(
            repository.user(
                "app", "tiny:only-test:1:test", "tiny:only-compiled:1:provided", "tiny:a:1"));
    assertThat(facts.resolved())
        .extracting(Artifact::id, Artifact::version, Artifact::scope, Artifact::path)
        .containsExactly(
            tuple("tiny:a", "1", "compile", List.of("tiny:a:1")),
            tuple("tiny:b", "1", "runtime", List.of("tiny:a:1", "tiny:b:1")),
            tuple("tiny:deep", "1", "runtime", List.of("tiny:a:1", "tiny:b:1", "tiny:deep:1")));
    assertThat(artifact(facts, "tiny:b").sha256()).contains(Digests.sha256(b));
    assertThat(facts.conflicts()).isEmpty();
    assertThat(facts.analysis()).isEmpty();
  }

  @Test
  void rangesAndMovingVersionsAreToldWithWhatTheyGave() throws Exception {
    repository.publish("tiny:ranged:1");
    repository.publish("tiny:ranged:2");
    repository.publish("tiny:moving:1");
    repository.publish("tiny:moving:7");
    repository.artifact("tiny:a:1").needs("tiny:ranged:[1,3)").publish();
    DependencyFacts facts = facts(repository.user("app", "tiny:a:1", "tiny:moving:LATEST"));
    assertThat(facts.resolved())
        .extracting(Artifact::id, Artifact::version, Artifact::path, Artifact::range)
        .containsExactly(
            tuple("tiny:a", "1", List.of("tiny:a:1"), Optional.empty()),
            tuple("tiny:moving", "7", List.of("tiny:moving:7"), Optional.of("LATEST")),
            tuple("tiny:ranged", "2", List.of("tiny:a:1", "tiny:ranged:2"), Optional.of("[1,3)")));
    assertThat(facts.resolved()).allMatch(resolved -> resolved.sha256().isPresent());
    assertThat(facts.conflicts()).as("versions of one range").isEmpty();
  }

  @Test
  void snapshotsKeepTheirName() throws Exception {
    repository.publish("tiny:snap:1-SNAPSHOT");
    assertThat(facts(repository.user("app", "tiny:snap:1-SNAPSHOT")).resolved())
        .extracting(Artifact::version, Artifact::path)
        .containsExactly(tuple("1-SNAPSHOT", List.of("tiny:snap:1-SNAPSHOT")));
  }

  @Test
  void versionsThatLostAreToldWithTheirWay() throws Exception {
    repository.publish("tiny:c:1");
    repository.publish("tiny:c:2");
    repository.artifact("tiny:a:1").needs("tiny:c:1").publish();
    repository.artifact("tiny:b:1").needs("tiny:c:2").publish();
    repository.artifact("tiny:same:1").needs("tiny:c:1").publish();
    MavenProject app = repository.user("app", "tiny:a:1", "tiny:same:1", "tiny:b:1");
    assertThat(facts(app).conflicts())
        .containsExactly(new Conflict("tiny:c", "2", "1", List.of("tiny:b:1", "tiny:c:2")));
    assertThat(artifact(facts(app), "tiny:c").path()).containsExactly("tiny:a:1", "tiny:c:1");
    MavenProject onlyInTests = repository.user("tested", "tiny:a:1", "tiny:b:1:test");
    assertThat(facts(onlyInTests).conflicts()).isEmpty();
  }

  @Test
  void flavoursOfOneArtifactAreBothThere() throws Exception {
    repository.publish("tiny:native:1", "linux-x86_64", "win-x86_64");
    DependencyFacts facts =
        facts(
            repository.user(
                "app", "tiny:native:1:runtime:linux-x86_64", "tiny:native:1:runtime:win-x86_64"));
    assertThat(facts.resolved())
        .extracting(Artifact::id)
        .containsExactly("tiny:native:linux-x86_64", "tiny:native:win-x86_64");
    assertThat(facts.resolved()).extracting(Artifact::sha256).doesNotHaveDuplicates();
    assertThat(facts.conflicts()).isEmpty();
  }

  @Test
  void aModuleThatIsNotBuiltYetHasNoFileWhateverAnOlderBuildInstalled() throws Exception {
    repository.publish("org.example:lib:1");
    repository.publish("tiny:deep:1");
    MavenProject lib = repository.user("lib", "tiny:deep:1");
    MavenProject app = repository.user("app", "org.example:lib:1");
    repository.reactor.addAll(List.of(lib, app));
    DependencyFacts early = facts(app);
    assertThat(artifact(early, "org.example:lib").sha256()).isEmpty();
    assertThat(artifact(early, "tiny:deep").sha256()).isPresent();
    EngineClassPath engine = repository.dependencies(app).engineClassPath();
    assertThat(engine.isComplete()).isTrue();
    assertThat(engine.artifacts()).extracting(a -> a.getArtifactId()).containsExactly("deep");

    Path jar = TinyRepository.write(folder.resolve("lib.jar"), "built");
    lib.getArtifact().setFile(jar.toFile());
    assertThat(artifact(facts(app), "org.example:lib").sha256()).contains(Digests.sha256(jar));
  }

  @Test
  void analysisTellsWhatClassesUse() throws Exception {
    Path used = compile("Used", "package used; public class Used { public static class In {} }");
    Path through = compile("Through", "package through; public class Through {}");
    Path spare = compile("Spare", "package spare; public class Spare {}");
    repository.artifact("tiny:through:1").holds(through).publish();
    repository.artifact("tiny:used:1").needs("tiny:through:1").holds(used).publish();
    repository.artifact("tiny:spare:1").holds(spare).publish();
    repository.artifact("tiny:at-run-time:1").holds(spare).publish();
    repository.artifact("tiny:at-test-time:1").holds(spare).publish();
    repository.publish("tiny:resources:1");
    repository.artifact("ai.djl.pytorch:pytorch-engine:1").holds(spare).publish();
    MavenProject app =
        repository.user(
            "app",
            "tiny:used:1",
            "tiny:spare:1",
            "tiny:at-run-time:1:runtime",
            "tiny:at-test-time:1:test",
            "tiny:resources:1",
            "ai.djl.pytorch:pytorch-engine:1");
    built(
        app,
        compile(
            "App",
            "package app; class App { used.Used.In in; Object o = new through.Through(); Other other; class Other {} }",
            used,
            through));
    DependencyFacts.Analysis analysis = facts(app).analysis().orElseThrow();
    assertThat(analysis.unused()).containsExactly("tiny:spare");
    assertThat(analysis.undeclared()).containsExactly("tiny:through:1");
    assertThat(repository.dependencies(app).facts(false).analysis()).isEmpty();
  }

  @Test
  void aModuleIsJudgedByItsFolderOfClasses() throws Exception {
    Path one = compile("One", "package one; public class One {}");
    MavenProject lib = repository.user("lib");
    MavenProject spare = repository.user("spare");
    MavenProject bare = repository.user("bare");
    MavenProject app =
        repository.user("app", "org.example:lib:1", "org.example:spare:1", "org.example:bare:1");
    repository.reactor.addAll(List.of(lib, spare, bare, app));
    built(app, compile("App", "package app; class App { one.One one; }", one));
    built(lib, one);
    built(spare, compile("Two", "package two; public class Two {}"));
    DependencyFacts.Analysis analysis = facts(app).analysis().orElseThrow();
    assertThat(analysis.unused()).containsExactly("org.example:spare");
    assertThat(analysis.undeclared()).isEmpty();
  }

  @Test
  void aBrokenClassFileIsAProblemAndNoFailure() throws Exception {
    MavenProject app = repository.user("app");
    TinyRepository.write(
        Path.of(app.getBuild().getOutputDirectory()).resolve("Broken.class"), "no class");
    ProjectDependencies dependencies = repository.dependencies(app);
    assertThat(dependencies.facts(true).analysis()).isEmpty();
    assertThat(dependencies.problems()).singleElement().asString().contains("classes");
  }

  @Test
  void aModuleDescriptorIsNoBrokenClass() throws Exception {
    MavenProject app = repository.user("app");
    built(app, compile("module-info", "module app {}"));
    ProjectDependencies dependencies = repository.dependencies(app);
    assertThat(dependencies.facts(true).analysis()).isPresent();
    assertThat(dependencies.problems()).isEmpty();
  }

  @Test
  void whatCannotBeFoundIsToldByName() throws Exception {
    repository.publish("tiny:there:1");
    repository.artifact("tiny:pom-alone:1").publishPom();
    MavenProject app =
        repository.user(
            "app", "tiny:there:1", "tiny:pom-alone:1", "tiny:absent:1", "tiny:there-not:[8,9)");
    ProjectDependencies dependencies = repository.dependencies(app);
    DependencyFacts facts = dependencies.facts(true);
    assertThat(facts.declared()).hasSize(4);
    assertThat(artifact(facts, "tiny:there").sha256()).isPresent();
    assertThat(artifact(facts, "tiny:absent").sha256()).isEmpty();
    assertThat(dependencies.problems())
        .singleElement()
        .asString()
        .contains("tiny:there-not", "[8,9)");
    EngineClassPath engine = dependencies.engineClassPath();
    assertThat(engine.isComplete()).isFalse();
    assertThat(engine.problems()).isEqualTo(dependencies.problems());
    assertThat(engine.missing()).containsOnlyKeys("tiny:absent:1", "tiny:pom-alone:1");
    assertThat(engine.artifacts()).extracting(a -> a.getArtifactId()).containsExactly("there");
  }

  @Test
  void offlineTakesWhatTheLocalRepositoryHas() throws Exception {
    repository.publish("tiny:known:1");
    facts(repository.user("before", "tiny:known:1"));
    repository.publish("tiny:unknown:1");
    repository.session.setOffline(true);
    EngineClassPath engine =
        repository
            .dependencies(repository.user("app", "tiny:known:1:runtime", "tiny:unknown:1"))
            .engineClassPath();
    assertThat(engine.missing()).containsOnlyKeys("tiny:unknown:1");
    assertThat(engine.artifacts())
        .singleElement()
        .satisfies(
            known -> {
              assertThat(known.getScope()).isEqualTo("runtime");
              assertThat(known.getFile()).isFile();
              assertThat(known.getArtifactHandler().isAddedToClasspath()).isTrue();
            });
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "compile",
        "process-classes",
        "after:compile",
        "before:package",
        "package",
        "site"
      })
  void classesAreThisBuildsFromCompileOnAndByHand(String phase) {
    assertThat(ProjectDependencies.hasClassesOfThisBuild(phase)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "validate",
        "before:validate",
        "process-resources",
        "after:resources",
        "before:compile",
        "after:sources[100]"
      })
  void classesBeforeCompileAreAnOlderBuilds(String phase) {
    assertThat(ProjectDependencies.hasClassesOfThisBuild(phase)).isFalse();
  }
}
