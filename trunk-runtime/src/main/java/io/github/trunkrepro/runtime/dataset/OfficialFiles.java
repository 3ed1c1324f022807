package io.github.trunkrepro.runtime.dataset;

import static io.github.trunkrepro.runtime.document.Schemas.bool;
import static io.github.trunkrepro.runtime.document.Schemas.list;
import static io.github.trunkrepro.runtime.document.Schemas.longInteger;
import static io.github.trunkrepro.runtime.document.Schemas.mapOf;
import static io.github.trunkrepro.runtime.document.Schemas.object;
import static io.github.trunkrepro.runtime.document.Schemas.text;

import io.github.trunkrepro.runtime.document.Cursor;
import io.github.trunkrepro.runtime.document.Field;
import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.Problems;
import io.github.trunkrepro.runtime.document.Range;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.document.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files of the official data sets. They are data: {@code official-files.yaml} beside this
 * class, with a source for each number.
 */
public final class OfficialFiles {
  private static final String RESOURCE = "official-files.yaml";

  private static final Schema<OfficialFile> FILE =
      object(
          f -> {
            Field<String> name = f.required("name", text(), "As it is published.");
            Field<Optional<Long>> bytes =
                f.optional("bytes", longInteger(Range.atLeast(1)), "Length.");
            Field<Optional<String>> md5 = f.optional("md5", digits(32), "MD5.");
            Field<Optional<String>> sha256 = f.optional("sha256", digits(64), "SHA-256.");
            Field<List<String>> sources =
                f.required("sources", list(1, 9, text()), "Who states the numbers.");
            Field<Boolean> checked =
                f.optional("checked", bool(), false, "Compared with the real bytes.");
            Field<List<URI>> urls =
                f.optional("urls", list(text().map(URI::create)), List.of(), "Addresses.");
            Field<Optional<String>> archive =
                f.optional("archive", text(), "The file that it is packed in.");
            return v ->
                new OfficialFile(
                    v.get(name),
                    v.get(bytes),
                    v.get(md5),
                    v.get(sha256),
                    v.get(sources),
                    v.get(checked),
                    v.get(urls),
                    v.get(archive));
          });

  private record Contents(Map<String, String> sources, List<OfficialFile> files) {}

  private static final Schema<Contents> CONTENTS =
      object(
          f -> {
            Field<Map<String, String>> sources =
                f.required("sources", mapOf(text()), "What the files' sources are, in full.");
            Field<List<OfficialFile>> files = f.required("files", list(FILE), "The files.");
            return v -> new Contents(v.get(sources), v.get(files));
          });

  private static final Contents ALL = load();

  private OfficialFiles() {}

  /** All of them. */
  public static List<OfficialFile> all() {
    return ALL.files();
  }

  /** The file that is published under a name, if there is one. */
  public static Optional<OfficialFile> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** A source by its short name, in full. */
  public static String source(String name) {
    return Optional.ofNullable(ALL.sources().get(name)).orElseThrow();
  }

  private static final Map<String, OfficialFile> BY_NAME =
      ALL.files().stream().collect(Collectors.toMap(OfficialFile::name, Function.identity()));

  private static Schema<String> digits(int count) {
    return text(count + " hexadecimal digits", Pattern.compile("[0-9a-f]{" + count + "}"));
  }

  private static Contents load() {
    try (InputStream in = OfficialFiles.class.getResourceAsStream(RESOURCE)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Problems problems = new Problems(RESOURCE);
      Node node = YamlReader.parse(text, RESOURCE, problems);
      Optional<Contents> contents = CONTENTS.read(Cursor.root(node, problems));
      problems.throwIfAny();
      return contents.orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
