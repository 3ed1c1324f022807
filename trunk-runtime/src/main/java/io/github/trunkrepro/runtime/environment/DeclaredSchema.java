package io.github.trunkrepro.runtime.environment;

import io.github.trunkrepro.runtime.document.Cursor;
import io.github.trunkrepro.runtime.document.Definitions;
import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.Schema;
import java.util.Map;
import java.util.Optional;

/** Reads the same as another schema, and remembers where it stood. */
record DeclaredSchema<T>(Schema<T> value) implements Schema<Declared<T>> {
  @Override
  public Optional<Declared<T>> read(Cursor at) {
    return value.read(at).map(read -> new Declared<>(read, at.node().at().toString()));
  }

  @Override
  public boolean accepts(Node node) {
    return value.accepts(node);
  }

  @Override
  public String expected() {
    return value.expected();
  }

  @Override
  public Map<String, Object> json(Definitions definitions) {
    return value.json(definitions);
  }
}
