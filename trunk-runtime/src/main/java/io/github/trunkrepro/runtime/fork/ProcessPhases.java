package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.document.Folders;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.sensitivity.StudyUnit;
import io.github.trunkrepro.runtime.training.PhaseExecutor;
import io.github.trunkrepro.runtime.training.PhaseUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * Trains phases in other processes, to which it speaks over files alone; what ancestors the phases
 * have is in the node cache. There are as many processes as phases that are asked for at a time.
 */
final class ProcessPhases implements AutoCloseable {
  private final RunRequest request;
  private final Path folder;
  private final Queue<PhaseWorker> idle = new ConcurrentLinkedQueue<>();
  private final Queue<PhaseWorker> all = new ConcurrentLinkedQueue<>();

  /**
   * No process yet.
   *
   * @param request of the study
   * @param folder for the processes' files, a folder for each
   */
  ProcessPhases(RunRequest request, Path folder) {
    this.request = request;
    this.folder = folder;
  }

  /** An executor of the phases of a variant's tree. */
  PhaseExecutor of(StudyUnit unit) {
    return new PhaseExecutor() {
      @Override
      public <T> T train(PhaseUnit phase, Function<Path, T> result) {
        return ProcessPhases.this.train(new PhaseProcess.Work(unit, phase), result);
      }
    };
  }

  private <T> T train(PhaseProcess.Work work, Function<Path, T> result) {
    try {
      Path trained = trained(work);
      T taken = result.apply(trained.resolve(PhaseProcess.NODES));
      Folders.delete(trained);
      return taken;
    } catch (IOException e) {
      throw new UserException(UserException.Kind.SETUP, e.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException(UserException.Kind.CHECK, "interrupted", e);
    }
  }

  private Path trained(PhaseProcess.Work work) throws IOException, InterruptedException {
    PhaseWorker worker = worker();
    try {
      Path trained = worker.train(work);
      idle.add(worker);
      return trained;
    } catch (UserException e) {
      // Its answer, after which it waits for more work. Who is interrupted leaves it at work.
      idle.add(worker);
      throw e;
    }
  }

  private PhaseWorker worker() throws IOException {
    PhaseWorker worker = idle.poll();
    if (worker != null && worker.isAlive()) {
      return worker;
    }
    Files.createDirectories(folder);
    PhaseWorker started = new PhaseWorker(request, Files.createTempDirectory(folder, "process-"));
    all.add(started);
    return started;
  }

  @Override
  public void close() {
    all.forEach(PhaseWorker::close);
  }
}
