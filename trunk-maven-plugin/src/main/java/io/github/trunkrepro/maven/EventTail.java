package io.github.trunkrepro.maven;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.fork.RunEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Follows a file of events while another process appends to it. */
final class EventTail implements AutoCloseable {
  private final InputStream file;
  private final byte[] buffer = new byte[1 << 16];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  EventTail(Path file) throws IOException {
    this.file = Files.newInputStream(file);
  }

  /** Hands on the events whose lines were completed since the last call. */
  void read(Consumer<RunEvent> events) throws IOException {
    for (int length = file.read(buffer); length > 0; length = file.read(buffer)) {
      for (int i = 0; i < length; i++) {
        if (buffer[i] == '\n') {
          RunEvent event = parse(line.toString(StandardCharsets.UTF_8));
          line.reset();
          events.accept(event);
        } else {
          line.write(buffer[i]);
        }
      }
    }
  }

  private static RunEvent parse(String text) {
    try {
      return Json.mapper().readValue(text, RunEvent.class);
    } catch (JsonProcessingException e) {
      // Never a reason to lose a training.
      return new RunEvent.Message(
          RunEvent.Message.Level.WARN, "An event of the training process is not readable: " + text);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
