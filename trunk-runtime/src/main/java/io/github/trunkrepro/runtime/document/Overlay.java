package io.github.trunkrepro.runtime.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A document laid over another: what it says holds, what it leaves out comes from the other. */
public final class Overlay {
  private static final String TYPE = "type";

  private Overlay() {}

  /**
   * The two as one. Maps are joined key by key, at any depth; everything else is replaced as a
   * whole: values, lists, and maps that name a {@code type}, because parameters of one type are
   * none of another. Every part keeps its own place; a joined map stands where {@code over} has it.
   */
  public static Node lay(Node over, Node under) {
    if (!(over instanceof Node.Mapping upper)
        || !(under instanceof Node.Mapping lower)
        || upper.entry(TYPE).isPresent()) {
      return over;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    lower.entries().forEach(entry -> entries.put(entry.key(), entry));
    for (Node.Entry entry : upper.entries()) {
      entries.merge(
          entry.key(),
          entry,
          (below, above) ->
              new Node.Entry(above.key(), above.at(), lay(above.value(), below.value())));
    }
    return new Node.Mapping(upper.at(), List.copyOf(entries.values()));
  }
}
