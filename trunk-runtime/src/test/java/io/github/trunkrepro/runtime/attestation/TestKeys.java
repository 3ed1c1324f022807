package io.github.trunkrepro.runtime.attestation;

import java.security.KeyPair;
import java.util.Base64;
import java.util.HexFormat;

/** Pairs of keys for tests, and for nothing else: their private halves stand here. */
final class TestKeys {
  /** Secret key and public key of RFC 8032, section 7.1, test 1. */
  static final String SECRET = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

  static final String PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  private static final String PKCS8 = "302e020100300506032b657004220420";
  private static final String X509 = "302a300506032b6570032100";

  private TestKeys() {}

  static KeyPair pair(String secret) {
    return Keys.pair(pem("PRIVATE KEY", PKCS8 + secret), "test");
  }

  static String publicPem() {
    return pem("PUBLIC KEY", X509 + PUBLIC);
  }

  static String pem(String kind, String hex) {
    String base64 =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(HexFormat.of().parseHex(hex));
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, base64, kind);
  }
}
