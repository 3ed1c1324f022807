package io.github.trunkrepro.runtime.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Declares the keys of an object, in the order in which they are named to the user. */
public final class Fields {
  private final List<Field<?>> fields;
  private final Optional<Field.Condition> condition;

  Fields() {
    this(new ArrayList<>(), Optional.empty());
  }

  private Fields(List<Field<?>> fields, Optional<Field.Condition> condition) {
    this.fields = fields;
    this.condition = condition;
  }

  List<Field<?>> all() {
    return fields;
  }

  /** A key that must be there. */
  public <T> Field<T> required(String name, Schema<T> schema, String description) {
    return add(name, schema, description, true, Optional.empty(), read -> cast(read.get()));
  }

  /** A key that may be absent. */
  public <T> Field<Optional<T>> optional(String name, Schema<T> schema, String description) {
    return add(name, schema, description, false, Optional.empty(), read -> read.map(Fields::cast));
  }

  /** A key with a value for when it is absent. */
  public <T> Field<T> optional(String name, Schema<T> schema, T defaultValue, String description) {
    return add(
        name,
        schema,
        description,
        false,
        Optional.of(defaultValue),
        read -> read.isPresent() ? cast(read.get()) : defaultValue);
  }

  /** Any number of keys that match a pattern. */
  public <T> Field<List<Values.Keyed<T>>> matching(
      String what, Pattern pattern, Schema<T> schema, String description) {
    Field<List<Values.Keyed<T>>> field =
        new Field<>(
            what,
            schema,
            description,
            false,
            Optional.empty(),
            condition,
            Optional.of(pattern),
            read -> read.isPresent() ? cast(read.get()) : List.of());
    fields.add(field);
    return field;
  }

  /** Declares keys that are allowed, or required, only for some values of another. */
  public <E extends Enum<E>> When when(Field<E> field, List<E> values) {
    return new When(new Fields(fields, Optional.of(new Field.Condition(field, values))));
  }

  /** Keys under a condition. */
  public static final class When {
    private final Fields fields;

    private When(Fields fields) {
      this.fields = fields;
    }

    /** A key that must be there when the condition holds, and is refused otherwise. */
    public <T> Field<Optional<T>> required(String name, Schema<T> schema, String description) {
      return fields.add(
          name, schema, description, true, Optional.empty(), read -> read.map(Fields::cast));
    }

    /** A key that is refused unless the condition holds. */
    public <T> Field<T> optional(
        String name, Schema<T> schema, T defaultValue, String description) {
      return fields.optional(name, schema, defaultValue, description);
    }
  }

  private <T> Field<T> add(
      String name,
      Schema<?> schema,
      String description,
      boolean required,
      Optional<Object> defaultValue,
      Function<Optional<?>, T> value) {
    Field<T> field =
        new Field<>(
            name, schema, description, required, defaultValue, condition, Optional.empty(), value);
    fields.add(field);
    return field;
  }

  /** Safe: a field's value is what its own schema read. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T> T cast(Object value) {
    return (T) value;
  }
}
