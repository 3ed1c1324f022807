package io.github.trunkrepro.runtime.fetch;

import static io.github.trunkrepro.runtime.fetch.FileServer.bytes;
import static io.github.trunkrepro.runtime.fetch.FileServer.cutOff;
import static io.github.trunkrepro.runtime.fetch.FileServer.redirect;
import static io.github.trunkrepro.runtime.fetch.FileServer.silentAfter;
import static io.github.trunkrepro.runtime.fetch.FileServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.dataset.EmnistSplit;
import io.github.trunkrepro.runtime.dataset.OfficialFile;
import io.github.trunkrepro.runtime.dataset.OfficialSet;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real web server, as slow and as broken as they come. */
class FetcherTest {
  private static final OfficialSet CIFAR =
      new OfficialSet(OfficialSet.Name.CIFAR10, Optional.empty(), false);
  private static final OfficialSet EMNIST =
      new OfficialSet(OfficialSet.Name.EMNIST, Optional.of(EmnistSplit.DIGITS), false);
  private static final String NAME = "cifar-10-binary.tar.gz";
  private static final byte[] FILE = content(300_000, 7);

  @TempDir private Path folder;
  private FileServer server;
  private final Map<String, OfficialFile> known = new HashMap<>();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void start() throws IOException {
    server = new FileServer();
    server.put(NAME, FILE);
    know(NAME, FILE, Optional.empty());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void fetchesOnceAndThenFindsItThere() throws IOException {
    fetch(CIFAR);
    assertFetched();
    fetch(CIFAR);
    assertThat(server.requests()).hasSize(1);
    assertThat(log).last().asString().contains("is there");
  }

  @Test
  void aFileThatWasDamagedIsFetchedAgain() throws IOException {
    Files.write(folder.resolve(NAME), new byte[5]);
    fetch(CIFAR);
    assertFetched();
  }

  @Test
  void goesOnWhereItWasCutOff() throws IOException {
    server.next(cutOff(100_000));
    fetch(CIFAR);
    assertFetched();
    assertThat(server.requests()).hasSize(2);
    assertThat(server.requests().get(1)).matches(".* bytes=[1-9]\\d*-");
  }

  @Test
  void goesOnInTheNextBuild() throws IOException {
    Files.write(folder.resolve(NAME + ".part"), java.util.Arrays.copyOf(FILE, 123_456));
    fetch(CIFAR);
    assertFetched();
    assertThat(server.requests()).containsExactly("/files/" + NAME + " bytes=123456-");
  }

  @Test
  void beginsAgainWhereTheServerKnowsNoRanges() throws IOException {
    server.withoutRanges();
    server.next(cutOff(100_000));
    fetch(CIFAR);
    assertFetched();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void beginsAgainWhenWhatWasThereIsOfAnotherFile() throws IOException {
    Files.write(folder.resolve(NAME + ".part"), new byte[1000]);
    fetch(CIFAR);
    assertFetched();
    assertThat(server.requests())
        .containsExactly("/files/" + NAME + " bytes=1000-", "/files/" + NAME);
  }

  @Test
  void beginsAgainWhenTheRangeCannotBeHad() throws IOException {
    know(NAME, FILE, Optional.empty(), Optional.empty());
    Files.write(folder.resolve(NAME + ".part"), new byte[FILE.length + 10]);
    fetch(CIFAR);
    assertFetched();
  }

  @Test
  void wrongBytesLeaveNothing() throws IOException {
    byte[] wrong = FILE.clone();
    wrong[FILE.length / 2] ^= 1;
    server.next(bytes(wrong));
    assertThatThrownBy(() -> fetch(CIFAR))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            NAME, Digests.sha256(FILE), Digests.sha256(wrong), "trunk.mirrors");
    assertLeftNothing();
  }

  @Test
  void moreBytesThanTheFileHasAreNotTaken() throws IOException {
    server.next(bytes(content(FILE.length + 1_000_000, 7)));
    assertThatThrownBy(() -> fetch(CIFAR)).hasMessageContaining("more than the 300000 bytes");
    assertLeftNothing();
  }

  @Test
  void fewerBytesAreAskedForAgain() throws IOException {
    server.next(bytes(java.util.Arrays.copyOf(FILE, 1000)));
    fetch(CIFAR);
    assertFetched();
  }

  @Test
  void silenceEnds() throws IOException {
    server.next(silentAfter(1000, 5_000));
    fetch(CIFAR);
    assertFetched();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void silenceThatNeverEndsIsToldAsSuch() {
    server.next(silentAfter(10, 5_000), silentAfter(10, 5_000), silentAfter(10, 5_000));
    assertThatThrownBy(() -> fetch(CIFAR))
        .hasMessageContainingAll("nothing came for 500 ms", "3 attempts");
    assertThat(folder.resolve(NAME)).doesNotExist();
  }

  @Test
  void waitsForAServerThatIsBusy() throws IOException {
    server.next(status(503), status(429));
    fetch(CIFAR);
    assertFetched();
  }

  @Test
  void asksABusyServerOnlySoOften() {
    server.next(status(503), status(500), status(502));
    assertThatThrownBy(() -> fetch(CIFAR)).hasMessageContaining("HTTP status 502 (3 attempts)");
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void doesNotAskAgainForWhatIsNotThere() throws IOException {
    server.next(status(404));
    assertThatThrownBy(() -> fetch(CIFAR)).hasMessageContaining("HTTP status 404");
    assertThat(server.requests()).hasSize(1);
    assertLeftNothing();
  }

  @Test
  void followsARedirect() throws IOException {
    server.next(redirect("/files/" + NAME));
    fetch(CIFAR);
    assertFetched();
  }

  @Test
  void leavesARedirectLoop() throws IOException {
    FileServer.Fault loop = redirect("/files/" + NAME);
    server.next(loop, loop, loop, loop, loop, loop, loop, loop, loop, loop);
    assertThatThrownBy(() -> fetch(CIFAR))
        .hasMessageContainingAll("302", "redirects that never end");
    assertLeftNothing();
  }

  @Test
  void asksMirrorsFirstAndTellsWhatEachSaid() throws IOException {
    server.next(status(404));
    Fetcher fetcher = fetcher(false, List.of(URI.create(server.address() + "/mirror/")));
    fetcher.fetch(CIFAR, Map.of(), folder);
    assertFetched();
    assertThat(server.requests()).containsExactly("/files/mirror/" + NAME, "/files/" + NAME);
  }

  @Test
  void aFolderMayBeAMirrorAlsoOffline() throws IOException {
    Path mirror = Files.createDirectory(folder.resolve("a mirror"));
    Files.write(mirror.resolve(NAME), FILE);
    fetcher(true, List.of(mirror.toUri())).fetch(CIFAR, Map.of(), folder);
    assertFetched();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void offlineAsksNobody() {
    assertThatThrownBy(() -> fetcher(true, List.of()).fetch(CIFAR, Map.of(), folder))
        .hasMessageContainingAll("offline", NAME, "without -o");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void declaredChecksumsReplaceTheOfficialOnes() throws IOException {
    byte[] own = content(500, 1);
    server.put(NAME, own);
    fetcher(false, List.of()).fetch(CIFAR, Map.of(NAME, Digests.sha256(own)), folder);
    assertThat(folder.resolve(NAME)).hasBinaryContent(own);
  }

  @Test
  void buildsSideBySideFetchOnce() throws Exception {
    server.next(silentAfter(1000, 300));
    ExecutorService builds = Executors.newFixedThreadPool(4);
    try {
      Callable<Void> build =
          () -> {
            fetch(CIFAR);
            return null;
          };
      for (Future<Void> ended : builds.invokeAll(List.of(build, build, build, build))) {
        ended.get();
      }
    } finally {
      builds.shutdownNow();
    }
    assertFetched();
    assertThat(server.requests()).hasSize(2);
    assertThat(log).anyMatch(line -> line.contains("Another build"));
  }

  @Test
  void takesOnlyTheSplitsFilesOutOfTheArchive() throws IOException {
    Map<String, byte[]> inside = new HashMap<>();
    for (String name : EMNIST.files()) {
      inside.put("gzip/" + name, content(1000, name.length()));
      know(name, content(1000, name.length()), Optional.of("gzip.zip"));
    }
    inside.put("../../escaped", new byte[10]);
    inside.put("gzip/emnist-letters-mapping.txt", new byte[10]);
    serveZip(inside);
    fetch(EMNIST);
    assertThat(names())
        .containsExactlyInAnyOrderElementsOf(with(EMNIST.files(), "gzip.zip", ".lock"));
    assertThat(folder.resolve("../../escaped").normalize()).doesNotExist();
    Files.delete(folder.resolve(EMNIST.files().get(0)));
    fetch(EMNIST);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void whatIsInAnArchiveIsChecked() throws IOException {
    Map<String, byte[]> inside = new HashMap<>();
    for (String name : EMNIST.files()) {
      inside.put(name, content(1000, 3));
      know(name, content(1000, 4), Optional.of("gzip.zip"));
    }
    serveZip(inside);
    assertThatThrownBy(() -> fetch(EMNIST))
        .hasMessageContainingAll("gzip.zip, in it", "expected SHA-256");
    assertThat(names()).containsExactlyInAnyOrder("gzip.zip", ".lock");
    // A bomb: unpacked it has more bytes than the file.
    inside.replaceAll((name, bytes) -> new byte[10_000_000]);
    serveZip(inside);
    assertThatThrownBy(() -> fetch(EMNIST)).hasMessageContaining("more than the 1000 bytes");
    assertThat(names()).containsExactlyInAnyOrder("gzip.zip", ".lock");
    inside.remove(EMNIST.files().get(0));
    serveZip(inside);
    assertThatThrownBy(() -> fetch(EMNIST)).hasMessageContaining("once, found it 0 times");
  }

  private void serveZip(Map<String, byte[]> inside) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : inside.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    server.put("gzip.zip", out.toByteArray());
    know("gzip.zip", out.toByteArray(), Optional.empty());
  }

  private void know(String name, byte[] content, Optional<String> archive) {
    know(name, content, archive, Optional.of((long) content.length));
  }

  private void know(String name, byte[] content, Optional<String> archive, Optional<Long> bytes) {
    known.put(
        name,
        new OfficialFile(
            name,
            bytes,
            Optional.empty(),
            Optional.of(Digests.sha256(content)),
            List.of("test"),
            true,
            archive.isPresent() ? List.of() : List.of(URI.create(server.address() + "/" + name)),
            archive));
  }

  private void fetch(OfficialSet set) {
    fetcher(false, List.of()).fetch(set, Map.of(), folder);
  }

  private Fetcher fetcher(boolean offline, List<URI> mirrors) {
    FetchSettings settings =
        new FetchSettings(
            mirrors,
            offline,
            ProxySelector.getDefault(),
            Optional.empty(),
            Duration.ofMillis(500),
            3,
            Duration.ofMillis(10));
    return new Fetcher(settings, log::add, name -> Optional.ofNullable(known.get(name)));
  }

  private void assertFetched() throws IOException {
    assertThat(folder.resolve(NAME)).hasBinaryContent(FILE);
    assertThat(folder.resolve(NAME + ".part")).doesNotExist();
  }

  private void assertLeftNothing() throws IOException {
    assertThat(names()).containsExactly(".lock");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static List<String> with(List<String> names, String... more) {
    return Stream.concat(names.stream(), Stream.of(more)).toList();
  }

  private static byte[] content(int bytes, int seed) {
    byte[] content = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      content[i] = (byte) (i * 31 + (i >> 8) * seed);
    }
    return content;
  }
}
