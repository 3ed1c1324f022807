package io.github.trunkrepro.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads recipes from strings, in a project of their own. */
final class RecipeFiles {
  static final String FULL = resource("full.yaml");
  static final String MINIMAL = resource("minimal.yaml");

  private final Path project;

  RecipeFiles(Path project) {
    this.project = project;
    write("tree.json", "{}");
  }

  static String resource(String name) {
    try (InputStream in = RecipeFiles.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text with one part, which must be there once, replaced. */
  static String replaced(String text, String part, String replacement) {
    assertThat(text.split(java.util.regex.Pattern.quote(part), -1)).as(part).hasSize(2);
    return text.replace(part, replacement);
  }

  Path write(String name, String text) {
    try {
      Path file = project.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Function<String, Optional<String>> lookup(Map<String, String> properties) {
    return name -> Optional.ofNullable(properties.get(name));
  }

  Recipe read(String text) {
    return read(text, Map.of());
  }

  Recipe read(String text, Map<String, String> properties) {
    return RecipeReader.read(write("src/e.yaml", text), project, properties);
  }

  /** The recipe that was read last, with changes. */
  Recipe read(RecipeEdit... edits) {
    return RecipeReader.read(project.resolve("src/e.yaml"), project, Map.of(), List.of(edits));
  }

  /** The problems, without the heading and the file's name. */
  List<String> problems(String text) {
    return problems(text, Map.of());
  }

  List<String> problems(String text, Map<String, String> properties) {
    UserException e = catchThrowableOfType(UserException.class, () -> read(text, properties));
    assertThat(e).as("mistakes in %s", text).isNotNull();
    assertThat(e.kind()).isEqualTo(UserException.Kind.SETUP);
    List<String> lines = Arrays.asList(e.getMessage().split("\n", -1));
    int count = lines.size() - 1;
    assertThat(lines.get(0))
        .isEqualTo("src/e.yaml has " + count + (count == 1 ? " mistake:" : " mistakes:"));
    return lines.stream().skip(1).map(line -> line.replace("  src/e.yaml:", "")).toList();
  }
}
