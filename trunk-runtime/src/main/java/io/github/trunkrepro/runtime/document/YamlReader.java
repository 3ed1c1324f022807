package io.github.trunkrepro.runtime.document;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads a YAML file (and so a JSON file) into {@link Node}s.
 *
 * <p>Of YAML it takes what JSON has too, and comments: what is read is what stands there. Anchors,
 * aliases, merge keys, tags, keys that are no text, duplicate keys and further documents are
 * mistakes. What a scalar means is left to its {@link Schema}.
 */
public final class YamlReader {
  private static final int LIMIT_DEPTH = 32;

  private final String name;
  private final Problems problems;
  private final Parser parser;

  private YamlReader(String name, String text, Problems problems) {
    this.name = name;
    this.problems = problems;
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(TextFile.LIMIT_BYTES);
    this.parser = new ParserImpl(new StreamReader(text), options);
  }

  /**
   * Reads a file.
   *
   * @param name the file as it is shown to the user
   * @param problems gets the mistakes after which reading can go on
   * @throws UserException with all mistakes so far, when reading cannot go on
   */
  public static Node read(Path file, String name, Problems problems) {
    return parse(TextFile.read(file, name, problems), name, problems);
  }

  /**
   * Reads a text.
   *
   * @param name the file as it is shown to the user
   * @param problems gets the mistakes after which reading can go on
   * @throws UserException with all mistakes so far, when reading cannot go on
   */
  public static Node parse(String text, String name, Problems problems) {
    try {
      return new YamlReader(name, text, problems).document();
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      Location at = new Location(name, mark.getLine() + 1, mark.getColumn() + 1);
      throw problems.fatal(at, "not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw problems.fatal(new Location(name, 1, 1), "not YAML: " + e.getMessage());
    }
  }

  private Node document() {
    parser.getEvent(); // start of the stream
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      throw problems.fatal(new Location(name, 1, 1), "the file is empty");
    }
    parser.getEvent(); // start of the document
    Node root = node(parser.getEvent(), 0);
    parser.getEvent(); // end of the document
    if (!parser.checkEvent(Event.ID.StreamEnd)) {
      problems.add(at(parser.peekEvent()), "a second document begins here; only one is allowed");
    }
    return root;
  }

  private Node node(Event event, int depth) {
    Location at = at(event);
    if (depth > LIMIT_DEPTH) {
      throw problems.fatal(at, "nested deeper than " + LIMIT_DEPTH + " levels");
    }
    if (event instanceof AliasEvent alias) {
      problems.add(at, "aliases (*" + alias.getAnchor() + ") are not allowed; write the value out");
      return new Node.Broken(at);
    }
    int before = problems.count();
    if (((NodeEvent) event).getAnchor() != null) {
      String anchor = ((NodeEvent) event).getAnchor();
      problems.add(at, "anchors (&" + anchor + ") are not allowed; write each value out");
    }
    Node node;
    if (event instanceof ScalarEvent scalar) {
      refuseTag(at, scalar.getTag());
      boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
      node = new Node.Scalar(at, scalar.getValue(), plain);
    } else if (event instanceof SequenceStartEvent sequence) {
      refuseTag(at, sequence.getTag());
      node = sequence(at, depth);
    } else {
      refuseTag(at, ((MappingStartEvent) event).getTag());
      node = mapping(at, depth);
    }
    // Only for scalars: the mistakes inside the others are their own.
    return node instanceof Node.Scalar && problems.count() > before ? new Node.Broken(at) : node;
  }

  private Node sequence(Location at, int depth) {
    List<Node> items = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(parser.getEvent(), depth + 1));
    }
    parser.getEvent();
    return new Node.Sequence(at, items);
  }

  private Node mapping(Location at, int depth) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      Node key = node(parser.getEvent(), depth + 1);
      Node value = node(parser.getEvent(), depth + 1);
      if (!(key instanceof Node.Scalar scalar)) {
        if (!(key instanceof Node.Broken)) {
          problems.add(key.at(), "a key must be text, found " + key.description());
        }
      } else if (scalar.text().equals("<<") && scalar.plain()) {
        problems.add(key.at(), "merge keys (<<) are not allowed; write the values out");
      } else {
        Node.Entry entry = new Node.Entry(scalar.text(), key.at(), value);
        Node.Entry first = entries.putIfAbsent(scalar.text(), entry);
        if (first != null) {
          problems.add(
              key.at(),
              "duplicate key "
                  + Node.Scalar.quoted(scalar.text())
                  + "; it stands already in line "
                  + first.at().line());
        }
      }
    }
    parser.getEvent();
    return new Node.Mapping(at, List.copyOf(entries.values()));
  }

  private void refuseTag(Location at, String tag) {
    if (tag != null) {
      problems.add(at, "tags (" + tag + ") are not allowed");
    }
  }

  private Location at(Event event) {
    Mark mark = event.getStartMark();
    return new Location(name, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
