package io.github.trunkrepro.runtime.document;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;

/** Lines of a JSON file on which its parts stand. */
public final class JsonLines {
  private JsonLines() {}

  /**
   * The line of the key that these keys of nested objects lead to; where one of them is missing,
   * that of the last one that is there.
   *
   * @return from 1; 1 for no key, and for what is no JSON
   */
  public static int of(byte[] json, List<String> keys) {
    int line = 1;
    try (JsonParser parser = Json.mapper().createParser(json)) {
      parser.nextToken();
      for (String key : keys) {
        if (!find(parser, key)) {
          return line;
        }
        line = parser.currentTokenLocation().getLineNr();
        parser.nextToken();
      }
    } catch (IOException e) {
      // Whoever reads the file says so; here it has but a first line.
    }
    return line;
  }

  /** Goes on to a key of the object that the parser stands on. */
  private static boolean find(JsonParser parser, String key) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      if (parser.currentName().equals(key)) {
        return true;
      }
      parser.nextToken();
      parser.skipChildren();
    }
    return false;
  }
}
