package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkArchiveTest {
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 31, 12, 0);
  private static final String INSIDE = "META-INF/trunk/org.example/letters/";

  @TempDir Path folder;

  private static byte[] pack(Path output, Manifest run) throws IOException {
    return NetworkArchive.pack(output, run, INSIDE, TIME);
  }

  private static Manifest from(Provenance provenance) {
    Manifest run = Manifests.run(90);
    return Manifest.of(provenance, run.reproducible(), run.environment());
  }

  private String manifest(byte[] archive) throws IOException {
    Path file = Files.write(folder.resolve("archive.jar"), archive);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      byte[] manifest = zip.getInputStream(zip.getEntry(INSIDE + "manifest.json")).readAllBytes();
      return new String(manifest, StandardCharsets.UTF_8);
    }
  }

  @Test
  void holdsTheNetworkInOrderWithFixedTimesAndNothingElse() throws IOException {
    Outputs.write(folder.resolve("a"), "weights");
    Files.writeString(folder.resolve("a/fork.log"), "host and time");
    Path jar = Files.write(folder.resolve("a.jar"), pack(folder.resolve("a"), Manifests.run(90)));
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> entries = Collections.list(zip.entries());
      assertThat(entries)
          .extracting(ZipEntry::getName)
          .containsExactly(
              INSIDE + "asl/root.json",
              INSIDE + "manifest.json",
              INSIDE + "materials.json",
              INSIDE + "nodes/classes-0-1.safetensors",
              INSIDE + "nodes/root.safetensors",
              INSIDE + "recipe.json",
              INSIDE + "statement.json",
              INSIDE + "tree.json");
      assertThat(entries)
          .allSatisfy(
              entry -> {
                assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
                assertThat(entry.getTimeLocal()).isEqualTo(TIME);
                assertThat(entry.getExtra()).isNull();
              });
      assertThat(zip.getInputStream(zip.getEntry(INSIDE + "nodes/root.safetensors")).readAllBytes())
          .asString()
          .isEqualTo("weights");
    }
  }

  @Test
  void isTheSameForTwoBuildsInTwoZonesAtTwoTimes() throws IOException {
    Outputs.write(folder.resolve("a"), "weights");
    Outputs.write(folder.resolve("b"), "weights");
    Files.setLastModifiedTime(
        folder.resolve("b/tree.json"), FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
    byte[] first =
        pack(
            folder.resolve("a"),
            from(new Provenance(Optional.of("c0ffee"), List.of(), "2026-01-01T00:00:00Z")));
    TimeZone zone = TimeZone.getDefault();
    byte[] second;
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
      second =
          pack(
              folder.resolve("b"),
              from(new Provenance(Optional.of("c0ffee"), List.of(), "2027-07-07T00:00:00Z")));
    } finally {
      TimeZone.setDefault(zone);
    }
    assertThat(second).isEqualTo(first);
    Outputs.write(folder.resolve("b"), "others");
    assertThat(pack(folder.resolve("b"), Manifests.run(90))).isNotEqualTo(first);
  }

  @Test
  void tellsTheCommitOnlyWhenNothingDiffersFromIt() throws IOException {
    Outputs.write(folder.resolve("a"), "weights");
    String clean =
        manifest(
            pack(
                folder.resolve("a"),
                from(new Provenance(Optional.of("c0ffee"), List.of(), "2026-01-01T00:00:00Z"))));
    String dirty =
        manifest(
            pack(
                folder.resolve("a"),
                from(new Provenance(Optional.of("c0ffee"), List.of("x"), "2026-01-01T00:00:00Z"))));
    assertThat(clean).contains("c0ffee", "reproducible").doesNotContain("2026", "\"host\"");
    assertThat(dirty).contains("\"commit\": null").doesNotContain("c0ffee");
  }
}
