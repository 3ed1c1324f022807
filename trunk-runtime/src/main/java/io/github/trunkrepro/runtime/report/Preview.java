package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.transform.Denormalizer;
import io.github.trunkrepro.runtime.transform.TransformPipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a recipe does to its training images: a contact sheet for each class, originals beside what
 * the transforms make of them, and the range of the values that a network sees.
 */
public final class Preview {
  private final Recipe recipe;
  private final Dataset dataset;
  private final TransformPipeline transforms;
  private final Denormalizer denormalizer;

  /**
   * A preview.
   *
   * @param dataset read with the recipe's reading steps
   * @throws io.github.trunkrepro.runtime.document.UserException (set-up) when the transforms do not
   *     fit the images
   */
  public Preview(Recipe recipe, Dataset dataset) {
    this.recipe = recipe;
    this.dataset = dataset;
    transforms = recipe.pipeline(recipe.train(), dataset.train().shape());
    denormalizer = Denormalizer.of(recipe.train().transform(), transforms.outputShape());
  }

  /**
   * Writes one PNG for each class and gives the lines to tell: the files, and the values.
   *
   * @param images of each class, the first of the training set; fewer where it has fewer
   * @param versions of each image
   */
  public List<String> write(Path folder, int images, int versions) {
    List<String> lines = new ArrayList<>();
    ValueRange values = new ValueRange();
    for (int index = 0; index < dataset.classNames().size(); index++) {
      String name = dataset.classNames().get(index);
      Path file = folder.resolve(fileName(index, name));
      AtomicFiles.write(file, sheet(index, images, versions, values));
      lines.add(name + ": " + file);
    }
    lines.add("values after the training transforms: " + values);
    lines.add("values after the test transforms: " + testValues(images));
    return lines;
  }

  private byte[] sheet(int label, int images, int versions, ValueRange values) {
    ImageSet train = dataset.train();
    int[] shown = first(train, label, images);
    ImageShape shape = train.shape();
    ImageShape result = transforms.outputShape();
    ImageShape cell =
        new ImageShape(
            3, Math.max(shape.height(), result.height()), Math.max(shape.width(), result.width()));
    ContactSheet sheet = new ContactSheet(shown.length, versions + 1, cell);
    byte[] pixels = new byte[shape.values()];
    float[] out = new float[result.values()];
    for (int row = 0; row < shown.length; row++) {
      train.read(shown[row], pixels);
      sheet.put(row, 0, shape, pixels);
      for (int version = 0; version < versions; version++) {
        transforms.apply(pixels, stream("train", shown[row], version), out, 0);
        values.add(out);
        sheet.put(row, version + 1, result, denormalizer.bytes(out));
      }
    }
    return sheet.png();
  }

  private ValueRange testValues(int images) {
    ImageSet test = dataset.test();
    TransformPipeline pipeline = recipe.pipeline(recipe.test(), test.shape());
    ValueRange values = new ValueRange();
    byte[] pixels = new byte[test.shape().values()];
    float[] out = new float[pipeline.outputShape().values()];
    for (int label = 0; label < dataset.classNames().size(); label++) {
      for (int index : first(test, label, images)) {
        test.read(index, pixels);
        pipeline.apply(pixels, stream("test", index, 0), out, 0);
        values.add(out);
      }
    }
    return values;
  }

  /** Not the training's own streams: what is drawn is distributed as there, not the same. */
  private RandomStream stream(String split, int image, int version) {
    return RandomStream.of(recipe.seed(), "preview", split, "image " + image, "version " + version);
  }

  private static int[] first(ImageSet images, int label, int count) {
    return IntStream.range(0, images.size())
        .filter(index -> images.label(index) == label)
        .limit(count)
        .toArray();
  }

  /** The number keeps apart names that differ in what file systems do not tell apart. */
  private static String fileName(int index, String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
    String shortened = plain.substring(0, Math.min(plain.length(), 60));
    return String.format(Locale.ROOT, "%03d-%s.png", index, shortened);
  }
}
