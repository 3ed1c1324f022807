package io.github.trunkrepro.runtime.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Brings the bytes of an address into a file, and goes on where an earlier try ended. */
final class Download {
  private static final int BUFFER_BYTES = 1 << 16;

  private final HttpClient client;
  private final FetchSettings settings;

  Download(FetchSettings settings) {
    this.settings = settings;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.patience())
            // Never from https to http.
            .followRedirects(HttpClient.Redirect.NORMAL)
            .proxy(settings.proxies());
    settings.authenticator().ifPresent(builder::authenticator);
    this.client = builder.build();
  }

  /**
   * Asks once.
   *
   * @param part holds what is there already, perhaps nothing, and gets the rest
   * @param most bytes that are taken
   * @throws IOException when it may go on another time
   * @throws RefusedException when it will not
   */
  void once(URI address, Path part, long most)
      throws IOException, RefusedException, InterruptedException {
    if ("file".equals(address.getScheme())) {
      copy(Path.of(address), part, most);
      return;
    }
    long have = Files.exists(part) ? Files.size(part) : 0;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(settings.patience())
            .header("User-Agent", "trunk-maven-plugin");
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      long from = start(response, have);
      if (from < 0) {
        Files.delete(part);
        throw new IOException("it cannot go on at byte " + have + "; it begins again");
      }
      transfer(body, part, from, most);
    }
  }

  /** Where the answer's bytes belong; negative where what is there cannot be gone on with. */
  private static long start(HttpResponse<?> response, long have)
      throws IOException, RefusedException {
    int status = response.statusCode();
    if (status == 200) {
      return 0;
    }
    if (have > 0 && (status == 206 || status == 416)) {
      String range = response.headers().firstValue("Content-Range").orElse("");
      return status == 206 && range.startsWith("bytes " + have + "-") ? have : -1;
    }
    if (status == 408 || status == 429 || status >= 500) {
      throw new IOException("HTTP status " + status);
    }
    if (status >= 300 && status < 400) {
      throw new RefusedException(
          "HTTP status "
              + status
              + ": redirects that never end, or one from https to http, to "
              + response.headers().firstValue("Location").orElse("nowhere"));
    }
    throw new RefusedException("HTTP status " + status);
  }

  private void transfer(InputStream body, Path part, long from, long most)
      throws IOException, RefusedException {
    try (FileChannel out =
            FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Watch watch = new Watch(body, settings.patience())) {
      out.truncate(from);
      out.position(from);
      byte[] buffer = new byte[BUFFER_BYTES];
      long size = from;
      for (int read = watch.read(buffer); read >= 0; read = watch.read(buffer)) {
        size += read;
        if (size > most) {
          throw new RefusedException("more than the " + most + " bytes that the file has");
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      out.force(true);
    }
  }

  private void copy(Path file, Path part, long most) throws IOException, RefusedException {
    if (!Files.isRegularFile(file)) {
      throw new RefusedException("no such file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      transfer(in, part, 0, most);
    }
  }

  /** Closes a stream whose next bytes do not come. */
  private static final class Watch implements AutoCloseable {
    private final InputStream stream;
    private final Duration patience;
    private final Thread thread;
    private volatile long last = System.nanoTime();
    private volatile boolean expired;

    Watch(InputStream stream, Duration patience) {
      this.stream = stream;
      this.patience = patience;
      thread = new Thread(this::watch, "trunk-fetch-watch");
      thread.setDaemon(true);
      thread.start();
    }

    private void watch() {
      try {
        while (System.nanoTime() - last < patience.toNanos()) {
          Thread.sleep(Math.max(1, patience.toMillis() / 10));
        }
        expired = true;
        stream.close();
      } catch (InterruptedException | IOException e) {
        // The stream has ended, one way or the other.
      }
    }

    int read(byte[] buffer) throws IOException {
      int read;
      try {
        read = stream.read(buffer);
      } catch (IOException e) {
        throw expired ? silence(e) : e;
      }
      if (read < 0 && expired) {
        throw silence(null);
      }
      last = System.nanoTime();
      return read;
    }

    private IOException silence(IOException cause) {
      return new IOException("nothing came for " + patience.toMillis() + " ms", cause);
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
