package io.github.trunkrepro.runtime.environment;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.environment.RuleResult.Status;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A report as JUnit's XML, so that CI servers show each rule as a test. */
public final class EnvironmentJunit {
  private static final String SUITE = "trunk:verify-env";

  private EnvironmentJunit() {}

  /** Writes the file as a whole. */
  public static void write(EnvironmentReport report, Path file) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      write(report.results(), xml);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("memory is always writable", e);
    }
    AtomicFiles.write(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void write(List<RuleResult> results, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", SUITE);
    xml.writeAttribute("tests", Integer.toString(results.size()));
    xml.writeAttribute("failures", count(results.stream().filter(RuleResult::failsBuild).count()));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute(
        "skipped", count(results.stream().filter(EnvironmentJunit::isSkipped).count()));
    for (RuleResult result : results) {
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", SUITE);
      xml.writeAttribute("name", result.rule());
      xml.writeAttribute("time", "0");
      if (result.failsBuild()) {
        xml.writeStartElement("failure");
        xml.writeAttribute("message", result.violations().get(0).found());
        xml.writeAttribute("type", result.rule());
        xml.writeCharacters(text(result));
        xml.writeEndElement();
      } else if (result.status() == Status.FAILED) {
        xml.writeStartElement("system-out");
        xml.writeCharacters("warning\n" + text(result));
        xml.writeEndElement();
      } else if (isSkipped(result)) {
        xml.writeStartElement("skipped");
        xml.writeAttribute("message", result.status() + " " + result.note());
        xml.writeEndElement();
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static boolean isSkipped(RuleResult result) {
    return switch (result.status()) {
      case PASSED, FAILED -> false;
      case NOT_RUN, NOT_DECLARED, OFF -> true;
    };
  }

  private static String count(long number) {
    return Long.toString(number);
  }

  private static String text(RuleResult result) {
    return result.violations().stream()
        .map(
            v ->
                "expected "
                    + v.expected()
                    + "\nfound "
                    + v.found()
                    + "\ndeclared "
                    + v.where()
                    + "\nto mend "
                    + v.mend())
        .collect(Collectors.joining("\n\n"));
  }
}
