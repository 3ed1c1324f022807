package io.github.trunkrepro.runtime.dataset;

import static io.github.trunkrepro.runtime.dataset.DataFixtures.cifar;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.cifarSpec;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.failure;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.gzip;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.labels;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.pixels;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.read;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.write;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.writeCifar;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10SourceTest {
  private static final String NAMES = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n";

  @TempDir private Path base;

  @Test
  void readsAFolder() {
    writeCifar(base.resolve("data"));
    Dataset dataset = read(cifarSpec("data"), base);
    assertThat(dataset.classNames()).hasSize(10).startsWith("airplane").endsWith("truck");
    assertThat(dataset.train().shape()).isEqualTo(new ImageShape(3, 32, 32));
    assertThat(labels(dataset.train()))
        .containsExactly(IntStream.range(4, 24).map(i -> i % 10).toArray());
    assertThat(pixels(dataset.train(), 7)).containsOnly(3);
    assertThat(dataset.test().size()).isEqualTo(10);
    assertThat(dataset.files()).hasSize(6).extracting(DataFile::name).contains("test_batch.bin");
  }

  @Test
  void readsTheSameFromSubfolderAndArchive() {
    writeCifar(base.resolve("flat"));
    writeCifar(base.resolve("nested/cifar-10-batches-bin"));
    write(base.resolve("data.tar.gz"), gzip(tar(files())));
    Dataset flat = read(cifarSpec("flat"), base);
    Dataset nested = read(cifarSpec("nested"), base);
    Dataset archive = read(cifarSpec("data.tar.gz"), base);
    assertThat(nested.digest()).isEqualTo(flat.digest());
    assertThat(nested.files())
        .extracting(DataFile::name)
        .allMatch(name -> name.startsWith("cifar-10-batches-bin/"));
    assertThat(archive.digest()).isEqualTo(flat.digest());
    assertThat(archive.files()).extracting(DataFile::name).containsExactly("data.tar.gz");
    archive.verifyFilesUnchanged();
  }

  @Test
  void namesFileNamesTheClasses() {
    writeCifar(base);
    Path names = base.resolve("batches.meta.txt");
    write(names, NAMES.getBytes(StandardCharsets.UTF_8));
    Dataset dataset = read(cifarSpec("."), base);
    assertThat(dataset.classNames())
        .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    assertThat(dataset.files()).hasSize(7);
    write(names, "a\nb\n".getBytes(StandardCharsets.UTF_8));
    assertThat(failure(cifarSpec("."), base))
        .contains("batches.meta.txt: expected the names of 10 classes", "found: a, b");
    write(names, NAMES.replace('j', 'a').getBytes(StandardCharsets.UTF_8));
    assertThat(failure(cifarSpec("."), base)).contains("each different");
  }

  @Test
  void missingFilesAreNamedTogether() throws IOException {
    writeCifar(base);
    Files.delete(base.resolve("data_batch_2.bin"));
    Files.delete(base.resolve("test_batch.bin"));
    assertThat(failure(cifarSpec("."), base))
        .contains("these are missing: data_batch_2.bin, test_batch.bin.");
    Map<String, byte[]> files = files();
    files.remove("cifar-10-batches-bin/data_batch_5.bin");
    write(base.resolve("data.tgz"), gzip(tar(files)));
    assertThat(failure(cifarSpec("data.tgz"), base))
        .contains("data.tgz", "these are missing: data_batch_5.bin.");
  }

  @Test
  void recordsMustBeWhole() {
    writeCifar(base);
    Path batch = base.resolve("data_batch_3.bin");
    byte[] good = cifar(4, 0);
    for (int length : new int[] {0, 1, 3072, 3074, 6145, good.length - 1}) {
      write(batch, Arrays.copyOf(good, length));
      assertThat(failure(cifarSpec("."), base))
          .contains("data_batch_3.bin, byte " + length / 3073 * 3073 + ": expected records")
          .contains("found " + length % 3073 + " bytes in the last one");
    }
    Map<String, byte[]> files = files();
    files.put("cifar-10-batches-bin/test_batch.bin", Arrays.copyOf(good, 3074));
    write(base.resolve("data.tar.gz"), gzip(tar(files)));
    assertThat(failure(cifarSpec("data.tar.gz"), base))
        .contains("data.tar.gz, in it test_batch.bin, byte 3073");
  }

  @Test
  void labelsEndAtNine() {
    writeCifar(base);
    byte[] batch = cifar(4, 0);
    batch[2 * 3073] = (byte) 200;
    write(base.resolve("data_batch_1.bin"), batch);
    assertThat(failure(cifarSpec("."), base))
        .contains("data_batch_1.bin, byte 6146: expected a label from 0 to 9, found 200");
  }

  @Test
  void damagedArchives() {
    byte[] good = gzip(tar(files()));
    for (int length = 0; length < good.length; length += 37) {
      write(base.resolve("cut.tar.gz"), Arrays.copyOf(good, length));
      assertThat(failure(cifarSpec("cut.tar.gz"), base)).contains("cut.tar.gz");
    }
    byte[] checksum = good.clone();
    checksum[good.length - 6] ^= 1;
    write(base.resolve("crc.tar.gz"), checksum);
    assertThat(failure(cifarSpec("crc.tar.gz"), base)).contains("crc.tar.gz", "damaged");
    write(base.resolve("no.tar.gz"), new byte[100]);
    assertThat(failure(cifarSpec("no.tar.gz"), base)).contains("expected a tar.gz archive");
  }

  @Test
  void aFileTwiceInAnArchive() {
    Map<String, byte[]> files = files();
    files.put("other/test_batch.bin", cifar(1, 0));
    write(base.resolve("data.tar.gz"), gzip(tar(files)));
    assertThat(failure(cifarSpec("data.tar.gz"), base))
        .contains("expected test_batch.bin once, found it again as other/test_batch.bin");
  }

  @Test
  void settingsOfOtherFormats() {
    writeCifar(base);
    SourceSpec labelled =
        new SourceSpec(SourceSpec.Format.CIFAR10, Optional.of("."), Optional.empty(), 1, Map.of());
    assertThat(failure(labelled, base)).contains("dataset.firstLabel", "CIFAR10");
    assertThat(failure(cifarSpec("none.tar.gz"), base))
        .contains("expected a folder or a tar.gz archive there, found nothing");
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int batch = 1; batch <= 5; batch++) {
      files.put("cifar-10-batches-bin/data_batch_" + batch + ".bin", cifar(4, 4 * batch));
    }
    files.put("cifar-10-batches-bin/test_batch.bin", cifar(10, 0));
    files.put("cifar-10-batches-bin/readme.html", new byte[10]);
    return files;
  }

  private static byte[] tar(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
