package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.Folders;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.ObjectId;

/** The files of a commit, in a folder of their own. */
final class Checkout {
  private Checkout() {}

  /**
   * Clones a repository and checks a commit out. What was in the folder goes.
   *
   * @param repository address or folder
   * @param commit full id
   * @throws UserException when the repository cannot be read, or has no such commit
   */
  static void of(String repository, String commit, Path folder) throws IOException {
    Folders.delete(folder);
    try (Git git =
        Git.cloneRepository()
            .setURI(repository)
            .setDirectory(folder.toFile())
            .setCloneAllBranches(true)
            .setNoCheckout(true)
            .call()) {
      ObjectId id = ObjectId.fromString(commit);
      if (!git.getRepository().getObjectDatabase().has(id)) {
        throw setup(
            "The repository %s has no commit %s, of which the run was made. Name one that has it with -Dtrunk.repository=ADDRESS_OR_FOLDER."
                .formatted(repository, commit));
      }
      git.checkout().setName(commit).call();
    } catch (GitAPIException | JGitInternalException e) {
      throw setup(
          "The repository %s cannot be cloned: %s. Name another with -Dtrunk.repository=ADDRESS_OR_FOLDER."
              .formatted(repository, e.getMessage()));
    }
  }

  private static UserException setup(String message) {
    return new UserException(UserException.Kind.SETUP, message);
  }
}
