package io.github.trunkrepro.runtime.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.UserException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
  private final KeyPair key = TestKeys.pair(TestKeys.SECRET);

  /** RFC 8032, section 7.1, test 1: the signature of nothing. */
  @Test
  void keysAreThoseOfTheStandard() throws Exception {
    assertThat(HexFormat.of().formatHex(key.getPublic().getEncoded())).endsWith(TestKeys.PUBLIC);
    Signature signer = Signature.getInstance(Keys.ALGORITHM);
    signer.initSign(key.getPrivate());
    assertThat(HexFormat.of().formatHex(signer.sign()))
        .isEqualTo(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    PublicKey published = Keys.publicKey(TestKeys.publicPem(), "test");
    assertThat(published).isEqualTo(key.getPublic());
    assertThat(Keys.id(published)).hasSize(64);
  }

  /** The example of DSSE's protocol. */
  @Test
  void theTypeIsSignedWithTheContent() {
    assertThat(
            Envelope.encoding(
                "http://example.com/HelloWorld", "hello world".getBytes(StandardCharsets.UTF_8)))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  }

  @Test
  void everyChangeIsNoticed() {
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    Envelope signed = Envelope.sign("type", content, key);
    Envelope.Signature signature = signed.signatures().get(0);
    PublicKey known = key.getPublic();
    assertThat(signed.isSignedBy(known)).isTrue();
    assertThat(signed.content()).isEqualTo(content);
    assertThat(Envelope.sign("type", content, key)).isEqualTo(signed);
    assertThat(new Envelope("typf", signed.payload(), signed.signatures()).isSignedBy(known))
        .isFalse();
    for (int i = 0; i < signed.payload().length(); i++) {
      assertThat(new Envelope("type", changed(signed.payload(), i), signed.signatures()))
          .as("payload, character %d", i)
          .satisfies(other -> assertThat(other.isSignedBy(known)).isFalse());
    }
    for (int i = 0; i < signature.sig().length(); i++) {
      Envelope other =
          new Envelope(
              "type",
              signed.payload(),
              List.of(new Envelope.Signature(signature.keyid(), changed(signature.sig(), i))));
      assertThat(other.isSignedBy(known)).as("signature, character %d", i).isFalse();
    }
    assertThat(new Envelope("type", signed.payload(), List.of()).isSignedBy(known)).isFalse();
  }

  /** The bit that changes is one that counts: the last character of Base64 may have idle ones. */
  private static String changed(String base64, int at) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    int value = alphabet.indexOf(base64.charAt(at));
    char other = value < 0 ? 'A' : alphabet.charAt(value ^ 32);
    return base64.substring(0, at) + other + base64.substring(at + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no key",
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\n-----END PRIVATE KEY-----",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\n-----END ENCRYPTED PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----"
      })
  void whatIsNoKeyIsRefusedWithoutShowingIt(String pem) {
    assertThatThrownBy(() -> Keys.pair(pem, "key.pem"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("key.pem: expected an Ed25519 key in PEM without a password, found ")
        .hasMessageNotContaining("MC4C")
        .hasNoCause();
  }

  @Test
  void aPublicKeyIsNoPrivateOne() {
    assertThatThrownBy(() -> Keys.pair(TestKeys.publicPem(), "key.pem"))
        .hasMessageContaining("found a PUBLIC KEY");
  }
}
