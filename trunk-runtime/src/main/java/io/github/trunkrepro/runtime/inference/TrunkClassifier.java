package io.github.trunkrepro.runtime.inference;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.Gradients;
import io.github.trunkrepro.runtime.engine.Torch;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A trained network in an application. DJL and its natives are dependencies of the application's.
 *
 * <p>Thread-safe: calls run side by side on the same weights, which nothing writes. {@link #close}
 * waits for calls that have begun.
 *
 * <p>The engine runs as the application has it: no setting, property or thread's state is changed.
 * Bits of probabilities equal those of {@code trunk:infer} where the environment is the same as
 * that of a training (threads and instruction level, see the page on reproducibility); elsewhere
 * they may differ in their last digits.
 */
public final class TrunkClassifier implements AutoCloseable {
  private final List<String> classNames;
  private final ImageShape imageShape;
  private final TreeNetwork network;
  private final Evaluator evaluator;
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private boolean closed;

  private TrunkClassifier(TrainedNetwork trained, BatchNorm batchNorm, NDManager manager) {
    classNames = trained.classNames();
    imageShape = trained.images();
    network = trained.open(batchNorm, manager);
    evaluator = new Evaluator(network, trained.transforms(), trained.recipe().seed());
  }

  /**
   * Loads a network.
   *
   * @param folderOrArchive an output folder of {@code trunk:train} ({@code target/trunk}), or the
   *     archive that it attaches
   * @throws ClassifierException when it is not there, not whole or not what was trained, or when
   *     the engine cannot be started
   */
  public static TrunkClassifier load(Path folderOrArchive) {
    return load(folderOrArchive, BatchNorm.AS_TRAINED);
  }

  /**
   * Loads a network; see {@link #load(Path)}.
   *
   * @param batchNorm what becomes of it; folded is faster and differs by rounding
   */
  public static TrunkClassifier load(Path folderOrArchive, BatchNorm batchNorm) {
    return open(TrainedNetwork.read(folderOrArchive), batchNorm);
  }

  /**
   * Loads a network from the class path.
   *
   * @param groupId of the project that trained
   * @param artifactId of the project that trained
   * @throws ClassifierException when it is not there, there several times, not whole or not what
   *     was trained, or when the engine cannot be started
   */
  public static TrunkClassifier loadResource(
      ClassLoader loader, String groupId, String artifactId) {
    return loadResource(loader, groupId, artifactId, BatchNorm.AS_TRAINED);
  }

  /**
   * Loads a network from the class path; see {@link #loadResource(ClassLoader, String, String)}.
   *
   * @param batchNorm what becomes of it; folded is faster and differs by rounding
   */
  public static TrunkClassifier loadResource(
      ClassLoader loader, String groupId, String artifactId, BatchNorm batchNorm) {
    return open(TrainedNetwork.read(loader, groupId, artifactId), batchNorm);
  }

  private static TrunkClassifier open(TrainedNetwork trained, BatchNorm batchNorm) {
    NDManager manager;
    try {
      manager = Torch.newApplicationManager();
    } catch (EngineException | LinkageError e) {
      throw new ClassifierException.NoEngine(e);
    }
    try {
      return Gradients.suspended(() -> new TrunkClassifier(trained, batchNorm, manager));
    } catch (RuntimeException e) {
      manager.close();
      if (e instanceof UserException) {
        throw new ClassifierException.Unreadable(e.getMessage(), e);
      }
      throw e;
    }
  }

  /** Names of the classes, by class index. */
  public List<String> classNames() {
    return classNames;
  }

  /** Shape that every image must have: channels, height, width. */
  public ImageShape imageShape() {
    return imageShape;
  }

  /** Classifies a picture; see {@link #classify(List)} and {@link ImageInput#of(BufferedImage)}. */
  public Classification classify(BufferedImage image) {
    return classify(ImageInput.of(image));
  }

  /** Classifies an image; see {@link #classify(List)}. */
  public Classification classify(ImageInput image) {
    return classify(List.of(image)).get(0);
  }

  /**
   * Classifies images together, which is faster than one by one. Should the recipe's test
   * transforms draw random numbers, they depend on the seed and on the place in the list.
   *
   * @return a classification for each image, in order
   * @throws ClassifierException.WrongImageSize when an image has another size; none is classified
   * @throws ClassifierException.Closed after {@link #close}
   */
  public List<Classification> classify(List<ImageInput> images) {
    UnlabelledImages pixels =
        new UnlabelledImages(
            imageShape, images.stream().map(image -> image.pixels(imageShape)).toList());
    life.readLock().lock();
    try {
      if (closed) {
        throw new ClassifierException.Closed();
      }
      return evaluator.routes(pixels).stream()
          .map(route -> Classification.of(route, classNames))
          .toList();
    } finally {
      life.readLock().unlock();
    }
  }

  /** Frees the weights; a second call does nothing. */
  @Override
  public void close() {
    life.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        network.close();
      }
    } finally {
      life.writeLock().unlock();
    }
  }
}
