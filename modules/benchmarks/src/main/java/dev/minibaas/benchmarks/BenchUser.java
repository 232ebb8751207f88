package dev.minibaas.benchmarks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import java.time.Instant;

/** The signed-in user in whose name everything is measured. */
public final class BenchUser {
  public static final String ID = "5f0c7a1e-9d57-4a3b-8b39-0d2f6f3f9a10";

  private static final String CLAIMS =
      """
      {"iss":"http://localhost:8000/auth/v1","sub":"%s","aud":"authenticated","exp":%d,"iat":%d,\
      "email":"somebody.with.a.usual.name@example.com","phone":"",\
      "app_metadata":{"provider":"email","providers":["email"]},\
      "user_metadata":{"email":"somebody.with.a.usual.name@example.com","email_verified":true,\
      "full_name":"Somebody With A Usual Name","phone_verified":false,"sub":"%s",\
      "avatar_url":"https://example.com/avatars/5f0c7a1e.png"},\
      "role":"authenticated","aal":"aal1","amr":[{"method":"password","timestamp":%d}],\
      "session_id":"%s","is_anonymous":false}\
      """;

  private BenchUser() {}

  /** About 700 bytes, shaped as GoTrue's. */
  public static String claims(String session) {
    return claims(ID, session);
  }

  private static String claims(String id, String session) {
    long now = Instant.now().getEpochSecond();
    return CLAIMS.formatted(id, now + 86_400, now - 60, id, now - 60, session);
  }

  /** A token that is valid for a day; another session makes another token. */
  public static String token(String secret, String session) {
    return token(secret, ID, session);
  }

  /**
   * A token of somebody else.
   *
   * @param id a UUID
   */
  public static String token(String secret, String id, String session) {
    var token = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(claims(id, session)));
    try {
      token.sign(new MACSigner(secret));
    } catch (JOSEException e) {
      throw new IllegalArgumentException("JWT_SECRET can't sign: " + e.getMessage(), e);
    }
    return token.serialize();
  }
}
