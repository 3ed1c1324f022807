package io.github.trunkrepro.runtime.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import java.nio.charset.StandardCharsets;

/**
 * JSON of which there is only one for each content: keys sorted by UTF-16 code units, integers
 * plainly, doubles in the fewest digits that give them back, UTF-8, no {@code NaN} or infinity. The
 * same bytes on every Java.
 */
public final class CanonicalJson {
  private static final ObjectWriter COMPACT =
      Json.mapper().writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);
  private static final ObjectWriter PRETTY = COMPACT.with(printer());

  private CanonicalJson() {}

  /**
   * Canonical form without white space, for digests.
   *
   * @param tree maps, lists, strings, numbers, booleans, null, or records of these
   * @throws IllegalArgumentException when it holds {@code NaN} or an infinity, or is no such tree
   */
  public static byte[] bytes(Object tree) {
    return write(COMPACT, tree).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The same content indented by two spaces, with a final line feed, for files that people read.
   */
  public static String pretty(Object tree) {
    return write(PRETTY, tree) + "\n";
  }

  /** SHA-256 of {@link #bytes}. */
  public static String digest(Object tree) {
    return Digests.sha256(bytes(tree));
  }

  private static String write(ObjectWriter writer, Object tree) {
    try {
      // By way of a tree, because only its keys are sorted wholly (type names included).
      return writer.writeValueAsString((Object) Json.mapper().valueToTree(tree));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  private static DefaultPrettyPrinter printer() {
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Spacing.AFTER)
            .withArrayEmptySeparator("")
            .withObjectEmptySeparator("");
    return new DefaultPrettyPrinter(separators).withObjectIndenter(new DefaultIndenter("  ", "\n"));
  }
}
