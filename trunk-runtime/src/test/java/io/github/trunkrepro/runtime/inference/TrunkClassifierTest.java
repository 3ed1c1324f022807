package io.github.trunkrepro.runtime.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.Datasets;
import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.dataset.Reading;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.fork.TrainedFolder;
import io.github.trunkrepro.runtime.manifest.Environment;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrunkClassifierTest {
  @TempDir static Path project;
  private static Path folder;
  private static ImageSet images;

  @BeforeAll
  static void train() throws IOException {
    folder = TrainedFolder.train(project);
    Recipe recipe = RecipeReader.read(project.resolve("experiment.yaml"), project, Map.of());
    Dataset dataset =
        Datasets.read(
            recipe.source(),
            project,
            new Reading(
                recipe.train().perClass(),
                recipe.test().perClass(),
                recipe.seed(),
                recipe.readingSteps(),
                PixelRoom.inMemory()));
    images = dataset.test();
  }

  private static List<ImageInput> inputs(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i -> {
              byte[] pixels = new byte[images.shape().values()];
              images.read(i, pixels);
              return ImageInput.of(images.shape(), pixels);
            })
        .toList();
  }

  @Test
  void foldedBatchNormChangesRoundingOnly() {
    List<Classification> expected;
    List<Classification> found;
    try (TrunkClassifier trained = TrunkClassifier.load(folder);
        TrunkClassifier folded = TrunkClassifier.load(folder, BatchNorm.FOLDED)) {
      expected = trained.classify(inputs(0, images.size()));
      found = folded.classify(inputs(0, images.size()));
    }
    assertThat(found).isNotEqualTo(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i).className()).isEqualTo(expected.get(i).className());
      assertThat(found.get(i).probability()).isCloseTo(expected.get(i).probability(), within(1e-5));
    }
  }

  @Test
  void speedIsMeasuredOnEveryPath() {
    TrainedNetwork trained = TrainedNetwork.read(folder);
    NDManager manager = Torch.start(trained.recipe().determinism()).newManager();
    try (TreeNetwork network = trained.open(BatchNorm.FOLDED, manager)) {
      Evaluator evaluator = new Evaluator(network, trained.transforms(), 0);
      List<Route> routes = evaluator.routes(images);
      SpeedReport report =
          new SpeedMeasurement(network, evaluator, images)
              .report(routes, trained.classNames(), "here");
      assertThat(report.batchNorm()).isEqualTo(BatchNorm.FOLDED);
      assertThat(report.paths()).hasSameSizeAs(network.leaves()).hasSizeGreaterThan(1);
      assertThat(report.paths().stream().mapToLong(SpeedReport.PathSpeed::images).sum())
          .isEqualTo(images.size());
      for (SpeedReport.PathSpeed path : report.paths()) {
        assertThat(path.milliseconds().lowerQuartile()).isPositive();
      }
      assertThat(report.paths())
          .extracting(SpeedReport.PathSpeed::milliseconds)
          .contains(report.shortest(), report.longest());
      assertThat(report.batch()).isEqualTo(Math.min(256, images.size()));
      assertThat(report.imagesPerSecond().lowerQuartile()).isPositive();
      assertThat(report.text().get(report.text().size() - 1)).contains("batch norm folded");
    }
  }

  @Test
  void latencyIsARatioToAConvolution() {
    TrainedNetwork trained = TrainedNetwork.read(folder);
    NDManager manager = Torch.start(trained.recipe().determinism()).newManager();
    try (TreeNetwork network = trained.open(BatchNorm.AS_TRAINED, manager)) {
      Environment.Latency latency =
          LatencyMeasurement.measure(
              network, new Evaluator(network, trained.transforms(), 0), images);
      assertThat(latency.milliseconds()).isPositive();
      assertThat(latency.reference()).isPositive();
      // Medians of both, and of their quotients: near each other, if not the same.
      assertThat(latency.ratio())
          .isBetween(
              0.2 * latency.milliseconds() / latency.reference(),
              5 * latency.milliseconds() / latency.reference());
    }
  }

  @Test
  void classifiesTheTestSetAsTheTrainingDid() {
    Manifest manifest = Manifest.read(folder.resolve("manifest.json"));
    long correct;
    try (TrunkClassifier classifier = TrunkClassifier.load(folder)) {
      List<Classification> all = classifier.classify(inputs(0, images.size()));
      correct =
          IntStream.range(0, images.size())
              .filter(
                  i -> classifier.classNames().get(images.label(i)).equals(all.get(i).className()))
              .count();
      assertThat(all).anyMatch(classification -> classification.steps().size() > 1);
      assertThat(all)
          .allSatisfy(
              one ->
                  assertThat(one.probability())
                      .isCloseTo(
                          one.steps().stream()
                              .mapToDouble(Classification.Step::probability)
                              .reduce(1, (a, b) -> a * b),
                          within(1e-12)));
    }
    assertThat(correct).isPositive();
    assertThat(correct).isEqualTo(manifest.reproducible().test().accuracy().correct());
  }

  @Test
  void manyThreadsGetWhatOneGets() throws Exception {
    int step = 7;
    try (TrunkClassifier classifier = TrunkClassifier.load(folder)) {
      List<Callable<List<Classification>>> calls = new ArrayList<>();
      for (int round = 0; round < 4; round++) {
        for (int from = 0; from + step <= images.size(); from += step) {
          List<ImageInput> batch = inputs(from, from + step);
          calls.add(() -> classifier.classify(batch));
        }
      }
      List<List<Classification>> serial = new ArrayList<>();
      for (Callable<List<Classification>> call : calls) {
        serial.add(call.call());
      }
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        List<List<Classification>> parallel = new ArrayList<>();
        for (Future<List<Classification>> future : threads.invokeAll(calls)) {
          parallel.add(future.get());
        }
        assertThat(parallel).isEqualTo(serial);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void aPictureAndItsPixelsAreTheSame() {
    byte[] pixels = new byte[images.shape().values()];
    images.read(3, pixels);
    BufferedImage picture =
        new BufferedImage(
            images.shape().width(), images.shape().height(), BufferedImage.TYPE_BYTE_GRAY);
    picture
        .getRaster()
        .setDataElements(0, 0, images.shape().width(), images.shape().height(), pixels);
    try (TrunkClassifier classifier = TrunkClassifier.load(folder)) {
      assertThat(classifier.classify(picture))
          .isEqualTo(classifier.classify(inputs(3, 4)).get(0))
          .isEqualTo(classifier.classify(inputs(3, 4).get(0)));
      assertThat(classifier.classify(List.of())).isEmpty();
      assertThat(classifier.imageShape()).isEqualTo(images.shape());
    }
  }

  @Test
  void leavesTheThreadAsItWas() {
    for (boolean before : new boolean[] {true, false}) {
      JniUtils.setGradMode(before);
      try (TrunkClassifier classifier = TrunkClassifier.load(folder)) {
        assertThat(JniUtils.isGradMode()).isEqualTo(before);
        assertThat(classifier.classify(inputs(0, 2))).hasSize(2);
      }
      assertThat(JniUtils.isGradMode()).isEqualTo(before);
    }
  }

  @Test
  void anImageOfAnotherSizeIsRefused() {
    try (TrunkClassifier classifier = TrunkClassifier.load(folder)) {
      ClassifierException.WrongImageSize wrong =
          catchThrowableOfType(
              ClassifierException.WrongImageSize.class,
              () -> classifier.classify(new BufferedImage(32, 30, BufferedImage.TYPE_INT_RGB)));
      assertThat(wrong.expected()).isEqualTo(images.shape());
      assertThat(wrong.found().width()).isEqualTo(32);
      assertThat(wrong.found().height()).isEqualTo(30);
    }
  }

  @Test
  void onceClosedItRefusesWork() {
    TrunkClassifier classifier = TrunkClassifier.load(folder);
    classifier.close();
    classifier.close();
    assertThatThrownBy(() -> classifier.classify(inputs(0, 1)))
        .isInstanceOf(ClassifierException.Closed.class);
  }
}
