package io.github.trunkrepro.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MappedFilesTest {
  @Test
  void filesAreReadOnceWithSpacesAndMarks() {
    assertThat(
            MappedFiles.parse(
                List.of(
                    "7f00-7f01 r-xp 00000000 fe:00 77 /cache a/libtorch_cpu.so",
                    "7f01-7f02 rw-p 00001000 fe:00 77 /cache a/libtorch_cpu.so",
                    "7f02-7f03 rw-p 00000000 00:00 0",
                    "7f03-7f04 r-xp 00000000 fe:00 78       /lib/libc10.so (deleted)",
                    "7ffe-7fff rw-p 00000000 00:00 0 [stack]")))
        .containsExactly("/cache a/libtorch_cpu.so", "/lib/libc10.so (deleted)");
  }

  @Test
  void librariesThatComputeAreKnownByName() {
    assertThat(
            List.of(
                "libtorch_cpu.so", "libgomp.so.1", "0.36.0-libdjl_torch.so", "libc10.so (deleted)"))
        .allMatch(MappedFiles::isEngine);
    assertThat(List.of("libjvm.so", "libc.so.6", "libjnidispatch.so"))
        .noneMatch(MappedFiles::isEngine);
  }
}
