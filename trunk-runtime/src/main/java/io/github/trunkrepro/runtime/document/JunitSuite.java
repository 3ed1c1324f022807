package io.github.trunkrepro.runtime.document;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Checks as JUnit's XML, so that CI servers show each of them as a test.
 *
 * @param name of the suite, such as the goal that checked
 */
public record JunitSuite(String name, List<Case> cases) {

  /** A suite with a copy of the list. */
  public JunitSuite {
    cases = List.copyOf(cases);
  }

  /** What came of a check. */
  public enum Outcome {
    /** As it should be; a text is kept as output. */
    PASSED,
    /** Nothing was checked. */
    SKIPPED,
    FAILED
  }

  /**
   * A check.
   *
   * @param message in a line; shown unless it passed
   * @param text everything that there is to say; may be empty
   */
  public record Case(String name, Outcome outcome, String message, String text) {}

  /** Writes the file as a whole. */
  public void write(Path file) {
    StringWriter text = new StringWriter();
    try {
      // The JDK's, whatever else is on the class path: the same bytes for all, and there at once.
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      write(xml);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("memory is always writable", e);
    }
    AtomicFiles.write(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void write(XMLStreamWriter xml) throws XMLStreamException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", name);
    xml.writeAttribute("tests", Integer.toString(cases.size()));
    xml.writeAttribute("failures", count(Outcome.FAILED));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", count(Outcome.SKIPPED));
    for (Case one : cases) {
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", name);
      xml.writeAttribute("name", one.name);
      xml.writeAttribute("time", "0");
      write(one, xml);
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void write(Case one, XMLStreamWriter xml) throws XMLStreamException {
    switch (one.outcome) {
      case FAILED -> {
        xml.writeStartElement("failure");
        xml.writeAttribute("message", visible(one.message));
        xml.writeAttribute("type", one.name);
        xml.writeCharacters(visible(one.text));
        xml.writeEndElement();
      }
      case SKIPPED -> {
        xml.writeStartElement("skipped");
        xml.writeAttribute("message", visible(one.message));
        xml.writeEndElement();
      }
      case PASSED -> {
        if (!one.text.isEmpty()) {
          xml.writeStartElement("system-out");
          xml.writeCharacters(visible(one.text));
          xml.writeEndElement();
        }
      }
    }
  }

  /** XML 1.0 has no characters for controls. */
  private static String visible(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", " ");
  }

  private String count(Outcome outcome) {
    return Long.toString(cases.stream().filter(one -> one.outcome == outcome).count());
  }
}
