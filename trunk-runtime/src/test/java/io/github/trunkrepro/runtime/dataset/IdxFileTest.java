package io.github.trunkrepro.runtime.dataset;

import static io.github.trunkrepro.runtime.dataset.DataFixtures.failure;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.gzip;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.idx;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.document.UserException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {
  private static final byte[] GOOD = idx(new int[] {4, 5, 6});

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cutOffAnywhereIsAnError(boolean gzipped) {
    for (int length = 0; length < GOOD.length; length++) {
      byte[] cut = Arrays.copyOf(GOOD, length);
      String message = error(gzipped ? gzip(cut) : cut);
      int offset = length < 16 ? length / 4 * 4 : length;
      assertThat(message)
          .contains("images, byte " + offset + (gzipped ? " of the unpacked data: " : ": "))
          .contains("is cut off");
    }
  }

  @Test
  void gzipCutOffAnywhereIsAnError() {
    byte[] packed = gzip(GOOD);
    for (int length = 2; length < packed.length; length++) {
      assertThat(error(Arrays.copyOf(packed, length)))
          .contains("of the unpacked data: the gzip stream is damaged or cut off");
    }
  }

  @Test
  void gzipDamageIsAnError() {
    byte[] packed = gzip(GOOD);
    int unnoticed = 0;
    for (int i = 0; i < packed.length; i++) {
      byte[] damaged = packed.clone();
      damaged[i] ^= 0x20;
      Path file = folder.resolve("images");
      write(file, damaged);
      try {
        assertThat(IdxFile.readAll(file, 3)).isEqualTo(Arrays.copyOfRange(GOOD, 16, 136));
        unnoticed++;
      } catch (UserException e) {
        assertThat(e).hasMessageStartingWith(file + ", byte ");
      }
    }
    // Time, extra flags and system in the header, and padding bits: no bit of the data.
    assertThat(unnoticed).isLessThanOrEqualTo(7);
    byte[] longer = Arrays.copyOf(packed, packed.length + 3);
    Arrays.fill(longer, packed.length, longer.length, (byte) 7);
    assertThat(error(longer)).contains("the gzip stream is damaged");
  }

  @Test
  void magicNumber() {
    assertThat(error(idx(new int[] {4})))
        .contains("byte 0: expected the magic number 00000803", "found 00000801");
    byte[] floats = GOOD.clone();
    floats[2] = 0x0d;
    assertThat(error(floats)).contains("found 00000d03");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void moreBytesThanPromised(boolean gzipped) {
    byte[] longer = Arrays.copyOf(GOOD, GOOD.length + 1);
    assertThat(error(gzipped ? gzip(longer) : longer))
        .contains("byte 136")
        .contains("expected the end after 120 bytes of data (4x5x6), found more bytes");
  }

  @Test
  void dimensionsMustBePositive() {
    for (int i = 0; i < 3; i++) {
      byte[] zero = GOOD.clone();
      ByteBuffer.wrap(zero).putInt(4 + 4 * i, 0);
      assertThat(error(zero))
          .contains("byte " + (4 + 4 * i) + ": expected as dimension " + (i + 1))
          .contains("found 0");
      byte[] negative = GOOD.clone();
      negative[4 + 4 * i] = (byte) 0x80;
      assertThat(error(negative)).contains("byte " + (4 + 4 * i), "found 2147483");
    }
  }

  /**
   * Two gigabytes are promised in 136 bytes; with the JVM's test heap, asking for them would fail.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hugePromisesAllocateNothing(boolean gzipped) {
    byte[] huge = GOOD.clone();
    ByteBuffer.wrap(huge).putInt(4, Integer.MAX_VALUE / 30 - 1);
    assertThat(error(gzipped ? gzip(huge) : huge))
        .contains("the header promises 2147483610 bytes of data")
        .contains(gzipped ? "but there are at most " : "but there are 120");
    ByteBuffer.wrap(huge).putInt(4, Integer.MAX_VALUE).putInt(8, 1 << 10);
    assertThat(error(gzipped ? gzip(huge) : huge))
        .contains("byte 8", "expected as dimension 2 a number from 1 to 512, found 1024");
    ByteBuffer.wrap(huge).putInt(4, 1).putInt(8, 1 << 30).putInt(12, 2);
    assertThat(error(gzipped ? gzip(huge) : huge))
        .contains("byte 12", "expected as dimension 3 a number from 1 to 1, found 2");
  }

  @Test
  void missingFile() {
    assertThat(
            failure(UserException.Kind.SETUP, () -> IdxFile.readAll(folder.resolve("nothing"), 3)))
        .contains("nothing cannot be read");
  }

  private String error(byte[] bytes) {
    Path file = folder.resolve("images");
    write(file, bytes);
    return failure(UserException.Kind.SETUP, () -> IdxFile.readAll(file, 3));
  }
}
