package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.manifest.Provenance;
import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.maven.plugin.logging.Log;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.Status;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.NoWorkTreeException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** What git knows of a project's folder. */
final class GitState {
  private GitState() {}

  /**
   * The place of a folder in the repository that holds it, with slashes; empty at its top, outside
   * of one, and where it cannot be told.
   */
  static String folder(File folder) {
    FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(folder);
    if (builder.getGitDir() == null) {
      return "";
    }
    try (Repository repository = builder.build()) {
      return repository
          .getWorkTree()
          .toPath()
          .toRealPath()
          .relativize(folder.toPath().toRealPath())
          .toString()
          .replace('\\', '/');
    } catch (IOException | NoWorkTreeException e) {
      return "";
    }
  }

  /**
   * The state of the repository that holds a folder. Outside of one, before the first commit, or
   * where git's files cannot be read (then with a warning), the commit is empty: a record of where
   * a run came from is no reason to refuse it.
   */
  static Provenance read(File folder, Log log) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(folder);
    if (builder.getGitDir() == null) {
      return new Provenance(Optional.empty(), List.of(), now);
    }
    try (Repository repository = builder.build();
        Git git = new Git(repository)) {
      ObjectId head = repository.resolve(Constants.HEAD);
      Status status = git.status().call();
      TreeSet<String> dirty = new TreeSet<>(status.getUncommittedChanges());
      dirty.addAll(status.getUntracked());
      return new Provenance(Optional.ofNullable(head).map(ObjectId::name), List.copyOf(dirty), now);
    } catch (IOException | GitAPIException | JGitInternalException | NoWorkTreeException e) {
      log.warn("The git state of " + folder + " is not recorded: " + e.getMessage());
      return new Provenance(Optional.empty(), List.of(), now);
    }
  }
}
