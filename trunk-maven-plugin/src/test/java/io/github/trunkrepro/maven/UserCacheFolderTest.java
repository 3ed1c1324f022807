package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCacheFolderTest {
  private static final String HOME = "home";

  @TempDir private Path folder;

  @Test
  void isTheXdgFolderOnLinux() {
    assertThat(UserCacheFolder.find("Linux", HOME, Map.of("XDG_CACHE_HOME", folder.toString())))
        .isEqualTo(folder.resolve("trunk"));
  }

  @Test
  void isBelowHomeWhereXdgSaysNothingOrIsNotAbsolute() {
    Path expected = Path.of(HOME, ".cache", "trunk");
    assertThat(UserCacheFolder.find("Linux", HOME, Map.of())).isEqualTo(expected);
    assertThat(UserCacheFolder.find("Linux", HOME, Map.of("XDG_CACHE_HOME", "")))
        .isEqualTo(expected);
    assertThat(UserCacheFolder.find("Linux", HOME, Map.of("XDG_CACHE_HOME", "relative")))
        .isEqualTo(expected);
  }

  @Test
  void isTheSystemsOwnElsewhere() {
    assertThat(UserCacheFolder.find("Mac OS X", HOME, Map.of("XDG_CACHE_HOME", folder.toString())))
        .isEqualTo(Path.of(HOME, "Library", "Caches", "trunk"));
    assertThat(UserCacheFolder.find("Windows 11", HOME, Map.of("LOCALAPPDATA", folder.toString())))
        .isEqualTo(folder.resolve("trunk"));
  }
}
