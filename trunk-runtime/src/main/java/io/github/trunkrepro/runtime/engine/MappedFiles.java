package io.github.trunkrepro.runtime.engine;

import java.util.List;
import java.util.regex.Pattern;

/** Reads Linux's {@code /proc/self/maps}. */
final class MappedFiles {
  /** Libraries of PyTorch and what it computes with, wherever they lie. */
  private static final Pattern ENGINE =
      Pattern.compile(
          "(\\d.*-)?lib(torch|c10|djl_torch|gomp|iomp5|mkl_|caffe2)[^/]*\\.(so|dylib).*");

  private MappedFiles() {}

  /** Files that are mapped, each once; one deleted since keeps its mark " (deleted)". */
  static List<String> parse(List<String> maps) {
    // address, permissions, offset, device, inode, path (which may have spaces)
    return maps.stream()
        .map(line -> line.split("\\s+", 6))
        .filter(fields -> fields.length == 6 && fields[5].startsWith("/"))
        .map(fields -> fields[5])
        .distinct()
        .toList();
  }

  static boolean isEngine(String fileName) {
    return ENGINE.matcher(fileName).matches();
  }
}
