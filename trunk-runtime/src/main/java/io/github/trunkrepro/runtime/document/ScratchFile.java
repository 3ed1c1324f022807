package io.github.trunkrepro.runtime.document;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory beyond the heap: a temporary file, mapped piece by piece, that is made when it is first
 * needed and is gone when the process is. Thread-safe.
 */
public final class ScratchFile implements AutoCloseable {
  private static final int BLOCK_BYTES = 1 << 20;

  private final Path folder;
  private final String content;
  private FileChannel channel;
  private long end;

  /**
   * A file that does not exist yet.
   *
   * @param folder where it is to lie; made when it is missing
   * @param content what it holds, in the words of a message: "feature maps"
   */
  public ScratchFile(Path folder, String content) {
    this.folder = folder;
    this.content = content;
  }

  /**
   * Room for so many bytes, all zero, in the machine's byte order. It stays usable after {@link
   * #close}.
   *
   * @throws UserException (set-up) when the disk has no such room
   */
  public synchronized ByteBuffer allocate(int bytes) {
    try {
      if (channel == null) {
        Files.createDirectories(folder);
        channel =
            FileChannel.open(
                Files.createTempFile(folder, "scratch", ".bin"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
      }
      fill(end, end + bytes);
      ByteBuffer room =
          channel.map(FileChannel.MapMode.READ_WRITE, end, bytes).order(ByteOrder.nativeOrder());
      end += bytes;
      return room;
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.SETUP,
          "cannot keep "
              + content
              + " in "
              + folder
              + " ("
              + bytes
              + " bytes beyond the first "
              + end
              + "): "
              + e.getMessage()
              + "; make room there, or move trunk.outputDirectory",
          e);
    }
  }

  /**
   * Writes zeros. Mapping alone would make a file with holes: were the disk full later, when a hole
   * is filled, the process would die of a signal instead of failing with a message.
   */
  private void fill(long from, long to) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate(BLOCK_BYTES);
    for (long at = from; at < to; ) {
      zeros.clear().limit((int) Math.min(BLOCK_BYTES, to - at));
      at += channel.write(zeros, at);
    }
  }

  @Override
  public synchronized void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // The output folder's next clean takes it; the content is no longer needed.
      }
      channel = null;
      end = 0;
    }
  }
}
