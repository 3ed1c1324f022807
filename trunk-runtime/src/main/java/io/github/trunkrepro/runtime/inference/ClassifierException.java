package io.github.trunkrepro.runtime.inference;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.UserException;

/**
 * Why a trained network cannot be loaded or an image not be classified. Each message is complete by
 * itself.
 */
public abstract sealed class ClassifierException extends UserException {
  private static final long serialVersionUID = 1L;

  private ClassifierException(Kind kind, String message, Throwable cause) {
    super(kind, message, cause);
  }

  /** An image whose size is not that of the images that the network was trained on. */
  public static final class WrongImageSize extends ClassifierException {
    private static final long serialVersionUID = 1L;

    private final transient ImageShape expected;
    private final transient ImageShape found;

    WrongImageSize(ImageShape expected, ImageShape found) {
      super(
          Kind.SETUP,
          "the image is %d pixels wide and %d high%s, but the network was trained on %d by %d%s; scale it first"
              .formatted(
                  found.width(),
                  found.height(),
                  channels(found, expected),
                  expected.width(),
                  expected.height(),
                  channels(expected, found)),
          null);
      this.expected = expected;
      this.found = found;
    }

    private static String channels(ImageShape shape, ImageShape other) {
      return shape.channels() == other.channels()
          ? ""
          : " with " + shape.channels() + (shape.channels() == 1 ? " channel" : " channels");
    }

    /** Shape that the network takes. */
    public ImageShape expected() {
      return expected;
    }

    /** Shape of the image. */
    public ImageShape found() {
      return found;
    }
  }

  /** A file of the network that is not there. */
  public static final class MissingFile extends ClassifierException {
    private static final long serialVersionUID = 1L;

    private final String file;

    MissingFile(String file, String mend) {
      super(Kind.SETUP, "no trained network: " + file + " is missing; " + mend, null);
      this.file = file;
    }

    /** The file, as people find it. */
    public String file() {
      return file;
    }
  }

  /** A file whose content is not what was trained, or not what it was trained with. */
  public static final class Altered extends ClassifierException {
    private static final long serialVersionUID = 1L;

    private final String part;
    private final String expected;
    private final String found;

    Altered(String part, String file, String expected, String found, String mend) {
      super(
          Kind.CHECK,
          "%s does not hold %s as it was in training: expected digest %s, found %s; %s"
              .formatted(file, part, expected, found, mend),
          null);
      this.part = part;
      this.expected = expected;
      this.found = found;
    }

    /** What was altered: the weights of a node, by its path of class indices, or the recipe. */
    public String part() {
      return part;
    }

    /** SHA-256 by the manifest, 64 hexadecimal digits. */
    public String expected() {
      return expected;
    }

    /** SHA-256 of what is there, 64 hexadecimal digits. */
    public String found() {
      return found;
    }
  }

  /** An archive or a file of the network that is not what it should be. */
  public static final class Unreadable extends ClassifierException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message, Throwable cause) {
      super(Kind.SETUP, message, cause);
    }
  }

  /** A network in a format that this version does not know. */
  public static final class OtherVersion extends ClassifierException {
    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String found;

    OtherVersion(String file, String expected, String found) {
      super(
          Kind.SETUP,
          "%s: expected \"version\": \"%s\", found %s; use the trunk-runtime of the plugin that trained it, or train again"
              .formatted(file, expected, found),
          null);
      this.expected = expected;
      this.found = found;
    }

    /** Version that can be read. */
    public String expected() {
      return expected;
    }

    /** What stands there, as JSON; empty when nothing does. */
    public String found() {
      return found;
    }
  }

  /** PyTorch cannot be started. */
  public static final class NoEngine extends ClassifierException {
    private static final long serialVersionUID = 1L;

    NoEngine(Throwable cause) {
      super(
          Kind.SETUP,
          "PyTorch cannot be started: "
              + cause
              + "; the application must depend on ai.djl.pytorch:pytorch-engine, pytorch-jni and"
              + " pytorch-native-cpu (with the platform's classifier), of versions that belong"
              + " together",
          cause);
    }
  }

  /** The classifier was closed before. */
  public static final class Closed extends ClassifierException {
    private static final long serialVersionUID = 1L;

    Closed() {
      super(Kind.SETUP, "the classifier is closed; load another one", null);
    }
  }
}
