package io.github.trunkrepro.runtime.document;

import java.util.Map;
import java.util.Optional;

/** What was read for the fields of one object. */
public final class Values {
  private final Cursor at;
  private final Node.Mapping mapping;
  private final Map<Field<?>, Object> read;

  /**
   * The value of a key that matched a pattern.
   *
   * @param at where the key stands
   */
  public record Keyed<T>(String key, Location at, T value) {}

  Values(Cursor at, Node.Mapping mapping, Map<Field<?>, Object> read) {
    this.at = at;
    this.mapping = mapping;
    this.read = read;
  }

  /** The field's value, or its default. */
  public <T> T get(Field<T> field) {
    return field.value.apply(Optional.ofNullable(read.get(field)));
  }

  /** Reports a mistake in the field's value, or, where it is absent, in the object. */
  public void problem(Field<?> field, String text) {
    Optional<Node.Entry> entry = mapping.entry(field.name);
    if (entry.isPresent()) {
      at.key(field.name, entry.get().value()).problem(text);
    } else {
      at.problem(text);
    }
  }

  /** A value as if it stood in the field's place. */
  public Node scalar(Field<?> field, String text) {
    Location place =
        mapping.entry(field.name).map(entry -> entry.value().at()).orElse(mapping.at());
    return new Node.Scalar(place, text, true);
  }
}
