package io.github.trunkrepro.runtime.dataset;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Unpacks gzip streams. Unlike the JDK's class it also refuses garbage behind the stream. */
final class Gzip {
  private Gzip() {}

  static InputStream unpack(InputStream packed) throws IOException {
    return GzipCompressorInputStream.builder()
        .setInputStream(packed)
        .setDecompressConcatenated(true)
        .get();
  }
}
