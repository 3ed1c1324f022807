package io.github.trunkrepro.runtime.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds images that lie in a folder for each class, below one for each part: {@code
 * train/cat/1.png}. Classes and files are in the order of their names' UTF-16 code units, which no
 * locale and no file system changes. Hidden files are left out.
 */
final class ImageFolder {
  private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg");

  private final Path source;
  private final List<String> problems = new ArrayList<>();
  private final Map<Part, Map<String, List<String>>> found = new EnumMap<>(Part.class);

  private ImageFolder(Path source) {
    this.source = source;
  }

  /** Finds the images of these parts; fails with all that is wrong. */
  static FileImages find(Path source, Set<Part> parts, int channels) {
    ImageFolder folder = new ImageFolder(source);
    parts.forEach(part -> folder.found.put(part, folder.classes(part)));
    TreeSet<String> names = new TreeSet<>();
    folder.found.values().forEach(classes -> names.addAll(classes.keySet()));
    folder.requireEveryClassInEachPart(names);
    DataErrors.throwIfAny(
        source + ": this is no image folder (PART/CLASS/IMAGE):", folder.problems);
    List<String> classNames = List.copyOf(names);
    Map<Part, List<FileImages.Entry>> entries = new EnumMap<>(Part.class);
    folder.found.forEach(
        (part, classes) ->
            entries.put(
                part,
                classes.entrySet().stream()
                    .flatMap(
                        one ->
                            one.getValue().stream()
                                .map(
                                    file ->
                                        new FileImages.Entry(
                                            file, classNames.indexOf(one.getKey()))))
                    .toList()));
    return new FileImages(source, classNames, entries, List.of(), channels);
  }

  /** Files by class, both sorted. */
  private Map<String, List<String>> classes(Part part) {
    Map<String, List<String>> classes = new TreeMap<>();
    Path folder = source.resolve(part.toString());
    if (!Files.isDirectory(folder)) {
      problems.add("the folder " + part + " is missing");
      return classes;
    }
    List<String> notFolders = new ArrayList<>();
    for (Path entry : list(folder)) {
      String name = entry.getFileName().toString();
      if (!Files.isDirectory(entry)) {
        notFolders.add(part + "/" + name);
      } else if (name.codePoints().anyMatch(Character::isISOControl)) {
        problems.add("a class's name holds control characters: " + part + "/" + name);
      } else {
        classes.put(name, images(part + "/" + name, entry));
      }
    }
    if (!notFolders.isEmpty()) {
      problems.add("these lie beside the class folders: " + DataErrors.list(notFolders));
    }
    return classes;
  }

  private List<String> images(String name, Path folder) {
    Map<Boolean, List<String>> files =
        list(folder).stream()
            .collect(
                Collectors.partitioningBy(
                    ImageFolder::isImage,
                    Collectors.mapping(
                        file -> name + "/" + file.getFileName(), Collectors.toList())));
    if (!files.get(false).isEmpty()) {
      problems.add(
          "these are no files that end in .png, .jpg or .jpeg: "
              + DataErrors.list(files.get(false)));
    }
    if (files.get(true).isEmpty()) {
      problems.add(name + " holds no image");
    }
    return files.get(true);
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file) && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private void requireEveryClassInEachPart(Set<String> names) {
    found.forEach(
        (part, classes) -> {
          List<String> missing = names.stream().filter(name -> !classes.containsKey(name)).toList();
          if (!missing.isEmpty() && Files.isDirectory(source.resolve(part.toString()))) {
            problems.add(part + " has no folder for these classes: " + DataErrors.list(missing));
          }
        });
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      // Not Path's own order: on Windows that takes no notice of case.
      Map<String, Path> sorted = new TreeMap<>();
      entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .forEach(entry -> sorted.put(entry.getFileName().toString(), entry));
      return List.copyOf(sorted.values());
    } catch (IOException e) {
      throw DataErrors.unreadable(folder, e);
    }
  }
}
