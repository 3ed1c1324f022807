import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.maven.cli.MavenCli;
import org.codehaus.plexus.classworlds.ClassWorld;

/** Several builds in one JVM, as a Maven daemon runs them. */
public final class TwoBuilds {
  /** Arguments: the project's folder, how many builds, and what Maven is to do. */
  public static void main(String[] arguments) throws Exception {
    String folder = arguments[0];
    int builds = Integer.parseInt(arguments[1]);
    String[] goals = Arrays.copyOfRange(arguments, 2, arguments.length);
    System.setProperty("maven.multiModuleProjectDirectory", folder);
    MavenCli maven =
        new MavenCli(new ClassWorld("plexus.core", Thread.currentThread().getContextClassLoader()));
    for (int i = 1; i <= builds; i++) {
      System.out.println("build " + i + " ended with " + maven.doMain(goals, folder, System.out, System.err));
    }
    Path maps = Path.of("/proc/self/maps");
    if (Files.exists(maps)) {
      System.out.println(
          "natives in this JVM: "
              + Files.readAllLines(maps).stream().filter(line -> line.contains("torch")).count());
    }
    System.exit(0);
  }
}
