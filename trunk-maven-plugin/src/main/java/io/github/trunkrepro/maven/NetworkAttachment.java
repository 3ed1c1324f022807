package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;

/** Makes a network's archive an artifact of the project, for {@code install} and {@code deploy}. */
final class NetworkAttachment {
  private static final String TYPE = "jar";

  private final MavenProject project;
  private final MavenProjectHelper helper;
  private final String classifier;

  /**
   * An attachment.
   *
   * @throws UserException when the classifier is empty: the archive would take the place of the
   *     project's main artifact
   */
  NetworkAttachment(MavenProject project, MavenProjectHelper helper, String classifier) {
    if (classifier == null || classifier.isBlank()) {
      throw new UserException(
          UserException.Kind.SETUP,
          "<classifier> (trunk.classifier) is empty; it must be a word, such as trunk.");
    }
    this.project = project;
    this.helper = helper;
    this.classifier = classifier;
  }

  /**
   * Writes and attaches the archive. The same archive once more, as in {@code mvn package
   * trunk:train}, is attached already.
   *
   * @return the file
   * @throws UserException when another network is attached under the classifier
   */
  Path attach(byte[] archive) throws IOException {
    Path file =
        Path.of(
            project.getBuild().getDirectory(),
            project.getBuild().getFinalName() + "-" + classifier + "." + TYPE);
    if (!isTaken()) {
      AtomicFiles.write(file, archive);
      helper.attachArtifact(project, TYPE, classifier, file.toFile());
    } else if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), archive)) {
      throw new UserException(
          UserException.Kind.SETUP,
          "Another artifact is attached with the classifier %s already; give this execution of trunk:train its own <classifier> (trunk.classifier) and <outputDirectory> (trunk.outputDirectory)."
              .formatted(classifier));
    }
    return file;
  }

  private boolean isTaken() {
    return project.getAttachedArtifacts().stream()
        .anyMatch(
            artifact ->
                classifier.equals(artifact.getClassifier()) && TYPE.equals(artifact.getType()));
  }
}
