package io.github.trunkrepro.runtime.engine;

import ai.djl.util.ClassLoaderUtils;
import ai.djl.util.Utils;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The native libraries that an engine is to be started from, and where each will lie: those of the
 * class path (never downloaded), which DJL unpacks into its cache, or those of a folder on the
 * machine.
 */
final class ExpectedLibraries {
  /** What DJL loads of a folder. */
  private static final Pattern LIBRARY = Pattern.compile(".*\\.(so(\\.\\d+)*|dll|dylib)");

  final ai.djl.util.Platform platform;
  final String version;
  final String flavor;

  /** Every library by the file that it is loaded from. */
  final Map<Path, NativeLibrary> files = new LinkedHashMap<>();

  /** Folders in which nothing but these may be mapped. */
  final List<Path> folders;

  /** What to do about a file that differs. */
  final String mend;

  private final Path cache = Utils.getEngineCacheDir("pytorch");
  private final Map<Path, EntryDigests> jars = new HashMap<>();

  private ExpectedLibraries() throws IOException {
    platform = ai.djl.util.Platform.detectPlatform("pytorch");
    version = platform.getVersion().split("-", 2)[0];
    flavor = platform.getFlavor();
    String natives =
        "ai.djl.pytorch:pytorch-native-cpu:" + version + ":" + platform.getClassifier();
    if (platform.isPlaceholder()) {
      throw missing("PyTorch's native libraries for " + platform.getClassifier(), natives);
    }
    Path folder = unpacked(platform.getVersion());
    folders = List.of(cache);
    mend = "delete the folder " + folder + " and run again";
    for (String name : platform.getLibraries()) {
      String entry = "pytorch/" + flavor + "/" + platform.getClassifier() + "/" + name;
      expect(folder.resolve(name), entry, "PyTorch's native library " + name, natives);
    }
    expectJni(folder);
  }

  private ExpectedLibraries(InstalledPyTorch installed) throws IOException {
    platform = ai.djl.util.Platform.fromSystem("pytorch");
    version = installed.version();
    flavor = installed.flavor();
    Path folder = Path.of(installed.path());
    Path main = folder.resolve(System.mapLibraryName("torch"));
    if (!folder.isAbsolute() || !Files.isRegularFile(main)) {
      throw new UserException(
          UserException.Kind.CHECK,
          "nativeLibrary: expected the absolute path of a folder with PyTorch's libraries, found "
              + folder
              + (folder.isAbsolute() ? ", which has no " + main.getFileName() : "")
              + "; install PyTorch "
              + version
              + " there, or declare where it stands");
    }
    folders = List.of(cache, folder.toRealPath());
    mend = "install the declared PyTorch in " + folder + ", or declare the one that stands there";
    Map<String, Path> found = libraries(folder);
    Map<String, String> undeclared = new TreeMap<>();
    found.forEach(
        (name, file) -> {
          if (!installed.sha256().containsKey(name)) {
            undeclared.put(name, Digests.sha256(file));
          }
        });
    if (!undeclared.isEmpty()) {
      throw undeclared(folder, undeclared);
    }
    for (Map.Entry<String, String> declared : new TreeMap<>(installed.sha256()).entrySet()) {
      if (!found.containsKey(declared.getKey())) {
        throw new ForeignLibraryException(
            "nativeLibrary: " + declared.getKey() + " is declared, and not in " + folder);
      }
      files.put(
          found.get(declared.getKey()).toRealPath(),
          new NativeLibrary(declared.getKey(), declared.getValue(), folder.toString()));
    }
    expectJni(unpacked(version));
  }

  /**
   * Finds the libraries.
   *
   * @throws UserException if they are not there, or there twice, or not declared
   */
  static ExpectedLibraries find(EngineSpec spec) {
    try {
      return spec.installed().isPresent()
          ? new ExpectedLibraries(spec.installed().get())
          : new ExpectedLibraries();
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.SETUP, "cannot read the engine's native libraries: " + e, e);
    }
  }

  /** The libraries that DJL would load of a folder, by their paths below it. */
  private static Map<String, Path> libraries(Path folder) throws IOException {
    Map<String, Path> libraries = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (LIBRARY.matcher(file.getFileName().toString()).matches()) {
          libraries.put(folder.relativize(file).toString().replace('\\', '/'), file);
        }
      }
    }
    return libraries;
  }

  private static UserException undeclared(Path folder, Map<String, String> digests) {
    StringBuilder lines = new StringBuilder();
    digests.forEach(
        (name, sha256) -> lines.append("\n  ").append(name).append(": ").append(sha256));
    return new ForeignLibraryException(
        "nativeLibrary: "
            + digests.size()
            + " libraries in "
            + folder
            + " are not declared under sha256; if they are the ones that you mean, add"
            + lines);
  }

  private Path unpacked(String exactVersion) {
    return cache.resolve(exactVersion + "-" + flavor + "-" + platform.getClassifier());
  }

  private void expectJni(Path folder) throws IOException {
    String name = System.mapLibraryName("djl_torch");
    String api = platform.getApiVersion();
    String coordinates = "ai.djl.pytorch:pytorch-jni:" + version + "-" + api;
    String what = "DJL's native library for PyTorch " + version + " (" + flavor + ")";
    if (!jniVersion().startsWith(version + "-" + api)) {
      throw missing(what, coordinates);
    }
    String entry = "jnilib/" + platform.getClassifier() + "/" + flavor + "/" + name;
    expect(folder.resolve(api + "-" + name), entry, what, coordinates);
  }

  /** Version of DJL's native library, as in {@code 2.7.1-0.36.0}; empty without one. */
  static String jniVersion() throws IOException {
    URL url = ClassLoaderUtils.getResource("jnilib/pytorch.properties");
    Properties properties = new Properties();
    if (url != null) {
      try (InputStream in = url.openStream()) {
        properties.load(in);
      }
    }
    return properties.getProperty("jni_version", "");
  }

  private void expect(Path file, String entry, String what, String coordinates) throws IOException {
    List<URL> urls = Collections.list(ClassLoaderUtils.getResources(entry));
    if (urls.isEmpty()) {
      throw missing(what, coordinates);
    }
    if (urls.size() > 1) {
      throw new UserException(
          UserException.Kind.SETUP,
          what + " is on the class path " + urls.size() + " times, keep one of: " + urls);
    }
    Path jar = jar(urls.get(0));
    String sha256 = jars.computeIfAbsent(jar, j -> new EntryDigests(j, cache)).of(entry);
    String name = String.valueOf(file.getFileName());
    files.put(file, new NativeLibrary(name, sha256, String.valueOf(jar.getFileName())));
  }

  private static Path jar(URL entry) throws IOException {
    if (entry.openConnection() instanceof JarURLConnection connection) {
      try {
        URI uri = connection.getJarFileURL().toURI();
        return Path.of(uri);
      } catch (URISyntaxException e) {
        throw new IOException("strange class path entry " + entry, e);
      }
    }
    throw new IOException("native libraries must come in jars, not as " + entry);
  }

  private static UserException missing(String what, String coordinates) {
    return new UserException(
        UserException.Kind.SETUP,
        what
            + " is not on the class path, and nothing is downloaded; declare the dependency "
            + coordinates);
  }
}
