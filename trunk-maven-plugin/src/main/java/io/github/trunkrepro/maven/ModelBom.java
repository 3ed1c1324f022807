package io.github.trunkrepro.maven;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.dataset.DataFile;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.JsonLeaves;
import io.github.trunkrepro.runtime.manifest.Accuracy;
import io.github.trunkrepro.runtime.manifest.Evaluation.ClassAccuracy;
import io.github.trunkrepro.runtime.manifest.Interval;
import io.github.trunkrepro.runtime.manifest.NodeRecord;
import io.github.trunkrepro.runtime.manifest.Origin.ClassPathEntry;
import io.github.trunkrepro.runtime.manifest.Reproducible;
import io.github.trunkrepro.runtime.report.RunFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.model.Property;
import org.cyclonedx.model.component.ModelCard;
import org.cyclonedx.model.component.data.ComponentData;
import org.cyclonedx.model.component.data.Content;
import org.cyclonedx.model.component.data.DatasetChoice;
import org.cyclonedx.model.component.modelCard.Considerations;
import org.cyclonedx.model.component.modelCard.InputOutputParameter;
import org.cyclonedx.model.component.modelCard.ModelParameters;
import org.cyclonedx.model.component.modelCard.PerformanceMetric;
import org.cyclonedx.model.component.modelCard.QuantitativeAnalysis;
import org.cyclonedx.parsers.JsonParser;

/**
 * A run as a CycloneDX bill of materials of a machine-learning model: model card with accuracy by
 * class, data sets with hashes, hyperparameters, and the class path that trained. The same run of
 * the same project has the same bytes, serial number included: there is no time in it.
 */
final class ModelBom {
  private static final Version VERSION = Version.VERSION_16;
  private static final int PARTS = 4;

  private final RunFacts facts;
  private final Reproducible run;

  private ModelBom(RunFacts facts) {
    this.facts = facts;
    this.run = facts.manifest().reproducible();
  }

  /** The bill as JSON, valid against the official schema. */
  static String json(RunFacts facts) {
    try {
      String json =
          BomGeneratorFactory.createJson(VERSION, new ModelBom(facts).bom()).toJsonString();
      List<?> faults = new JsonParser().validate(json, VERSION);
      if (!faults.isEmpty()) {
        throw new IllegalStateException("the bill of materials is not valid: " + faults);
      }
      return json.strip() + "\n";
    } catch (GeneratorException e) {
      throw new IllegalStateException("the bill of materials cannot be written", e);
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory is always readable", e);
    }
  }

  private Bom bom() {
    Component model = model();
    Metadata metadata = new Metadata();
    // It would be the present time, and another one each time.
    metadata.setTimestamp(null);
    metadata.setComponent(model);
    Bom bom = new Bom();
    bom.setSerialNumber("urn:uuid:" + serialNumber());
    bom.setVersion(1);
    bom.setMetadata(metadata);
    facts
        .materials()
        .origin()
        .ifPresent(origin -> origin.classPath().forEach(entry -> bom.addComponent(library(entry))));
    facts
        .materials()
        .natives()
        .forEach(library -> bom.addComponent(file(library.name(), library.sha256())));
    return bom;
  }

  /** Of what is told: version 8 (RFC 9562), the first bits of a SHA-256. */
  private UUID serialNumber() {
    String content =
        String.join(
            "\n",
            facts.groupId(),
            facts.artifactId(),
            facts.version(),
            facts.manifest().identity(),
            facts.materials().natives().toString(),
            facts.materials().origin().toString());
    ByteBuffer digest =
        ByteBuffer.wrap(
            HexFormat.of().parseHex(Digests.sha256(content.getBytes(StandardCharsets.UTF_8))));
    long high = (digest.getLong() & ~0xF000L) | 0x8000L;
    long low = (digest.getLong() & ~(3L << 62)) | (1L << 63);
    return new UUID(high, low);
  }

  private Component model() {
    Component model = component(Component.Type.MACHINE_LEARNING_MODEL, facts.artifactId());
    model.setBomRef("model");
    model.setGroup(facts.groupId());
    model.setVersion(facts.version());
    facts.description().ifPresent(model::setDescription);
    model.setModelCard(card());
    model.setComponents(run.nodes().stream().map(ModelBom::weights).toList());
    List<Property> properties = new ArrayList<>();
    properties.add(new Property("trunk:run", facts.manifest().identity()));
    properties.add(new Property("trunk:recipe", run.recipeDigest()));
    properties.add(new Property("trunk:platform", facts.manifest().environment().platform()));
    facts.commit().ifPresent(commit -> properties.add(new Property("trunk:commit", commit)));
    model.setProperties(properties);
    return model;
  }

  private ModelCard card() {
    ModelParameters parameters = new ModelParameters();
    ModelParameters.Approach approach = new ModelParameters.Approach();
    approach.setType(ModelParameters.Approach.ApproachType.SUPERVISED);
    parameters.setApproach(approach);
    parameters.setTask("image classification");
    parameters.setArchitectureFamily("tree of convolutional networks");
    parameters.setModelArchitecture("TRUNK, %d nodes".formatted(run.tree().nodes().size()));
    parameters.setDatasets(List.of(dataset()));
    parameters.setInputs(List.of(format("image of " + facts.recipe().images())));
    parameters.setOutputs(
        List.of(format("one of %d classes".formatted(run.tree().classNames().size()))));
    QuantitativeAnalysis analysis = new QuantitativeAnalysis();
    List<PerformanceMetric> metrics = new ArrayList<>();
    metrics.add(metric(run.test().accuracy(), Optional.empty()));
    for (ClassAccuracy one : run.test().perClass()) {
      metrics.add(metric(one.accuracy(), Optional.of("class " + one.name())));
    }
    analysis.setPerformanceMetrics(metrics);
    ModelCard card = new ModelCard();
    card.setModelParameters(parameters);
    card.setQuantitativeAnalysis(analysis);
    if (run.testSelectedOn()) {
      Considerations considerations = new Considerations();
      considerations.setTechnicalLimitations(
          List.of(
              "Epochs were chosen by accuracy on the test set, so it tells less than it seems."));
      card.setConsiderations(considerations);
    }
    card.setProperties(hyperparameters());
    return card;
  }

  private DatasetChoice dataset() {
    ComponentData data = new ComponentData();
    data.setBomRef("data");
    data.setType(ComponentData.ComponentDataType.DATASET);
    data.setName(facts.recipe().recipe().at("/source/format").asText("images"));
    data.setDescription(
        "%d training, %d validation and %d test images; SHA-256 of all that can change a pixel or a label: %s"
            .formatted(
                facts.images(count -> count.train()),
                facts.images(count -> count.validation()),
                facts.images(count -> count.test()),
                run.data().digest()));
    Content files = new Content();
    List<Property> hashes = new ArrayList<>();
    hashes.add(new Property("trunk:data:sha256", run.data().digest()));
    for (DataFile file : run.data().files()) {
      hashes.add(new Property("trunk:data:file:" + file.name() + ":sha256", file.sha256()));
    }
    files.setProperties(hashes);
    data.setContents(files);
    DatasetChoice choice = new DatasetChoice();
    choice.setComponentData(data);
    return choice;
  }

  /** Every value of the recipe, by its JSON pointer. */
  private List<Property> hyperparameters() {
    List<Property> properties = new ArrayList<>();
    JsonLeaves.of(facts.recipe().recipe())
        .forEach(
            (pointer, value) ->
                properties.add(new Property("trunk:recipe:" + pointer, text(value))));
    return properties;
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private static InputOutputParameter format(String text) {
    InputOutputParameter parameter = new InputOutputParameter();
    parameter.setFormat(text);
    return parameter;
  }

  private static PerformanceMetric metric(Accuracy accuracy, Optional<String> slice) {
    Interval interval = Interval.of(accuracy);
    PerformanceMetric.ConfidenceInterval bounds = new PerformanceMetric.ConfidenceInterval();
    bounds.setLowerBound(interval.low().toPlainString());
    bounds.setUpperBound(interval.high().toPlainString());
    PerformanceMetric metric = new PerformanceMetric();
    metric.setType("accuracy");
    metric.setValue(accuracy.value().toPlainString());
    metric.setSlice(slice.orElse("test images"));
    metric.setConfidenceInterval(bounds);
    return metric;
  }

  /** A node's network; its digest is of the weights, not of the file around them. */
  private static Component weights(NodeRecord node) {
    Component weights = component(Component.Type.DATA, "weights of node " + node.id());
    weights.setBomRef("node " + node.id());
    weights.setProperties(
        List.of(
            new Property("trunk:parameters", String.valueOf(node.parameters())),
            new Property("trunk:macs", String.valueOf(node.macs())),
            new Property(
                "trunk:weights:sha256",
                node.phases().get(node.phases().size() - 1).weightsDigest())));
    return weights;
  }

  private static Component library(ClassPathEntry entry) {
    // groupId:artifactId:extension[:classifier]:version
    String[] parts = entry.artifact().split(":", -1);
    Component library = component(Component.Type.LIBRARY, parts[1]);
    library.setGroup(parts[0]);
    library.setVersion(parts[parts.length - 1]);
    String classifier = parts.length > PARTS ? "&classifier=" + parts[PARTS - 1] : "";
    library.setPurl(
        "pkg:maven/%s/%s@%s?type=%s%s"
            .formatted(parts[0], parts[1], parts[parts.length - 1], parts[2], classifier));
    library.setBomRef(entry.artifact());
    entry.sha256().ifPresent(digest -> library.setHashes(List.of(hash(digest))));
    return library;
  }

  private static Component file(String name, String sha256) {
    Component file = component(Component.Type.FILE, name);
    file.setBomRef("native " + name);
    file.setHashes(List.of(hash(sha256)));
    return file;
  }

  private static Component component(Component.Type type, String name) {
    Component component = new Component();
    component.setType(type);
    component.setName(name);
    return component;
  }

  private static Hash hash(String sha256) {
    return new Hash(Hash.Algorithm.SHA_256, sha256);
  }
}
