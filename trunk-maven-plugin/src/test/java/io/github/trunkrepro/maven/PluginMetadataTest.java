package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What the plugin's jar says of its goals, to Maven and to development environments. */
class PluginMetadataTest {
  private static final String DESCRIPTOR = "/META-INF/maven/plugin.xml";

  @Test
  void everyGoalWithADefaultPhaseIsIgnoredByIncrementalBuilds() throws Exception {
    List<String> bound = texts(DESCRIPTOR, "//mojo[phase]/goal");
    assertThat(bound).contains("train", "infer");
    assertThat(
            texts(
                "/META-INF/m2e/lifecycle-mapping-metadata.xml",
                "/lifecycleMappingMetadata/pluginExecutions/pluginExecution[action/ignore]"
                    + "/pluginExecutionFilter/goals/goal"))
        .containsExactlyInAnyOrderElementsOf(bound);
  }

  @Test
  void everyGoalAndEveryParameterOfTheUsersIsDescribed() throws Exception {
    assertThat(texts(DESCRIPTOR, "//mojo/goal"))
        .contains("train", "infer", "import", "baseline", "cache", "help");
    assertThat(texts(DESCRIPTOR, "//mojo[not(normalize-space(description))]/goal")).isEmpty();
    assertThat(
            texts(
                DESCRIPTOR,
                "//mojo[goal != 'help']/parameters/parameter[editable = 'true']"
                    + "[not(normalize-space(description)) or not(since)]/name"))
        .isEmpty();
  }

  @Test
  void everyGoalIsThreadSafe() throws Exception {
    assertThat(texts(DESCRIPTOR, "//mojo[not(threadSafe = 'true')]/goal")).isEmpty();
  }

  private static List<String> texts(String resource, String path) throws Exception {
    try (InputStream in = PluginMetadataTest.class.getResourceAsStream(resource)) {
      return texts(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in), path);
    }
  }

  private static List<String> texts(Document document, String path)
      throws XPathExpressionException {
    NodeList nodes =
        (NodeList)
            XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }
}
