package dev.cambium.anonymizer.mask;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What every mask hangs on. Derives bytes, keys and choices with HMAC-SHA-256: the same secret,
 * purpose and value give the same result, and nobody without the secret can tell which value it
 * was. Thread-safe.
 */
public final class MaskingSecret {

    /** As long as the hash: a shorter one could be searched. */
    public static final int BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /**
     * @param secret {@link #BYTES} random bytes; copied
     */
    public MaskingSecret(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException(
                    "a masking secret has %d bytes, not %d".formatted(BYTES, secret.length));
        }
        key = new SecretKeySpec(Arrays.copyOf(secret, BYTES), ALGORITHM);
    }

    /** 32 bytes; purposes keep the same value apart in different uses. */
    public byte[] derive(String purpose, String value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] purposeBytes = purpose.getBytes(StandardCharsets.UTF_8);
            // With its length in front, no purpose can run into the value.
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(purposeBytes.length).flip());
            mac.update(purposeBytes);
            return mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** A fast keyed hash with a key of its own for this purpose. */
    public KeyedHash hash(String purpose) {
        return new KeyedHash(derive("siphash key", purpose));
    }

    /** A cipher with a key of its own for this purpose. */
    public Ff1 cipher(String purpose, int radix) {
        return new Ff1(derive("ff1 key", purpose), radix);
    }

    /** One of the choices. All are as likely as each other to within one in a billion. */
    public <T> T choose(String purpose, String value, List<T> choices) {
        if (choices.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to choose from");
        }
        long number = ByteBuffer.wrap(derive(purpose, value)).getLong();
        return choices.get((int) Long.remainderUnsigned(number, choices.size()));
    }

    /** Says nothing of itself. */
    @Override
    public String toString() {
        return "MaskingSecret";
    }
}
