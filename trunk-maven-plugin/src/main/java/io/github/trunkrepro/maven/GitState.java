package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
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
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.errors.NoWorkTreeException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.lib.UserConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.SystemReader;

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
   * Who git takes for the author of what is done in a folder, as {@code Name <address>}.
   *
   * @throws UserException when git was not told
   */
  static String author(File folder) throws IOException {
    FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(folder);
    UserConfig user;
    if (builder.getGitDir() == null) {
      user = userConfig().get(UserConfig.KEY);
    } else {
      try (Repository repository = builder.build()) {
        user = repository.getConfig().get(UserConfig.KEY);
      }
    }
    if (user.isAuthorNameImplicit() || user.isAuthorEmailImplicit()) {
      throw new UserException(
          UserException.Kind.SETUP,
          "git does not know who you are; tell it with git config user.name NAME and git config user.email ADDRESS.");
    }
    return "%s <%s>".formatted(user.getAuthorName(), user.getAuthorEmail());
  }

  private static StoredConfig userConfig() throws IOException {
    try {
      return SystemReader.getInstance().getUserConfig();
    } catch (ConfigInvalidException e) {
      throw new UserException(
          UserException.Kind.SETUP, "git's configuration cannot be read: " + e.getMessage(), e);
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
