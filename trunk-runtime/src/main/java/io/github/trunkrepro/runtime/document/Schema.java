package io.github.trunkrepro.runtime.document;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What may stand at a place of a document, and what becomes of it: the one source of the binding to
 * records, of its messages and of the JSON Schema. Made by {@link Schemas}.
 *
 * @param <T> what is read
 */
public interface Schema<T> {

  /**
   * Reads the value. All mistakes are reported to the cursor's {@link Problems}.
   *
   * @return empty exactly when there was a mistake
   */
  Optional<T> read(Cursor at);

  /** Whether the node is of the right kind, so that a mistake in it is a mistake of this schema. */
  boolean accepts(Node node);

  /** What should stand there, in the words of a message: {@code a whole number from 1}. */
  String expected();

  /** The JSON Schema; what has a name is put into {@code definitions} and referred to. */
  Map<String, Object> json(Definitions definitions);

  /** Reads the same and makes something else of it. */
  default <R> Schema<R> map(Function<T, R> function) {
    return reading(at -> read(at).map(function));
  }

  /**
   * Reads the same, and reports what a check finds.
   *
   * @param mistake text of a value's mistake; empty for a good value
   */
  default Schema<T> checked(Function<T, Optional<String>> mistake) {
    return reading(
        at -> {
          Optional<T> value = read(at);
          Optional<String> text = value.flatMap(mistake);
          text.ifPresent(at::problem);
          return text.isPresent() ? Optional.empty() : value;
        });
  }

  /** The same schema of a document, of which something else becomes. */
  private <R> Schema<R> reading(Function<Cursor, Optional<R>> reader) {
    Schema<T> self = this;
    return new Schema<>() {
      @Override
      public Optional<R> read(Cursor at) {
        return reader.apply(at);
      }

      @Override
      public boolean accepts(Node node) {
        return self.accepts(node);
      }

      @Override
      public String expected() {
        return self.expected();
      }

      @Override
      public Map<String, Object> json(Definitions definitions) {
        return self.json(definitions);
      }
    };
  }

  /** The same under a name, so that the JSON Schema describes it once. */
  default Schema<T> named(String name) {
    Schema<T> self = this;
    return new Schema<>() {
      @Override
      public Optional<T> read(Cursor at) {
        return self.read(at);
      }

      @Override
      public boolean accepts(Node node) {
        return self.accepts(node);
      }

      @Override
      public String expected() {
        return self.expected();
      }

      @Override
      public Map<String, Object> json(Definitions definitions) {
        return definitions.refer(name, self);
      }
    };
  }
}
