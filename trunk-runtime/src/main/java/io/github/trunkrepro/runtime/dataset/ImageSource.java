package io.github.trunkrepro.runtime.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Files that images can be read from. Finding them is done; nothing has been read. */
interface ImageSource {

  /** Folder that the names of the files are relative to. */
  Path folder();

  /** Names of all files that {@link #read} reads, with {@code /} between folders. */
  List<String> files();

  /**
   * Reads everything: every image goes through the reading's step and into its room. How many of a
   * class are kept is not the source's business.
   */
  Contents read(Reading reading);

  /** What the files hold: class names by index, and the images of each part. */
  record Contents(List<String> classNames, Map<Part, ImageSet> parts) {}
}
