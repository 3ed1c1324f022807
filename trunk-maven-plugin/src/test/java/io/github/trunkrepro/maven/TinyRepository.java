package io.github.trunkrepro.maven;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.artifact.repository.ArtifactRepositoryPolicy;
import org.apache.maven.artifact.repository.MavenArtifactRepository;
import org.apache.maven.artifact.repository.layout.DefaultRepositoryLayout;
import org.apache.maven.model.building.DefaultModelBuilderFactory;
import org.apache.maven.model.building.DefaultModelBuildingRequest;
import org.apache.maven.model.building.ModelBuildingException;
import org.apache.maven.model.building.ModelBuildingRequest;
import org.apache.maven.model.building.ModelBuildingResult;
import org.apache.maven.project.MavenProject;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;
import org.eclipse.aether.supplier.RepositorySystemSupplier;

/** Maven's resolver outside of Maven, with a repository of tiny artifacts in a folder. */
final class TinyRepository {
  final RepositorySystem system = new RepositorySystemSupplier().get();
  final DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
  final List<MavenProject> reactor = new ArrayList<>();

  private final Path folder;
  private final Map<String, List<String>> versions = new TreeMap<>();

  TinyRepository(Path folder) {
    this.folder = folder;
    session.setLocalRepositoryManager(
        system.newLocalRepositoryManager(
            session, new LocalRepository(folder.resolve("local").toFile())));
    session.setWorkspaceReader(new Reactor());
  }

  /** An artifact in the making. */
  final class Tiny {
    private final String[] coordinates;
    private final StringBuilder dependencies = new StringBuilder();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private Tiny(String coordinates) {
      this.coordinates = coordinates.split(":", -1);
    }

    /** Depends on {@code groupId:artifactId:version[:scope[:classifier]]}. */
    Tiny needs(String dependency) {
      dependencies.append(dependency(dependency));
      return this;
    }

    Tiny holds(Path classes) {
      try (var files = Files.walk(classes)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          entries.put(
              classes.relativize(file).toString().replace(File.separatorChar, '/'),
              Files.readAllBytes(file));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return this;
    }

    /** Publishes pom and jar, the jar also by each classifier. */
    Path publish(String... classifiers) {
      publishPom();
      Path jar = writeJar("");
      Arrays.stream(classifiers).forEach(this::writeJar);
      return jar;
    }

    /** Publishes a pom alone. */
    void publishPom() {
      write(
          path(coordinates[0], coordinates[1], coordinates[2], "", "pom"),
          project(coordinates[0], coordinates[1], coordinates[2], dependencies.toString()));
      List<String> known =
          versions.computeIfAbsent(coordinates[0] + ":" + coordinates[1], key -> new ArrayList<>());
      known.add(coordinates[2]);
      write(
          path(coordinates[0], coordinates[1], coordinates[2], "", "pom")
              .getParent()
              .resolveSibling("maven-metadata.xml"),
          """
          <metadata>
            <groupId>%s</groupId>
            <artifactId>%s</artifactId>
            <versioning>
              <latest>%s</latest>
              <release>%3$s</release>
              <versions><version>%s</version></versions>
            </versioning>
          </metadata>
          """
              .formatted(
                  coordinates[0],
                  coordinates[1],
                  coordinates[2],
                  String.join("</version><version>", known)));
    }

    private Path writeJar(String classifier) {
      Path jar = path(coordinates[0], coordinates[1], coordinates[2], classifier, "jar");
      Map<String, byte[]> all = new LinkedHashMap<>(entries);
      all.put(
          "META-INF/name",
          (String.join(":", coordinates) + classifier).getBytes(StandardCharsets.UTF_8));
      return zip(jar, all);
    }
  }

  Tiny artifact(String coordinates) {
    return new Tiny(coordinates);
  }

  /** Publishes an artifact without classes. */
  Path publish(String coordinates, String... classifiers) {
    return artifact(coordinates).publish(classifiers);
  }

  static Path zip(Path file, Map<String, byte[]> entries) {
    try {
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file);
          ZipOutputStream zip = new ZipOutputStream(out)) {
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
          zip.putNextEntry(new ZipEntry(entry.getKey()));
          zip.write(entry.getValue());
          zip.closeEntry();
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path path(String group, String name, String version, String classifier, String type) {
    return folder
        .resolve("remote")
        .resolve(group.replace('.', '/'))
        .resolve(name)
        .resolve(version)
        .resolve(
            name + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + "." + type);
  }

  /** The pom of a project of packaging jar. */
  static String project(String group, String name, String version, String dependencies) {
    return """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>%s</groupId>
          <artifactId>%s</artifactId>
          <version>%s</version>
          <dependencies>
        %s  </dependencies>
        </project>
        """
        .formatted(group, name, version, dependencies);
  }

  /** {@code groupId:artifactId:version[:scope[:classifier]]} as a pom's line. */
  private static String dependency(String coordinates) {
    String[] parts = (coordinates + ":").split(":", -1);
    return "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>"
            .formatted(parts[0], parts[1], parts[2])
        + "<scope>%s</scope><classifier>%s</classifier></dependency>%n"
            .formatted(parts[3].isEmpty() ? "compile" : parts[3], parts.length > 5 ? parts[4] : "");
  }

  /** A project of the user, its model built as Maven builds it. */
  @SuppressWarnings("deprecation") // Maven has no other way to give a project its repositories.
  MavenProject load(Path pom) throws ModelBuildingException {
    DefaultModelBuildingRequest request = new DefaultModelBuildingRequest();
    request.setPomFile(pom.toFile());
    request.setLocationTracking(true);
    request.setValidationLevel(ModelBuildingRequest.VALIDATION_LEVEL_MINIMAL);
    request.setSystemProperties(System.getProperties());
    ModelBuildingResult result = new DefaultModelBuilderFactory().newInstance().build(request);
    MavenProject project = new MavenProject(result.getEffectiveModel());
    project.setFile(pom.toFile());
    project.setOriginalModel(result.getRawModel());
    DefaultArtifactHandler handler = new DefaultArtifactHandler(project.getPackaging());
    handler.setExtension(project.getPackaging());
    project.setArtifact(
        new DefaultArtifact(
            project.getGroupId(),
            project.getArtifactId(),
            project.getVersion(),
            null,
            project.getPackaging(),
            null,
            handler));
    ArtifactRepositoryPolicy policy =
        new ArtifactRepositoryPolicy(
            true,
            ArtifactRepositoryPolicy.UPDATE_POLICY_ALWAYS,
            ArtifactRepositoryPolicy.CHECKSUM_POLICY_IGNORE);
    project.setRemoteArtifactRepositories(
        List.of(
            new MavenArtifactRepository(
                "tiny",
                folder.resolve("remote").toUri().toString(),
                new DefaultRepositoryLayout(),
                policy,
                policy)));
    return project;
  }

  /** A project {@code org.example:NAME:1} with dependencies, each on a line from the 7th on. */
  MavenProject user(String name, String... dependencies) throws ModelBuildingException {
    Path pom = folder.resolve(name).resolve("pom.xml");
    String lines = Arrays.stream(dependencies).map(TinyRepository::dependency).collect(joining());
    return load(write(pom, project("org.example", name, "1", lines)));
  }

  ProjectDependencies dependencies(MavenProject project) {
    return ProjectDependencies.collect(system, session, reactor, project);
  }

  static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the poms of the running build's modules, and none of their files. */
  private final class Reactor implements WorkspaceReader {
    private final WorkspaceRepository repository = new WorkspaceRepository("reactor");

    @Override
    public WorkspaceRepository getRepository() {
      return repository;
    }

    @Override
    public File findArtifact(Artifact artifact) {
      return reactor.stream()
          .filter(
              project ->
                  artifact.getExtension().equals("pom")
                      && project.getArtifactId().equals(artifact.getArtifactId()))
          .map(MavenProject::getFile)
          .findFirst()
          .orElse(null);
    }

    @Override
    public List<String> findVersions(Artifact artifact) {
      return List.of();
    }
  }
}
