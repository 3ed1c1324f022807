package io.github.trunkrepro.runtime.attestation;

import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ed25519 keys in PEM, as {@code openssl genpkey -algorithm ed25519} writes them. */
public final class Keys {
  static final String ALGORITHM = "Ed25519";

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private Keys() {}

  /**
   * Both halves of a private key.
   *
   * @param pem PKCS #8, without a password
   * @param shown where it comes from, for messages, which never hold the key
   * @throws UserException of kind SETUP when it is no such key
   */
  public static KeyPair pair(String pem, String shown) {
    byte[] der = der(pem, "PRIVATE KEY", shown);
    try {
      PrivateKey secret = key(shown, factory -> factory.generatePrivate(spec(der)));
      byte[] seed = ((EdECPrivateKey) secret).getBytes().orElseThrow();
      // The JDK computes a public key only when it makes a pair; it makes one of 32 random bytes.
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(java.security.spec.NamedParameterSpec.ED25519, new FixedRandom(seed));
      KeyPair pair = new KeyPair(generator.generateKeyPair().getPublic(), secret);
      requirePair(pair);
      return pair;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
    }
  }

  /**
   * A public key.
   *
   * @param pem X.509 SubjectPublicKeyInfo, as {@code openssl pkey -pubout} writes it
   * @param shown where it comes from, for messages
   * @throws UserException of kind SETUP when it is no such key
   */
  public static PublicKey publicKey(String pem, String shown) {
    byte[] der = der(pem, "PUBLIC KEY", shown);
    return key(shown, factory -> factory.generatePublic(new X509EncodedKeySpec(der)));
  }

  /** Name of a key: SHA-256 of its X.509 form. */
  public static String id(PublicKey key) {
    return Digests.sha256(key.getEncoded());
  }

  private static KeySpec spec(byte[] der) {
    return new PKCS8EncodedKeySpec(der);
  }

  private interface Reading<K> {
    K from(KeyFactory factory) throws InvalidKeySpecException;
  }

  private static <K> K key(String shown, Reading<K> reading) {
    try {
      return reading.from(KeyFactory.getInstance(ALGORITHM));
    } catch (InvalidKeySpecException e) {
      // Its message may hold bytes of the key.
      throw refused(shown, "another kind of key");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
    }
  }

  private static byte[] der(String pem, String kind, String shown) {
    Matcher matcher = PEM.matcher(pem);
    if (!matcher.find()) {
      throw refused(shown, "no PEM");
    }
    if (!matcher.group(1).equals(kind)) {
      throw refused(shown, "a " + matcher.group(1));
    }
    try {
      return Base64.getMimeDecoder().decode(matcher.group(2));
    } catch (IllegalArgumentException e) {
      throw refused(shown, "no Base64");
    }
  }

  private static UserException refused(String shown, String found) {
    return new UserException(
        UserException.Kind.SETUP,
        ("%s: expected an Ed25519 key in PEM without a password, found %s. Make a pair with openssl"
                + " genpkey -algorithm ed25519 -out key.pem, and its public half with openssl pkey"
                + " -in key.pem -pubout -out key.pub.pem.")
            .formatted(shown, found));
  }

  private static void requirePair(KeyPair pair) throws GeneralSecurityException {
    byte[] message = "a pair".getBytes(StandardCharsets.US_ASCII);
    Signature signer = Signature.getInstance(ALGORITHM);
    signer.initSign(pair.getPrivate());
    signer.update(message);
    byte[] signature = signer.sign();
    signer.initVerify(pair.getPublic());
    signer.update(message);
    if (!signer.verify(signature)) {
      throw new IllegalStateException("this Java makes pairs of Ed25519 keys in another way");
    }
  }

  /** Gives the bytes that it was made of. */
  private static final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final transient byte[] seed;

    private FixedRandom(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.length) {
        throw new IllegalStateException("asked for " + bytes.length + " bytes");
      }
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
