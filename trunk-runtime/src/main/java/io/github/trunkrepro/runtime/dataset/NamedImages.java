package io.github.trunkrepro.runtime.dataset;

import java.util.List;
import java.util.Optional;

/** Images that came from a file each: a view, no pixel is copied. */
final class NamedImages implements ImageSet {
  private final ImageSet images;
  private final List<String> files;

  /**
   * The images with names.
   *
   * @param files one for each image, relative to the source
   */
  NamedImages(ImageSet images, List<String> files) {
    this.images = images;
    this.files = List.copyOf(files);
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public ImageShape shape() {
    return images.shape();
  }

  @Override
  public int label(int index) {
    return images.label(index);
  }

  @Override
  public void read(int index, byte[] target) {
    images.read(index, target);
  }

  @Override
  public Optional<String> file(int index) {
    return Optional.of(files.get(index));
  }
}
