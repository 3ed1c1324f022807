package io.github.trunkrepro.runtime.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The shipped JSON Schema is the generated one. {@code mvn -pl trunk-runtime test
 * -Dtest=StudiesSchemaTest -Dtrunk.test.writeSchema=true} writes it anew.
 */
class StudiesSchemaTest {
  private static final Path SHIPPED =
      Path.of("src/main/resources/io/github/trunkrepro/runtime/sensitivity/studies.schema.json");

  @Test
  void isTheGeneratedOne() throws Exception {
    String generated = StudySchema.json();
    if (Boolean.getBoolean("trunk.test.writeSchema")) {
      Files.writeString(SHIPPED, generated);
    }
    assertThat(Files.readString(SHIPPED)).isEqualTo(generated);
  }
}
