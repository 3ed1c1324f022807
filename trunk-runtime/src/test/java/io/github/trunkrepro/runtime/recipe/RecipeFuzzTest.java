package io.github.trunkrepro.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Whatever is done to a recipe, reading it ends in a recipe or in a message for the user. */
class RecipeFuzzTest {
  private static final String[] SCRAPS = {
    "",
    "\n",
    " ",
    ":",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "!!int ",
    "<<: ",
    "? ",
    "---\n",
    "#",
    "'",
    "\"",
    "|",
    ">",
    "%",
    "@",
    "`",
    "~",
    "null",
    ".nan",
    "-.inf",
    "1e999",
    "${x}",
    "\t",
    "\u0000",
    "\u0001",
    "99999999999999999999",
    "root:",
    "a,b: ",
    ","
  };

  private Path project;
  private RecipeFiles files;

  @BeforeProperty
  void newProject() throws IOException {
    project = Files.createTempDirectory("fuzz");
    files = new RecipeFiles(project);
  }

  @AfterProperty
  void deleteProject() throws IOException {
    Files.delete(project.resolve("src/e.yaml"));
    Files.delete(project.resolve("src"));
    Files.delete(project.resolve("tree.json"));
    Files.delete(project);
  }

  @Property(tries = 500)
  void endsWell(@ForAll Random random) {
    StringBuilder text = new StringBuilder(RecipeFiles.FULL);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int start = random.nextInt(text.length());
      int end = Math.min(text.length(), start + random.nextInt(6));
      text.replace(start, end, SCRAPS[random.nextInt(SCRAPS.length)]);
    }
    try {
      assertThat(files.read(text.toString()).digest()).hasSize(64);
    } catch (UserException e) {
      assertThat(e).hasMessageMatching("(?s)src/e\\.yaml has \\d+ mistakes?:\n  src/e\\.yaml:.*");
    }
  }
}
