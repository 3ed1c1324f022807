package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.manifest.Architecture;
import io.github.trunkrepro.runtime.manifest.DataRecord;
import io.github.trunkrepro.runtime.manifest.Environment;
import io.github.trunkrepro.runtime.manifest.Evaluation;
import io.github.trunkrepro.runtime.manifest.Likelihoods;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.Materials;
import io.github.trunkrepro.runtime.manifest.NodeRecord;
import io.github.trunkrepro.runtime.manifest.Origin;
import io.github.trunkrepro.runtime.manifest.Provenance;
import io.github.trunkrepro.runtime.manifest.Reproducible;
import io.github.trunkrepro.runtime.network.Counts;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.ValidationSpec;
import io.github.trunkrepro.runtime.training.PhaseTiming;
import io.github.trunkrepro.runtime.training.TrainedNode;
import io.github.trunkrepro.runtime.training.TrainedTree;
import io.github.trunkrepro.runtime.training.TrainingImages;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the manifest of a training. */
final class RunRecords {
  private final Session session;
  private final TrainedTree trained;

  RunRecords(Session session, TrainedTree trained) {
    this.session = session;
    this.trained = trained;
  }

  Manifest manifest(
      Optional<Provenance> provenance,
      Evaluation test,
      Instant start,
      Optional<Environment.Latency> latency) {
    return Manifest.of(
        provenance.orElseGet(() -> new Provenance(Optional.empty(), List.of(), start.toString())),
        reproducible(test),
        environment(start, latency));
  }

  /** What the run is, whoever made it. */
  Reproducible reproducible(Evaluation test) {
    Recipe recipe = session.recipe();
    return new Reproducible(
        recipe.seed(),
        recipe.digest(),
        data(),
        trained.tree(),
        nodes(),
        test,
        recipe.validation().from() == ValidationSpec.From.TEST,
        recipe.averageSoftmax(),
        recipe.determinism());
  }

  Materials materials(Manifest manifest, Optional<Origin> origin) {
    return new Materials(
        Materials.VERSION,
        manifest.identity(),
        session.dataset().trainDigest(),
        session.dataset().testDigest(),
        manifest.environment().natives(),
        origin);
  }

  /** The layers of every node. */
  Architecture architecture() {
    List<String> names = session.dataset().classNames();
    return new Architecture(
        Architecture.VERSION,
        session.recipe().digest(),
        trained.nodes().stream()
            .map(
                node ->
                    new Architecture.NodeLayers(
                        node.path().id(),
                        node.input().toString(),
                        Network.layers(
                                session
                                    .recipe()
                                    .network()
                                    .of(node.path().isRoot(), node.path().classes().names(names)),
                                node.input(),
                                node.outputs().size())
                            .stream()
                            .map(
                                layer ->
                                    new Architecture.LayerRow(
                                        layer.part(),
                                        layer.layer(),
                                        layer.output(),
                                        layer.counts().parameters(),
                                        layer.counts().multiplyAccumulates()))
                            .toList()))
            .toList());
  }

  private DataRecord data() {
    Dataset dataset = session.dataset();
    TrainingImages images = TrainingImages.of(session.recipe(), dataset);
    List<DataRecord.ClassCount> classes = new ArrayList<>();
    int[] train = counts(images.train());
    int[] validation = counts(images.validation());
    int[] test = counts(dataset.test());
    for (int i = 0; i < dataset.classNames().size(); i++) {
      classes.add(
          new DataRecord.ClassCount(dataset.classNames().get(i), train[i], validation[i], test[i]));
    }
    return new DataRecord(dataset.recordedFiles(), dataset.digest(), classes);
  }

  private int[] counts(ImageSet images) {
    int[] counts = new int[session.dataset().classNames().size()];
    for (int i = 0; i < images.size(); i++) {
      counts[images.label(i)]++;
    }
    return counts;
  }

  private List<NodeRecord> nodes() {
    List<String> names = session.dataset().classNames();
    List<NodeRecord> records = new ArrayList<>();
    for (TrainedNode node : trained.nodes()) {
      Counts counts =
          Network.count(
              session
                  .recipe()
                  .network()
                  .of(node.path().isRoot(), node.path().classes().names(names)),
              node.input(),
              node.outputs().size());
      records.add(
          new NodeRecord(
              node.path().id(),
              node.path().classes().names(names),
              node.phases(),
              node.outputs().stream().map(output -> output.names(names)).toList(),
              node.oneGroup(),
              node.likelihoods().map(asl -> Likelihoods.of(asl, node.groupingVolatility())),
              counts.parameters(),
              counts.multiplyAccumulates()));
    }
    return records;
  }

  private Environment environment(Instant start, Optional<Environment.Latency> latency) {
    Map<String, String> versions = new TreeMap<>(session.torch().versions());
    Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .ifPresent(version -> versions.put("trunk", version));
    return new Environment(
        session.torch().platform().key(),
        hostName(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        System.getProperty("java.vendor") + " " + Runtime.version(),
        versions,
        session.torch().natives().stream()
            .map(
                library ->
                    new Environment.Library(library.name(), library.sha256(), library.source()))
            .toList(),
        Runtime.getRuntime().availableProcessors(),
        memoryBytes(),
        start.toString(),
        Duration.between(start, Instant.now()).toMillis() / 1e3,
        trained.timings().stream()
            .filter(timing -> !timing.reused())
            .map(
                timing ->
                    new Environment.PhaseSpeed(
                        timing.node().id(),
                        timing.phase(),
                        timing.imagesPerSecond(),
                        timing.seconds(),
                        timing.waitedShare()))
            .toList(),
        bits(),
        latency,
        Map.of());
  }

  private Environment.Bits bits() {
    long proven = trained.timings().stream().filter(PhaseTiming::proven).count();
    if (proven == trained.timings().size()) {
      return new Environment.Bits(
          DeterminismSpec.Tier.BITWISE,
          "every phase was trained twice, in two processes, with the same bits");
    }
    return new Environment.Bits(
        DeterminismSpec.Tier.TOLERANCE,
        proven
            + " of "
            + trained.timings().size()
            + " phases were trained twice with the same bits");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static long memoryBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? machine.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }
}
