package io.github.trunkrepro.runtime.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.network.DropoutSite;
import io.github.trunkrepro.runtime.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchLoaderTest {
  private static final List<DropoutSite> DROPOUT =
      List.of(new DropoutSite("features.1", 0.5, List.of(5, 1, 1)));

  @Test
  void givesEveryImageInOrderAndASmallerLastBatch() {
    assertThat(load(new Numbered(10), 4, 2)).containsExactly(batches(10, 4));
  }

  @Test
  void batchesDoNotDependOnThreads() {
    assertThat(load(new Numbered(50), 7, 5)).isEqualTo(load(new Numbered(50), 7, 1));
  }

  @Test
  void loadsNoFurtherAheadThanItsBuffers() throws InterruptedException {
    Numbered inputs = new Numbered(1000);
    int threads = 2;
    try (BatchLoader loader = new BatchLoader(inputs, label -> label, 10, List.of(), threads);
        BatchLoader.Pass pass = loader.pass(all(inputs), new Streams())) {
      pass.next();
      Thread.sleep(200);

      // The batch that is held, and one more than threads ahead of it.
      assertThat(inputs.loaded.get()).isLessThanOrEqualTo(10 * (threads + 2));
    }
  }

  @Test
  void anErrorOfALoaderReachesTheTrainerAsItIs() {
    Numbered inputs = new Numbered(30);
    inputs.broken = 25;
    try (BatchLoader loader = new BatchLoader(inputs, label -> label, 10, List.of(), 2);
        BatchLoader.Pass pass = loader.pass(all(inputs), new Streams())) {
      assertThat(pass.next()).isNotNull();
      assertThat(pass.next()).isNotNull();
      assertThatThrownBy(pass::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("image 25");
    }
  }

  @Test
  void aPassThatIsLeftEarlyLeavesTheLoaderUsable() {
    Numbered inputs = new Numbered(100);
    try (BatchLoader loader = new BatchLoader(inputs, label -> label, 10, List.of(), 3)) {
      for (int i = 0; i < 5; i++) {
        try (BatchLoader.Pass pass = loader.pass(all(inputs), new Streams())) {
          assertThat(pass.next().images().getFloat(0)).isZero();
        }
      }
    }
  }

  private static String[] batches(int images, int size) {
    List<String> expected = new ArrayList<>();
    for (int from = 0; from < images; from += size) {
      int to = Math.min(images, from + size);
      expected.add(
          IntStream.range(from, to).mapToObj(i -> (float) i + ":" + (i % 3 + 100)).toList() + "");
    }
    return expected.toArray(String[]::new);
  }

  /** Pixel and target of each image, a text for each batch. */
  private static List<String> load(Numbered inputs, int batchSize, int threads) {
    List<String> texts = new ArrayList<>();
    try (BatchLoader loader =
            new BatchLoader(inputs, label -> label + 100, batchSize, DROPOUT, threads);
        BatchLoader.Pass pass = loader.pass(all(inputs), new Streams())) {
      for (Batch batch = pass.next(); batch != null; batch = pass.next()) {
        Batch current = batch;
        assertThat(current.masks()).hasSize(1);
        texts.add(
            IntStream.range(0, current.size())
                    .mapToObj(
                        i ->
                            current.images().getFloat(i * Float.BYTES)
                                + ":"
                                + current.targets().getLong(i * Long.BYTES))
                    .toList()
                + "");
      }
    }
    return texts;
  }

  private static int[] all(NodeInputs inputs) {
    return IntStream.range(0, inputs.size()).toArray();
  }

  private static final class Streams implements BatchLoader.PassStreams {
    @Override
    public RandomStream image(int position) {
      return RandomStream.of(1, "image " + position);
    }

    @Override
    public RandomStream dropout(int batch, int layer) {
      return RandomStream.of(1, "batch " + batch, "layer " + layer);
    }
  }

  /** Images of one pixel, which holds their number. */
  private static final class Numbered implements NodeInputs {
    private final int size;
    private final AtomicInteger loaded = new AtomicInteger();
    private int broken = -1;

    Numbered(int size) {
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public int label(int position) {
      return position % 3;
    }

    @Override
    public ImageShape loadedShape() {
      return new ImageShape(1, 1, 1);
    }

    @Override
    public boolean random() {
      return false;
    }

    @Override
    public void load(int position, RandomStream stream, float[] out) {
      if (position == broken) {
        throw new IllegalStateException("image " + position);
      }
      loaded.incrementAndGet();
      out[0] = position;
    }

    @Override
    public NDArray prepare(NDArray input) {
      return input;
    }

    @Override
    public void materialize() {}

    @Override
    public void close() {}
  }
}
