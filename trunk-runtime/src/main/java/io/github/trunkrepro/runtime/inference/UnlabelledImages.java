package io.github.trunkrepro.runtime.inference;

import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import java.util.List;

/**
 * Images to classify.
 *
 * @param images of that shape, as {@link ImageInput#pixels} gives them
 */
record UnlabelledImages(ImageShape shape, List<byte[]> images) implements ImageSet {

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public int label(int index) {
    throw new UnsupportedOperationException("images to classify have no labels");
  }

  @Override
  public void read(int index, byte[] target) {
    System.arraycopy(images.get(index), 0, target, 0, shape.values());
  }
}
