package io.github.trunkrepro.runtime.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.UserException;
import java.nio.file.Path;
import java.util.Map;
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
}
