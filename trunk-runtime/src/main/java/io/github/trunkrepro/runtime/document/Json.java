package io.github.trunkrepro.runtime.document;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The one way in which this project reads and writes JSON.
 *
 * <p>Records are bound by their components. An empty {@code Optional} is {@code null}. Constants of
 * enums are written in lower case with hyphens ({@code AS_STORED} is {@code "as-stored"}). What is
 * unknown, missing, written twice or not a finite number is refused in both directions.
 */
public final class Json {
  private static final ObjectMapper MAPPER = newMapper();

  private Json() {}

  /** The shared mapper; configured once and never again. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /**
   * Reads a file.
   *
   * @throws UserException when the file is missing or is not what {@code type} says, with line and
   *     column
   */
  public static <T> T read(Path file, Class<T> type) {
    try {
      return parse(Files.readAllBytes(file), file.toString(), type);
    } catch (IOException e) {
      throw AtomicFiles.failure("cannot read", file, e);
    }
  }

  /**
   * Reads a file's content.
   *
   * @param name of the file, for messages
   * @throws UserException when it is not what {@code type} says, with line and column
   */
  public static <T> T parse(byte[] json, String name, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      throw new UserException(UserException.Kind.SETUP, name + located(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory are always readable", e);
    }
  }

  private static String located(JacksonException e) {
    StringBuilder text = new StringBuilder();
    if (e.getLocation() != null) {
      text.append(':').append(e.getLocation().getLineNr());
      text.append(':').append(e.getLocation().getColumnNr());
    }
    text.append(": ");
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      for (JsonMappingException.Reference step : mapping.getPath()) {
        text.append(
            step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
      }
      text.append(": ");
    }
    return text.append(e.getOriginalMessage()).toString();
  }

  /** How a constant of an enum is written. */
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static ObjectMapper newMapper() {
    JsonFactory factory =
        JsonFactory.builder()
            // Double.toString prints some numbers differently before JDK 19; this writer never
            // does.
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .addDecorator((f, generator) -> new FiniteNumbers(generator))
            .build();
    SimpleModule finite = new SimpleModule();
    finite.addDeserializer(double.class, new FiniteDouble());
    finite.addDeserializer(Double.class, new FiniteDouble());
    finite.addDeserializer(float.class, new FiniteFloat());
    finite.addDeserializer(Float.class, new FiniteFloat());
    return JsonMapper.builder(factory)
        .addModule(new Jdk8Module())
        .addModule(finite)
        .annotationIntrospector(new EnumNames())
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  private static final class EnumNames extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public String[] findEnumValues(
        MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
      super.findEnumValues(config, type, constants, names);
      for (int i = 0; i < names.length; i++) {
        if (names[i] == null) {
          names[i] = name(constants[i]);
        }
      }
      return names;
    }
  }

  private static final class FiniteNumbers extends JsonGeneratorDelegate {
    FiniteNumbers(JsonGenerator generator) {
      super(generator, false);
    }

    @Override
    public void writeNumber(double value) throws IOException {
      if (!Double.isFinite(value)) {
        throw new JsonGenerationException(value + " cannot be written to JSON", this);
      }
      super.writeNumber(value);
    }

    @Override
    public void writeNumber(float value) throws IOException {
      if (!Float.isFinite(value)) {
        throw new JsonGenerationException(value + " cannot be written to JSON", this);
      }
      super.writeNumber(value);
    }

    @Override
    public void writeArray(double[] array, int offset, int length) throws IOException {
      writeStartArray();
      for (int i = offset; i < offset + length; i++) {
        writeNumber(array[i]);
      }
      writeEndArray();
    }
  }

  private static final class FiniteDouble extends StdScalarDeserializer<Double> {
    private static final long serialVersionUID = 1L;

    FiniteDouble() {
      super(Double.class);
    }

    @Override
    public Double deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      double value = Double.NaN;
      if (parser.currentToken().isNumeric()) {
        value = parser.getDoubleValue();
      }
      if (!Double.isFinite(value)) {
        return (Double) context.handleUnexpectedToken(Double.class, parser);
      }
      return value;
    }
  }

  private static final class FiniteFloat extends StdScalarDeserializer<Float> {
    private static final long serialVersionUID = 1L;

    FiniteFloat() {
      super(Float.class);
    }

    @Override
    public Float deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      float value = Float.NaN;
      if (parser.currentToken().isNumeric()) {
        value = parser.getFloatValue();
      }
      if (!Float.isFinite(value)) {
        return (Float) context.handleUnexpectedToken(Float.class, parser);
      }
      return value;
    }
  }
}
