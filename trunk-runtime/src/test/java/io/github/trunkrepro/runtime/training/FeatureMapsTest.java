package io.github.trunkrepro.runtime.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.transform.TransformPipeline;
import io.github.trunkrepro.runtime.transform.TransformSpec;
import io.github.trunkrepro.runtime.tree.ClassSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureMapsTest {
  private static final ImageShape SHAPE = new ImageShape(1, 28, 28);
  private static final ClassSet OWN = ClassSet.of(List.of(1, 3));

  @TempDir Path folder;

  private final Torch torch = Torch.start(Experiments.DETERMINISM);
  private final NDManager manager = torch.newManager();
  private final Network parent =
      Network.create(
          new Experiments().recipe().network().root(),
          SHAPE,
          4,
          name -> RandomStream.of(1, name),
          manager);
  private final NodeInputs source =
      new PixelInputs(
          new Noise(1300),
          TransformPipeline.of(List.of(new TransformSpec.ToTensor()), SHAPE),
          List.of());

  @AfterEach
  void free() {
    parent.close();
    manager.close();
  }

  @Test
  void holdsTheImagesOfItsClassesInTheirOrder() {
    try (FeatureMaps maps = maps(new FeatureCache(1L << 30, Optional.empty()))) {
      assertThat(maps.size()).isEqualTo(650);
      assertThat(maps.label(0)).isEqualTo(1);
      assertThat(maps.label(1)).isEqualTo(3);
      assertThat(maps.loadedShape()).isEqualTo(parent.featureShape());
      assertThat(row(maps, 0)).isNotEqualTo(row(maps, 1));
    }
  }

  @Test
  void inMemoryInAFileAndComputedAgainAreTheSameBits() {
    int chunk = FeatureMaps.CHUNK * parent.featureShape().values() * Float.BYTES;
    try (FeatureMaps kept = maps(new FeatureCache(1L << 30, Optional.empty()));
        FeatureMaps spilled = maps(new FeatureCache(chunk, Optional.of(folder.resolve("spill"))));
        FeatureMaps none = maps(new FeatureCache(0, Optional.empty()))) {
      kept.materialize();
      spilled.materialize();
      assertThat(folder.resolve("spill")).isDirectory();
      for (int position : new int[] {649, 0, 255, 256, 511, 512, 300}) {
        assertThat(row(spilled, position)).isEqualTo(row(kept, position));
        assertThat(row(none, position)).isEqualTo(row(kept, position));
      }
    }
  }

  @Test
  void manyThreadsReadTheSameMaps() {
    try (FeatureMaps kept = maps(new FeatureCache(1L << 30, Optional.empty()));
        FeatureMaps none = maps(new FeatureCache(0, Optional.empty()))) {
      List<float[]> expected = IntStream.range(0, 650).mapToObj(i -> row(kept, i)).toList();
      boolean equal =
          IntStream.range(0, 650)
              .parallel()
              .allMatch(i -> java.util.Arrays.equals(row(none, i), expected.get(i)));
      assertThat(equal).isTrue();
    }
  }

  @Test
  void leavesNoFileBehind() throws Exception {
    try (FeatureMaps spilled = maps(new FeatureCache(0, Optional.of(folder)))) {
      spilled.materialize();
    }
    try (var left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  private FeatureMaps maps(FeatureCache cache) {
    return new FeatureMaps(source, OWN, parent, manager, cache);
  }

  private static float[] row(FeatureMaps maps, int position) {
    float[] row = new float[maps.loadedShape().values()];
    maps.load(position, null, row);
    return row;
  }

  private record Noise(int size) implements ImageSet {
    @Override
    public ImageShape shape() {
      return SHAPE;
    }

    @Override
    public int label(int index) {
      return index % 4;
    }

    @Override
    public void read(int index, byte[] target) {
      RandomStream stream = RandomStream.of(index, "noise");
      for (int i = 0; i < target.length; i++) {
        target[i] = (byte) stream.nextInt();
      }
    }
  }
}
