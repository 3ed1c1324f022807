package io.github.trunkrepro.runtime.inference;

import io.github.trunkrepro.runtime.document.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How fast a tree classifies on this machine, from transformed pixels in memory to the class. No
 * two measurements are equal: nothing of it belongs to what a run reproduces.
 *
 * @param version of the format
 * @param platform key of what computed
 * @param paths one for each node that gives a class
 * @param shortest milliseconds of one image on the path with the fewest multiply-accumulates
 * @param mean milliseconds of one image, each path weighted by the test images that took it
 * @param longest milliseconds of one image on the path with the most multiply-accumulates
 * @param batch images that are routed together for {@code imagesPerSecond}
 * @param imagesPerSecond of images routed together, each on its own path
 */
public record SpeedReport(
    String version,
    BatchNorm batchNorm,
    String platform,
    List<PathSpeed> paths,
    Timing shortest,
    Timing mean,
    Timing longest,
    int batch,
    Timing imagesPerSecond) {

  static final String VERSION = "1";

  private static final int DECIMALS = 2;

  public SpeedReport {
    paths = List.copyOf(paths);
  }

  /**
   * One image alone, on one path.
   *
   * @param node id of the path's last node
   * @param classes of that node, for people
   * @param images of the test set that took the path
   */
  public record PathSpeed(
      String node, String classes, long images, long multiplyAccumulates, Timing milliseconds) {}

  /** For people, a line each. */
  public List<String> text() {
    TextTable table = new TextTable("path to node", "images", "MAC", "ms an image (middle half)");
    for (PathSpeed path : paths) {
      table.row(
          path.classes(),
          Long.toString(path.images()),
          Long.toString(path.multiplyAccumulates()),
          path.milliseconds().text(DECIMALS));
    }
    table.row("shortest path", "", "", shortest.text(DECIMALS));
    table.row("mean path", "", "", mean.text(DECIMALS));
    table.row("longest path", "", "", longest.text(DECIMALS));
    List<String> lines = new ArrayList<>(table.lines());
    lines.add(
        String.format(
            Locale.ROOT,
            "%s images/s in batches of %d, batch norm %s; measured here and now, reproducible by no run",
            imagesPerSecond.text(1),
            batch,
            batchNorm == BatchNorm.FOLDED ? "folded" : "as trained"));
    return lines;
  }
}
