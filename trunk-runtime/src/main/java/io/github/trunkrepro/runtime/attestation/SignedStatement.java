package io.github.trunkrepro.runtime.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * The statement of a run, signed: {@code statement.dsse.json}. The day until which the signature
 * holds is signed with it, as an extension of SLSA's metadata.
 */
public final class SignedStatement {
  private static final String TYPE = "application/vnd.in-toto+json";
  private static final String METADATA = "/predicate/runDetails/metadata";
  private static final String EXPIRES = "trunk_expires";

  private SignedStatement() {}

  /**
   * Signs the statement of a run's folder.
   *
   * @param expires last day on which the signature holds; empty: it holds for ever
   */
  public static void write(Bundle bundle, KeyPair key, Optional<LocalDate> expires) {
    JsonNode statement = statement(bundle);
    expires.ifPresent(day -> ((ObjectNode) statement.at(METADATA)).put(EXPIRES, day.toString()));
    byte[] payload = ReadableJson.write(statement).getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(
        bundle.file(NetworkLayout.SIGNED_STATEMENT),
        ReadableJson.write(Envelope.sign(TYPE, payload, key)).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Names of the keys that signed a bundle, nothing of which is verified.
   *
   * @return empty when it is not signed
   */
  public static List<String> keys(Bundle bundle) {
    return bundle.has(NetworkLayout.SIGNED_STATEMENT) ? envelope(bundle).keys() : List.of();
  }

  /**
   * Verifies the signature.
   *
   * @param today UTC
   * @return the last day on which it holds, if there is one
   * @throws UserException of kind CHECK when the bundle is unsigned, signed by another key,
   *     altered, or when the signature has expired
   */
  public static Optional<LocalDate> verify(Bundle bundle, PublicKey key, LocalDate today) {
    if (!bundle.has(NetworkLayout.SIGNED_STATEMENT)) {
      throw failed(
          "%s is not signed: it has no %s. Ask for one that is, or leave <publicKey> (trunk.publicKey) out."
              .formatted(bundle.shown(), NetworkLayout.SIGNED_STATEMENT));
    }
    Envelope envelope = envelope(bundle);
    if (!envelope.keys().contains(Keys.id(key))) {
      throw failed(
          "%s is signed by another key: expected %s, found %s. Take the public key of who published it."
              .formatted(bundle.shown(), Keys.id(key), String.join(", ", envelope.keys())));
    }
    if (!envelope.isSignedBy(key)) {
      throw altered(bundle, "the signature is not one of what stands there");
    }
    JsonNode signed =
        Json.parse(envelope.content(), NetworkLayout.SIGNED_STATEMENT, JsonNode.class);
    Optional<LocalDate> expires = expires(bundle, signed.at(METADATA).path(EXPIRES));
    if (signed.at(METADATA) instanceof ObjectNode metadata) {
      metadata.remove(EXPIRES);
    }
    if (!envelope.payloadType().equals(TYPE) || !signed.equals(statement(bundle))) {
      throw altered(bundle, NetworkLayout.STATEMENT + " is not the statement that was signed");
    }
    if (expires.isPresent() && today.isAfter(expires.get())) {
      throw failed(
          "The signature of %s expired: it held until %s, and today is %s. Ask for one that was signed again."
              .formatted(bundle.shown(), expires.get(), today));
    }
    return expires;
  }

  private static Optional<LocalDate> expires(Bundle bundle, JsonNode day) {
    try {
      return day.isMissingNode() ? Optional.empty() : Optional.of(LocalDate.parse(day.asText()));
    } catch (DateTimeParseException e) {
      throw altered(bundle, "it expires on " + day + ", which is no day");
    }
  }

  private static Envelope envelope(Bundle bundle) {
    return Json.read(bundle.file(NetworkLayout.SIGNED_STATEMENT), Envelope.class);
  }

  private static JsonNode statement(Bundle bundle) {
    return Json.read(bundle.file(NetworkLayout.STATEMENT), JsonNode.class);
  }

  private static UserException altered(Bundle bundle, String how) {
    return failed(
        "%s was altered after it was signed: %s. Take it from where it was published."
            .formatted(bundle.shown(), how));
  }

  private static UserException failed(String message) {
    return new UserException(UserException.Kind.CHECK, message);
  }
}
