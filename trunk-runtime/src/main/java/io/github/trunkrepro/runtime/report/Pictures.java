package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.tree.ClassTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Pictures of a tree and of its confusion matrix, each as SVG and as PNG. */
public final class Pictures {
  private Pictures() {}

  /**
   * Writes {@code tree.svg}, {@code tree.png}, {@code confusion.svg} and {@code confusion.png}.
   *
   * @param confusion images by true class (row) and given class (column)
   * @return why the PNG files are missing; empty when all were written
   */
  public static Optional<String> write(ClassTree tree, List<List<Long>> confusion, Path folder) {
    Optional<String> problem = write(TreePicture.of(tree), folder, "tree");
    Optional<String> other =
        write(ConfusionPicture.of(tree.classNames(), confusion), folder, "confusion");
    return problem.or(() -> other);
  }

  private static Optional<String> write(Picture picture, Path folder, String name) {
    AtomicFiles.write(
        folder.resolve(name + ".svg"), SvgWriter.write(picture).getBytes(StandardCharsets.UTF_8));
    byte[] png;
    try {
      png = PngWriter.write(picture);
    } catch (RuntimeException | LinkageError | InternalError e) {
      // A system without fonts, as small containers are: AWT ends in one of these.
      return Optional.of(
          "no PNG pictures: Java found no fonts to write with (" + e.getMessage() + ")");
    }
    AtomicFiles.write(folder.resolve(name + ".png"), png);
    return Optional.empty();
  }
}
