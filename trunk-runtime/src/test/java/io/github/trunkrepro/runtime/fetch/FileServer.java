package io.github.trunkrepro.runtime.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server that serves files, with ranges, and misbehaves when told to. */
final class FileServer implements AutoCloseable {
  /** What it does with a request in place of serving the file. */
  interface Fault {
    void answer(HttpExchange exchange, byte[] file) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> files = new HashMap<>();
  private final ConcurrentLinkedDeque<Fault> faults = new ConcurrentLinkedDeque<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private boolean ranges = true;

  FileServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/files");
  }

  void put(String name, byte[] content) {
    files.put("/files/" + name, content);
  }

  void withoutRanges() {
    ranges = false;
  }

  /** The next requests are answered like this, one each. */
  void next(Fault... newFaults) {
    faults.addAll(Arrays.asList(newFaults));
  }

  /** Path of each request, with its range. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  static Fault status(int status) {
    return (exchange, file) -> exchange.sendResponseHeaders(status, -1);
  }

  static Fault redirect(String to) {
    return (exchange, file) -> {
      exchange.getResponseHeaders().set("Location", to);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  /** Promises the whole file and hangs up after some bytes. */
  static Fault cutOff(int bytes) {
    return (exchange, file) -> {
      exchange.sendResponseHeaders(200, file.length);
      exchange.getResponseBody().write(file, 0, bytes);
      exchange.getResponseBody().flush();
      throw new IOException("hangs up");
    };
  }

  /** Promises the whole file and falls silent after some bytes. */
  static Fault silentAfter(int bytes, long millis) {
    return (exchange, file) -> {
      exchange.sendResponseHeaders(200, file.length);
      exchange.getResponseBody().write(file, 0, bytes);
      exchange.getResponseBody().flush();
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IOException("hangs up");
    };
  }

  static Fault bytes(byte[] other) {
    return (exchange, file) -> send(exchange, 200, other, 0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    Optional<String> range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"));
    String path = exchange.getRequestURI().getPath();
    requests.add(path + range.map(r -> " " + r).orElse(""));
    byte[] file = files.get(path);
    Fault fault = faults.poll();
    try (exchange) {
      if (fault != null) {
        fault.answer(exchange, file);
      } else if (file == null) {
        exchange.sendResponseHeaders(404, -1);
      } else if (ranges && range.isPresent()) {
        int from = Integer.parseInt(range.get().replaceAll("\\D", ""));
        if (from >= file.length) {
          exchange.sendResponseHeaders(416, -1);
          return;
        }
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
        send(exchange, 206, file, from);
      } else {
        send(exchange, 200, file, 0);
      }
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] file, int from)
      throws IOException {
    exchange.sendResponseHeaders(status, file.length - from);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(file, from, file.length - from);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
