package io.github.trunkrepro.runtime.recipe;

import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.Problems;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Keys of the recipe that name the classes of a node: {@code "cat, dog"}. */
final class ClassSetKeys {
  /** A key with a comma; so no class of which a recipe speaks has one in its name. */
  static final Pattern PATTERN = Pattern.compile("[^,]*(?:,[^,]*)+");

  private ClassSetKeys() {}

  /** The names, trimmed and sorted. */
  static List<String> classes(String key) {
    return Arrays.stream(key.split(",", -1)).map(String::strip).sorted().toList();
  }

  /** Reports names that are empty or doubled, and keys that mean the same classes. */
  static void check(Node recipe, Problems problems) {
    if (!(recipe instanceof Node.Mapping mapping)) {
      return;
    }
    Map<List<String>, Node.Entry> seen = new HashMap<>();
    for (Node.Entry entry : mapping.entries()) {
      if (!PATTERN.matcher(entry.key()).matches()) {
        continue;
      }
      List<String> classes = classes(entry.key());
      if (classes.contains("")) {
        problems.add(entry.at(), "a class set has names between its commas, one is empty here");
      } else if (new HashSet<>(classes).size() < classes.size()) {
        problems.add(entry.at(), "a class stands twice in this class set");
      }
      Node.Entry first = seen.putIfAbsent(classes, entry);
      if (first != null) {
        boolean here = first.at().file().equals(entry.at().file());
        problems.add(
            entry.at(),
            "the same class set stands already "
                + (here ? "in line " + first.at().line() : "at " + first.at()));
      }
    }
  }
}
