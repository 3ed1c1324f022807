package com.example;

import io.github.trunkrepro.runtime.inference.Classification;
import io.github.trunkrepro.runtime.inference.TrunkClassifier;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Prints what the network of this project's dependency says of image files. */
public final class Reader {
  private Reader() {}

  /** Takes a folder of images. */
  public static void main(String[] arguments) throws IOException {
    File[] files = new File(arguments[0]).listFiles();
    Arrays.sort(files);
    try (TrunkClassifier classifier =
        TrunkClassifier.loadResource(
            Reader.class.getClassLoader(), "com.example.artifact", "network")) {
      for (File file : files) {
        Classification answer = classifier.classify(ImageIO.read(file));
        System.out.println("service: " + file.getName() + ": " + answer.text());
      }
    }
  }
}
