package io.github.trunkrepro.runtime.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * EMNIST's {@code *-mapping.txt}: a line for each class with its label and the ASCII codes of the
 * characters that it stands for. The first of them is the class's name.
 */
final class ClassMapping {
  private static final int MAX_BYTES = 1 << 16;
  private static final Pattern LINE =
      Pattern.compile("\\s*(\\d{1,3})\\s+(\\d{1,3})(?:\\s+\\d{1,3})*\\s*");

  private ClassMapping() {}

  /** Class names in the order of the labels, which must count up from the first label. */
  static List<String> read(Path file, int firstLabel) {
    List<String> names = new ArrayList<>();
    List<String> lines = text(file).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher line = LINE.matcher(lines.get(i));
      String where = file + ", line " + (i + 1) + ": ";
      if (!line.matches()) {
        throw DataErrors.setup(
            where + "expected a label and ASCII codes, found \"" + lines.get(i) + "\".");
      }
      int label = firstLabel + names.size();
      if (!line.group(1).equals(String.valueOf(label))) {
        throw DataErrors.setup(
            where
                + "expected label "
                + label
                + ", found "
                + line.group(1)
                + ". Labels count up from the recipe's dataset.firstLabel, which is "
                + firstLabel
                + (i == 0 ? ": write there the label that the mapping begins with." : "."));
      }
      String name = character(line.group(2));
      if (name.isEmpty() || names.contains(name)) {
        throw DataErrors.setup(
            where
                + "expected the code of a printable ASCII character (33 to 126) that no line before"
                + " has, found "
                + line.group(2)
                + ".");
      }
      names.add(name);
    }
    if (names.isEmpty()) {
      throw DataErrors.setup(file + ": expected a line for each class, found none.");
    }
    return names;
  }

  private static String character(String code) {
    int value = Integer.parseInt(code);
    return value > ' ' && value < 127 ? Character.toString(value) : "";
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw DataErrors.setup(
            file + ": expected at most " + MAX_BYTES + " bytes, found " + Files.size(file) + ".");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1).stripTrailing();
    } catch (IOException e) {
      throw DataErrors.unreadable(file, e);
    }
  }
}
