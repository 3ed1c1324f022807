package io.github.trunkrepro.runtime.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeCacheTest {
  @TempDir private Path folder;

  @Test
  void leavesNothingOfAnEntryThatCannotBeWritten() {
    NodeCache cache = new NodeCache(folder, warning -> {});
    Map<String, byte[]> files = Map.of("whole", new byte[10], "no such folder/file", new byte[10]);
    assertThatThrownBy(() -> cache.store("key", files))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(folder.toString(), "make room there", "-Dtrunk.cache=FOLDER");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatAProcessDiedOverIsDeletedAndNothingElse(@TempDir Path cache) throws IOException {
    List<String> kept =
        List.of(
            "checkpoints/.a.safetensors.8.3.tmp",
            "checkpoints/a.7.tmp",
            "checkpoints/a.safetensors",
            "nodes/new-78-1/asl.json",
            "nodes/ab/new-7-1");
    List<String> gone = List.of("checkpoints/.a.safetensors.7.3.tmp", "nodes/new-7-1/asl.json");
    for (String file : Stream.concat(kept.stream(), gone.stream()).toList()) {
      Files.createDirectories(cache.resolve(file).getParent());
      Files.writeString(cache.resolve(file), "x");
    }
    TrainingCache.deleteUnfinished(cache, 7);
    assertThat(kept).allMatch(file -> Files.exists(cache.resolve(file)));
    assertThat(gone).noneMatch(file -> Files.exists(cache.resolve(file)));
    assertThat(cache.resolve("nodes/new-7-1")).doesNotExist();
    TrainingCache.deleteUnfinished(cache.resolve("none"), 7);
  }
}
