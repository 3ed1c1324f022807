package io.github.trunkrepro.runtime.dataset;

import static io.github.trunkrepro.runtime.dataset.DataFixtures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.SharedFolder;
import io.github.trunkrepro.runtime.dataset.SourceSpec.Orientation;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficialFilesTest {
  private static final OfficialSet MNIST =
      new OfficialSet(OfficialSet.Name.MNIST, Optional.empty(), false);

  @TempDir private Path base;

  private static Stream<OfficialSet> sets() {
    Stream<OfficialSet> splits =
        Arrays.stream(EmnistSplit.values())
            .map(split -> new OfficialSet(OfficialSet.Name.EMNIST, Optional.of(split), false));
    return Stream.concat(
        splits,
        Stream.of(
            MNIST,
            new OfficialSet(OfficialSet.Name.CIFAR10, Optional.empty(), false),
            new OfficialSet(OfficialSet.Name.SVHN, Optional.empty(), true)));
  }

  @Test
  void everyFileOfEverySetCanBeHadAndChecked() {
    assertThat(sets().flatMap(set -> set.files().stream()))
        .hasSize(6 * 4 + 4 + 1 + 3)
        .allSatisfy(
            name -> {
              OfficialFile file = OfficialFiles.named(name).orElseThrow();
              assertThat(file.sha256()).isPresent();
              assertThat(file.archive().flatMap(OfficialFiles::named).orElse(file).urls())
                  .isNotEmpty();
            });
  }

  @Test
  void everyNumberHasASource() {
    assertThat(OfficialFiles.all())
        .allSatisfy(
            file -> {
              assertThat(file.sources())
                  .allSatisfy(s -> assertThat(OfficialFiles.source(s)).isNotBlank());
              assertThat(file.md5().or(file::sha256)).isPresent();
            });
  }

  @Test
  void whatIsCheckedAgreesWithTheRealBytes() throws IOException {
    Path data = SharedFolder.require().resolve("data");
    int compared = 0;
    for (OfficialFile file : OfficialFiles.all()) {
      for (String folder : new String[] {"mnist", "emnist/letters"}) {
        Path real = data.resolve(folder).resolve(file.name());
        if (Files.exists(real)) {
          assertThat(file.checked()).isTrue();
          assertThat(file.bytes()).contains(Files.size(real));
          assertThat(file.sha256()).contains(Digests.sha256(real));
          assertThat(file.md5()).contains(Digests.md5(real));
          compared++;
        }
      }
    }
    assertThat(compared)
        .isEqualTo((int) OfficialFiles.all().stream().filter(OfficialFile::checked).count());
  }

  @Test
  void theClassesOfEmnist() {
    assertThat(EmnistSplit.BALANCED.classNames()).hasSize(47).endsWith("q", "r", "t");
    assertThat(EmnistSplit.BYMERGE.classNames()).isEqualTo(EmnistSplit.BALANCED.classNames());
    assertThat(EmnistSplit.BYCLASS.classNames()).hasSize(62).doesNotHaveDuplicates();
    assertThat(EmnistSplit.LETTERS.classNames()).hasSize(26).startsWith("A");
    assertThat(EmnistSplit.LETTERS.firstLabel()).isEqualTo(1);
  }

  @Test
  void theOfficialLettersAreTakenAsTheyAre() {
    Path letters = SharedFolder.require().resolve("data/emnist/letters");
    OfficialSet set =
        new OfficialSet(OfficialSet.Name.EMNIST, Optional.of(EmnistSplit.LETTERS), false);
    SourceSpec named =
        SourceSpec.official(
            set, Optional.of(letters.toString()), Optional.of(Orientation.AS_STORED), Map.of());
    LabelledImages test = Datasets.readPart(named, base, Part.TEST);
    SourceSpec plain = DataFixtures.idxSpec(letters.toString(), Orientation.AS_STORED, 1, Map.of());
    LabelledImages same = Datasets.readPart(plain, base, Part.TEST);
    assertThat(test.classNames()).isEqualTo(same.classNames());
    assertThat(ImageDigests.of(test.images())).isEqualTo(ImageDigests.of(same.images()));
  }

  @Test
  void otherFilesMustBeDeclared() throws IOException {
    DataFixtures.writeIdx(base);
    for (String name : MNIST.files()) {
      Path plain = base.resolve(name.substring(0, name.length() - ".gz".length()));
      Files.write(base.resolve(name), DataFixtures.gzip(Files.readAllBytes(plain)));
      Files.delete(plain);
    }
    String message =
        failure(
            UserException.Kind.CHECK, () -> Datasets.read(mnist(Map.of()), base, Reading.whole(1)));
    assertThat(message)
        .contains("not the official files of mnist", "440fcabf73cc546fa21475e81ea370265605f56be2")
        .contains("checksums:\n    t10k-images-idx3-ubyte.gz: ");
    Map<String, String> declared = new java.util.HashMap<>();
    for (String name : MNIST.files()) {
      declared.put(name, Digests.sha256(base.resolve(name)));
    }
    assertThat(Datasets.read(mnist(declared), base, Reading.whole(1)).train().size()).isEqualTo(6);
  }

  @Test
  void withoutASourceTheFilesAreWhereTheyWereFetchedTo() {
    SourceSpec named =
        SourceSpec.official(MNIST, Optional.empty(), Optional.of(Orientation.AS_STORED), Map.of());
    assertThat(named.fetchedInto(base).source()).contains(base.resolve("mnist").toString());
    assertThat(failure(named.fetchedInto(base), base))
        .contains(base.resolve("mnist").toString(), "mvn trunk:fetch");
    assertThat(mnist(Map.of()).fetchedInto(base)).isEqualTo(mnist(Map.of()));
  }

  private static SourceSpec mnist(Map<String, String> checksums) {
    return SourceSpec.official(
        MNIST, Optional.of("."), Optional.of(Orientation.AS_STORED), checksums);
  }
}
