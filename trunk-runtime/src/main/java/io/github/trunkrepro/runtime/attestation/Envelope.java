package io.github.trunkrepro.runtime.attestation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A signed document: DSSE, the Dead Simple Signing Envelope, version 1.0.2.
 *
 * @param payload Base64
 */
record Envelope(String payloadType, String payload, List<Signature> signatures) {
  /** Length of a signature. */
  private static final int BYTES = 64;

  /** An envelope with a copy of the list. */
  Envelope {
    signatures = List.copyOf(signatures);
  }

  /**
   * One signature.
   *
   * @param keyid {@link Keys#id}
   * @param sig Base64
   */
  record Signature(String keyid, String sig) {}

  /** Signs. Ed25519 gives the same bytes each time. */
  static Envelope sign(String payloadType, byte[] payload, KeyPair key) {
    try {
      java.security.Signature signer = java.security.Signature.getInstance(Keys.ALGORITHM);
      signer.initSign(key.getPrivate());
      signer.update(encoding(payloadType, payload));
      Base64.Encoder base64 = Base64.getEncoder();
      return new Envelope(
          payloadType,
          base64.encodeToString(payload),
          List.of(new Signature(Keys.id(key.getPublic()), base64.encodeToString(signer.sign()))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
    }
  }

  /** The names of the keys that signed. */
  List<String> keys() {
    return signatures.stream().map(Signature::keyid).toList();
  }

  /**
   * What was signed.
   *
   * @throws IllegalArgumentException when it is no Base64
   */
  byte[] content() {
    return Base64.getDecoder().decode(payload);
  }

  /** Whether a signature of this key is one of the payload. */
  boolean isSignedBy(PublicKey key) {
    List<Boolean> right = new ArrayList<>();
    for (Signature signature : signatures) {
      if (signature.keyid().equals(Keys.id(key))) {
        right.add(isRight(signature, key));
      }
    }
    return right.contains(true);
  }

  private boolean isRight(Signature signature, PublicKey key) {
    try {
      java.security.Signature verifier = java.security.Signature.getInstance(Keys.ALGORITHM);
      verifier.initVerify(key);
      verifier.update(encoding(payloadType, content()));
      byte[] bytes = Base64.getDecoder().decode(signature.sig());
      // The JDK takes zeros behind a signature for a part of it.
      return bytes.length == BYTES && verifier.verify(bytes);
    } catch (java.security.SignatureException | IllegalArgumentException e) {
      // No signature at all, or no Base64.
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
    }
  }

  /** DSSE's pre-authentication encoding: the type is signed with the content. */
  static byte[] encoding(String payloadType, byte[] payload) {
    byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("DSSEv1 " + type.length + " " + payloadType + " " + payload.length + " ")
            .getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[head.length + payload.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(payload, 0, all, head.length, payload.length);
    return all;
  }
}
