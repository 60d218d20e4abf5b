package dev.cambium.engine.compute;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What Postgres stores instead of a password, made here so that the engine can see whether a branch
 * has the right one without asking for it (RFC 5803, scram_build_secret in scram-common.c).
 */
public final class ScramVerifier {

    /** SCRAM_SHA_256_DEFAULT_ITERATIONS of Postgres. */
    private static final int ITERATIONS = 4096;

    private static final int SALT_BYTES = 16;
    private static final int KEY_BITS = 256;

    private ScramVerifier() {}

    /**
     * The verifier of a role's password; always the same for the same two. The salt comes from
     * both: passwords are random and long, so it need not be secret or new each time.
     */
    public static String of(String role, String password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] seed = (role + '\0' + password).getBytes(StandardCharsets.UTF_8);
            byte[] salt = Arrays.copyOf(digest.digest(seed), SALT_BYTES);
            byte[] salted =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(
                                    new PBEKeySpec(
                                            password.toCharArray(), salt, ITERATIONS, KEY_BITS))
                            .getEncoded();
            byte[] storedKey = digest.digest(hmac(salted, "Client Key"));
            byte[] serverKey = hmac(salted, "Server Key");
            Base64.Encoder base64 = Base64.getEncoder();
            return "SCRAM-SHA-256$%d:%s$%s:%s"
                    .formatted(
                            ITERATIONS,
                            base64.encodeToString(salt),
                            base64.encodeToString(storedKey),
                            base64.encodeToString(serverKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks SHA-256 or PBKDF2", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
