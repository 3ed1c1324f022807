package io.github.trunkrepro.runtime.transform;

import java.util.ArrayList;
import java.util.List;

/** Which pairs of operations AutoAugment chooses from (Cubuk and others, 2019, appendix). */
public enum AugmentationPolicy {
  IMAGENET(
      "POSTERIZE 0.4 8, ROTATE 0.6 9",
      "SOLARIZE 0.6 5, AUTO_CONTRAST 0.6",
      "EQUALIZE 0.8, EQUALIZE 0.6",
      "POSTERIZE 0.6 7, POSTERIZE 0.6 6",
      "EQUALIZE 0.4, SOLARIZE 0.2 4",
      "EQUALIZE 0.4, ROTATE 0.8 8",
      "SOLARIZE 0.6 3, EQUALIZE 0.6",
      "POSTERIZE 0.8 5, EQUALIZE 1.0",
      "ROTATE 0.2 3, SOLARIZE 0.6 8",
      "EQUALIZE 0.6, POSTERIZE 0.4 6",
      "ROTATE 0.8 8, COLOR 0.4 0",
      "ROTATE 0.4 9, EQUALIZE 0.6",
      "EQUALIZE 0.0, EQUALIZE 0.8",
      "INVERT 0.6, EQUALIZE 1.0",
      "COLOR 0.6 4, CONTRAST 1.0 8",
      "ROTATE 0.8 8, COLOR 1.0 2",
      "COLOR 0.8 8, SOLARIZE 0.8 7",
      "SHARPNESS 0.4 7, INVERT 0.6",
      "SHEAR_X 0.6 5, EQUALIZE 1.0",
      "COLOR 0.4 0, EQUALIZE 0.6",
      "EQUALIZE 0.4, SOLARIZE 0.2 4",
      "SOLARIZE 0.6 5, AUTO_CONTRAST 0.6",
      "INVERT 0.6, EQUALIZE 1.0",
      "COLOR 0.6 4, CONTRAST 1.0 8",
      "EQUALIZE 0.8, EQUALIZE 0.6"),
  CIFAR10(
      "INVERT 0.1, CONTRAST 0.2 6",
      "ROTATE 0.7 2, TRANSLATE_X 0.3 9",
      "SHARPNESS 0.8 1, SHARPNESS 0.9 3",
      "SHEAR_Y 0.5 8, TRANSLATE_Y 0.7 9",
      "AUTO_CONTRAST 0.5, EQUALIZE 0.9",
      "SHEAR_Y 0.2 7, POSTERIZE 0.3 7",
      "COLOR 0.4 3, BRIGHTNESS 0.6 7",
      "SHARPNESS 0.3 9, BRIGHTNESS 0.7 9",
      "EQUALIZE 0.6, EQUALIZE 0.5",
      "CONTRAST 0.6 7, SHARPNESS 0.6 5",
      "COLOR 0.7 7, TRANSLATE_X 0.5 8",
      "EQUALIZE 0.3, AUTO_CONTRAST 0.4",
      "TRANSLATE_Y 0.4 3, SHARPNESS 0.2 6",
      "BRIGHTNESS 0.9 6, COLOR 0.2 8",
      "SOLARIZE 0.5 2, INVERT 0.0",
      "EQUALIZE 0.2, AUTO_CONTRAST 0.6",
      "EQUALIZE 0.2, EQUALIZE 0.6",
      "COLOR 0.9 9, EQUALIZE 0.6",
      "AUTO_CONTRAST 0.8, SOLARIZE 0.2 8",
      "BRIGHTNESS 0.1 3, COLOR 0.7 0",
      "SOLARIZE 0.4 5, AUTO_CONTRAST 0.9",
      "TRANSLATE_Y 0.9 9, TRANSLATE_Y 0.7 9",
      "AUTO_CONTRAST 0.9, SOLARIZE 0.8 3",
      "EQUALIZE 0.8, INVERT 0.1",
      "TRANSLATE_Y 0.7 9, AUTO_CONTRAST 0.9"),
  SVHN(
      "SHEAR_X 0.9 4, INVERT 0.2",
      "SHEAR_Y 0.9 8, INVERT 0.7",
      "EQUALIZE 0.6, SOLARIZE 0.6 6",
      "INVERT 0.9, EQUALIZE 0.6",
      "EQUALIZE 0.6, ROTATE 0.9 3",
      "SHEAR_X 0.9 4, AUTO_CONTRAST 0.8",
      "SHEAR_Y 0.9 8, INVERT 0.4",
      "SHEAR_Y 0.9 5, SOLARIZE 0.2 6",
      "INVERT 0.9, AUTO_CONTRAST 0.8",
      "EQUALIZE 0.6, ROTATE 0.9 3",
      "SHEAR_X 0.9 4, SOLARIZE 0.3 3",
      "SHEAR_Y 0.8 8, INVERT 0.7",
      "EQUALIZE 0.9, TRANSLATE_Y 0.6 6",
      "INVERT 0.9, EQUALIZE 0.6",
      "CONTRAST 0.3 3, ROTATE 0.8 4",
      "INVERT 0.8, TRANSLATE_Y 0.0 2",
      "SHEAR_Y 0.7 6, SOLARIZE 0.4 8",
      "INVERT 0.6, ROTATE 0.8 4",
      "SHEAR_Y 0.3 7, TRANSLATE_X 0.9 3",
      "SHEAR_X 0.1 6, INVERT 0.6",
      "SOLARIZE 0.7 2, TRANSLATE_Y 0.6 7",
      "SHEAR_Y 0.8 4, INVERT 0.8",
      "SHEAR_X 0.7 9, TRANSLATE_Y 0.8 3",
      "SHEAR_Y 0.8 5, AUTO_CONTRAST 0.7",
      "SHEAR_X 0.7 2, INVERT 0.1");

  private static final int LEVELS = 10;

  private final String text;

  AugmentationPolicy(String... pairs) {
    text = String.join("\n", pairs);
  }

  /** An operation, how often it is done, and how strongly (level from 0 to 9). */
  record Part(Augmentation operation, double probability, int level) {}

  /** Two operations, one after the other. */
  record Pair(Part first, Part second) {}

  List<Pair> pairs() {
    return text.lines().map(AugmentationPolicy::pair).toList();
  }

  /** Number of levels of a strength. */
  static int levels() {
    return LEVELS;
  }

  private static Pair pair(String text) {
    List<Part> parts = new ArrayList<>();
    for (String part : text.split(", ", -1)) {
      String[] words = part.split(" ", -1);
      parts.add(
          new Part(
              Augmentation.valueOf(words[0]),
              Double.parseDouble(words[1]),
              words.length > 2 ? Integer.parseInt(words[2]) : 0));
    }
    return new Pair(parts.get(0), parts.get(1));
  }
}
