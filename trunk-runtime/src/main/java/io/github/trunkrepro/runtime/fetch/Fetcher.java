package io.github.trunkrepro.runtime.fetch;

import io.github.trunkrepro.runtime.dataset.OfficialFile;
import io.github.trunkrepro.runtime.dataset.OfficialFiles;
import io.github.trunkrepro.runtime.dataset.OfficialSet;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Fetches official data sets into a folder. A file gets its name there only once its checksum is
 * right; what is on its way is named {@code *.part}, which nothing reads but the next fetch.
 */
public final class Fetcher {
  /** End of the name of a file that is on its way. */
  static final String PART = ".part";

  private static final int BUFFER_BYTES = 1 << 16;
  private static final long MEBIBYTE = 1 << 20;

  private final FetchSettings settings;
  private final Consumer<String> log;
  private final Function<String, Optional<OfficialFile>> known;
  private final Download download;

  /**
   * A fetcher of the official files.
   *
   * @param log gets a line for each file
   */
  public Fetcher(FetchSettings settings, Consumer<String> log) {
    this(settings, log, OfficialFiles::named);
  }

  Fetcher(
      FetchSettings settings,
      Consumer<String> log,
      Function<String, Optional<OfficialFile>> known) {
    this.settings = settings;
    this.log = log;
    this.known = known;
    this.download = new Download(settings);
  }

  /**
   * Fetches what is not there yet. Only one build fetches into a folder at a time; another waits,
   * and then finds the files.
   *
   * @param declared SHA-256 by file name, in place of the official checksums
   * @param folder of the set
   * @throws UserException (set-up) with what each address said, if a file cannot be had
   */
  public void fetch(OfficialSet set, Map<String, String> declared, Path folder) {
    try {
      FolderLock lock =
          FolderLock.take(
              folder, () -> log.accept("Another build fetches into " + folder + ": waiting."));
      try {
        for (String name : set.files()) {
          require(name, declared, folder);
        }
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw setup(
          folder
              + " cannot be written: "
              + e
              + ". Make room there, or name another folder with -Dtrunk.datasets=FOLDER.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw setup("Interrupted while fetching " + set + "; the next fetch goes on from here.", e);
    }
  }

  private void require(String name, Map<String, String> declared, Path folder)
      throws IOException, InterruptedException {
    OfficialFile file =
        known.apply(name).orElseThrow(() -> new IllegalArgumentException("no file " + name));
    Expected expected =
        declared.containsKey(name)
            ? Expected.declared(declared.get(name))
            : Expected.official(file);
    Path target = folder.resolve(name);
    if (Files.isRegularFile(target) && expected.mismatch(target).isEmpty()) {
      log.accept(name + " is there, and is the right one.");
      return;
    }
    if (file.archive().isPresent()) {
      require(file.archive().get(), declared, folder);
      unpack(folder.resolve(file.archive().get()), name, expected, target);
    } else {
      fetch(file, expected, target);
    }
    log.accept(name + ": " + Files.size(target) / MEBIBYTE + " MiB, checksum is right.");
  }

  private void fetch(OfficialFile file, Expected expected, Path target)
      throws IOException, InterruptedException {
    Path part = part(target);
    List<String> failures = new ArrayList<>();
    for (URI address : addresses(file)) {
      log.accept("Fetching " + address);
      Optional<String> failure = fetch(address, part, expected);
      if (failure.isEmpty()) {
        move(part, target);
        return;
      }
      failures.add("\n  " + address + ": " + failure.get());
    }
    throw setup(
        failures.isEmpty()
            ? "Maven is offline, and "
                + target
                + " is not there or not the right file. Fetch it once without -o, put it there, or"
                + " name a folder that has it: -Dtrunk.mirrors=file:///FOLDER"
            : target.getFileName()
                + " could not be fetched:"
                + String.join("", failures)
                + "\nTry again later (what has come is kept), name another address with"
                + " -Dtrunk.mirrors=URL, or put the file into "
                + target.getParent(),
        null);
  }

  /** Mirrors first; offline only those that are folders of this machine. */
  private List<URI> addresses(OfficialFile file) {
    return Stream.concat(
            settings.mirrors().stream()
                .map(mirror -> mirror.toString().replaceFirst("/*$", "/") + file.name())
                .map(URI::create),
            file.urls().stream())
        .filter(address -> !settings.offline() || "file".equals(address.getScheme()))
        .toList();
  }

  /** What an address failed with; nothing if the right file is there. */
  private Optional<String> fetch(URI address, Path part, Expected expected)
      throws IOException, InterruptedException {
    boolean resumed = Files.exists(part);
    Optional<String> failure = bytes(address, part, expected);
    if (failure.isPresent()) {
      return failure;
    }
    Optional<String> wrong = expected.mismatch(part);
    if (wrong.isPresent()) {
      Files.delete(part);
      // What was there before may have been of another file: once more from its beginning.
      return resumed ? fetch(address, part, expected) : wrong;
    }
    return Optional.empty();
  }

  /** All bytes of an address; what it failed with, if it did. */
  private Optional<String> bytes(URI address, Path part, Expected expected)
      throws IOException, InterruptedException {
    String failure = "";
    for (int attempt = 0; attempt < settings.attempts(); attempt++) {
      if (isWhole(part, expected)) {
        return Optional.empty();
      }
      if (attempt > 0) {
        Thread.sleep(settings.pause().toMillis() << (attempt - 1));
      }
      try {
        download.once(address, part, expected.most());
        if (expected.bytes().isEmpty() || isWhole(part, expected)) {
          return Optional.empty();
        }
        failure = "cut off after " + Files.size(part) + " of " + expected.most() + " bytes";
      } catch (RefusedException e) {
        Files.deleteIfExists(part);
        return Optional.of(e.getMessage());
      } catch (FileSystemException e) {
        throw e; // of the folder, not of the address
      } catch (IOException e) {
        failure = e.getMessage() == null ? e.toString() : e.getMessage();
      }
    }
    return Optional.of(failure + " (" + settings.attempts() + " attempts)");
  }

  private static boolean isWhole(Path part, Expected expected) throws IOException {
    return expected.bytes().isPresent()
        && Files.exists(part)
        && Files.size(part) >= expected.bytes().get();
  }

  /**
   * Takes one file out of an archive. Only its content comes from there: its name is ours, and more
   * than the file may have is not written.
   */
  private static void unpack(Path archive, String name, Expected expected, Path target)
      throws IOException {
    Path part = part(target);
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream()
              .filter(entry -> !entry.isDirectory() && baseName(entry).equals(name))
              .toList();
      if (entries.size() != 1) {
        throw setup(
            archive + ": expected " + name + " once, found it " + entries.size() + " times.", null);
      }
      try (InputStream in = zip.getInputStream(entries.get(0));
          OutputStream out = Files.newOutputStream(part)) {
        copy(in, out, expected.most(), archive + ", in it " + name);
      }
      Optional<String> wrong = expected.mismatch(part);
      if (wrong.isPresent()) {
        throw setup(archive + ", in it " + name + ": " + wrong.get() + ".", null);
      }
      move(part, target);
    } catch (ZipException e) {
      throw setup(archive + ": expected a zip archive: " + e.getMessage() + ".", e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static String baseName(ZipEntry entry) {
    return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
  }

  private static void copy(InputStream in, OutputStream out, long most, String what)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long size = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      size += read;
      if (size > most) {
        throw setup(what + ": more than the " + most + " bytes that the file has.", null);
      }
      out.write(buffer, 0, read);
    }
  }

  private static Path part(Path target) {
    return target.resolveSibling(target.getFileName() + PART);
  }

  private static void move(Path part, Path target) throws IOException {
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static UserException setup(String message, Exception cause) {
    return new UserException(UserException.Kind.SETUP, message, cause);
  }
}
