package io.github.trunkrepro.runtime.dataset;

import java.util.List;

/**
 * One part of a data set.
 *
 * @param classNames unique names; a label is an index into them
 * @param files every file that was read or declared, sorted by name
 */
public record LabelledImages(List<String> classNames, ImageSet images, List<DataFile> files) {
  public LabelledImages {
    classNames = List.copyOf(classNames);
    files = List.copyOf(files);
  }
}
