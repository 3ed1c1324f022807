package io.github.trunkrepro.runtime.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The words in which a document is described. */
public final class Schemas {
  private static final Pattern ANY_TEXT = Pattern.compile("[\\s\\S]+");

  private Schemas() {}

  /** A whole number that fits into an {@code int}. */
  public static Schema<Integer> integer(Range range) {
    return Scalars.integer(range);
  }

  /** A whole number that fits into a {@code long}. */
  public static Schema<Long> longInteger(Range range) {
    return Scalars.longInteger(range);
  }

  /** A finite number. */
  public static Schema<Double> number(Range range) {
    return Scalars.number(range);
  }

  /** {@code true} or {@code false}, also with a capital letter, as Python writes it. */
  public static Schema<Boolean> bool() {
    return Scalars.bool();
  }

  /** Any text but none. */
  public static Schema<String> text() {
    return Scalars.text("text", ANY_TEXT);
  }

  /**
   * Text of a certain form.
   *
   * @param what the form, in the words of a message
   */
  public static Schema<String> text(String what, Pattern pattern) {
    return Scalars.text(what, pattern);
  }

  /**
   * One of some words.
   *
   * @param otherwise what else could be meant, in the words of a message; read by somebody else
   */
  public static Schema<String> word(List<String> words, String otherwise) {
    return Scalars.word(words, otherwise);
  }

  /** One of the enum's constants, in lower case with hyphens. */
  public static <E extends Enum<E>> Schema<E> choice(Class<E> type) {
    return Scalars.choice(type);
  }

  /** Anything, as it stands there. */
  public static Schema<Node> anything() {
    return new Schema<>() {
      @Override
      public Optional<Node> read(Cursor at) {
        return at.node() instanceof Node.Broken ? Optional.empty() : Optional.of(at.node());
      }

      @Override
      public boolean accepts(Node node) {
        return true;
      }

      @Override
      public String expected() {
        return "a value";
      }

      @Override
      public Map<String, Object> json(Definitions definitions) {
        return Map.of();
      }
    };
  }

  /** A list of any length. */
  public static <T> Schema<List<T>> list(Schema<T> item) {
    return list(0, Integer.MAX_VALUE, item);
  }

  /** A list of at least {@code min} and at most {@code max} items. */
  public static <T> Schema<List<T>> list(int min, int max, Schema<T> item) {
    return new Containers.ListOf<>(min, max, item);
  }

  /** A map from any keys to values of one kind. */
  public static <T> Schema<Map<String, T>> mapOf(Schema<T> value) {
    return new Containers.MapOf<>(value);
  }

  /** The value itself, or a list that holds it alone. */
  public static <T> Schema<T> oneOrOnly(Schema<T> item) {
    return firstOf(item, list(1, 1, item).map(items -> items.get(0)));
  }

  /** Whichever of the two reads nodes of the kind that stands there. */
  public static <T> Schema<T> firstOf(Schema<? extends T> one, Schema<? extends T> other) {
    return new Alternatives.FirstOf<>(List.of(one, other));
  }

  /** A word that stands for a value, or anything else that {@code other} reads. */
  public static <T> Schema<T> wordOr(String word, T value, Schema<T> other) {
    return new Alternatives.WordOr<>(word, value, other);
  }

  /** A map that is of one kind if it has the key, and of another if not. */
  public static <T> Schema<T> byKey(String key, Schema<T> with, Schema<T> without) {
    return new Alternatives.ByKey<>(key, with, without);
  }

  /** {@code type: …} and, where that type has some, {@code params: …}. */
  public static <T> Schema<T> typed(Map<String, Schema<? extends T>> types) {
    return new Alternatives.Typed<>(types);
  }

  /** A name alone, or a map from that name to its parameters. */
  public static <T> Schema<T> keyed(String what, Map<String, Schema<? extends T>> kinds) {
    return new Alternatives.Keyed<>(what, kinds);
  }

  /**
   * A map with known keys.
   *
   * @param definition declares the fields, and gives the function that makes the result of their
   *     values
   */
  public static <T> Schema<T> object(Function<Fields, Function<Values, T>> definition) {
    return new ObjectSchema<>(definition);
  }
}
