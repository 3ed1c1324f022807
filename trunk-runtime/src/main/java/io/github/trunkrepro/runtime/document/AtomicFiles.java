package io.github.trunkrepro.runtime.document;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes files so that nobody ever sees half of one. */
public final class AtomicFiles {
  private static final AtomicLong COUNTER = new AtomicLong();

  /** What systems say when a disk is full; Java has no exception of its own for that. */
  private static final List<String> FULL_DISK =
      List.of("No space left on device", "not enough space on the disk");

  private AtomicFiles() {}

  /**
   * Writes the bytes to a temporary file beside {@code file}, forces them to the disk and moves the
   * file into place. Folders that are missing are made.
   *
   * @throws UserException when the file cannot be written; an older version is then untouched
   */
  public static void write(Path file, byte[] bytes) {
    write(file, bytes, StandardOpenOption.DSYNC);
  }

  /**
   * As {@link #write}, but leaves it to the system when the bytes reach the disk: for what is
   * written often and verified when it is read. Safe when the process is killed, not when the
   * machine is.
   *
   * @throws UserException when the file cannot be written; an older version is then untouched
   */
  public static void writeUnforced(Path file, byte[] bytes) {
    write(file, bytes, StandardOpenOption.WRITE);
  }

  private static void write(Path file, byte[] bytes, OpenOption mode) {
    Path target = file.toAbsolutePath();
    // Not Files.createTempFile: its files are readable by their owner alone.
    Path temporary =
        target.resolveSibling(
            "."
                + target.getFileName()
                + "."
                + ProcessHandle.current().pid()
                + "."
                + COUNTER.getAndIncrement()
                + ".tmp");
    try {
      Files.createDirectories(target.getParent());
      try {
        Files.write(
            temporary,
            bytes,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            mode);
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw failure("cannot write", file, e);
    }
  }

  /** Deletes what a process that died while it wrote has left in a folder, if that is there. */
  public static void deleteTemporaries(Path folder, long pid) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Pattern name = Pattern.compile("\\..+\\." + pid + "\\.\\d+\\.tmp");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(f -> name.matcher(f.getFileName().toString()).matches()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** A message for the user from a failed operation on a file. */
  static UserException failure(String what, Path file, IOException e) {
    String why;
    if (e instanceof NoSuchFileException) {
      why = "no such file";
    } else if (e instanceof AccessDeniedException) {
      why = "access denied";
    } else {
      why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      if (FULL_DISK.stream().anyMatch(why::contains)) {
        why += "; make room there";
      }
    }
    return new UserException(UserException.Kind.SETUP, what + " " + file + ": " + why, e);
  }
}
