package dev.cambium.anonymizer.mask;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * Format-preserving encryption FF1 with AES, after NIST SP 800-38G (2016), with the lower bound on
 * the domain of its revision 1: a numeral string becomes another one of the same length and radix,
 * one to one, so that unique values stay unique.
 *
 * <p>Not thread-safe: an instance holds a cipher. Make one for each thread.
 *
 * @see <a href="https://doi.org/10.6028/NIST.SP.800-38G">SP 800-38G</a>
 */
public final class Ff1 {

    public static final int RADIX_MIN = 2;
    public static final int RADIX_MAX = 1 << 16;

    /** Smaller domains can be searched or guessed: radix^length must reach this. */
    public static final long DOMAIN_SIZE_MIN = 1_000_000;

    /** Far longer than any column that is masked this way, and the arithmetic stays quick. */
    public static final int LENGTH_MAX = 4_096;

    public static final int TWEAK_BYTES_MAX = 4_096;

    private static final int ROUNDS = 10;
    private static final int BLOCK_BYTES = 16;

    /** A half of up to 6 bytes: times 256 and plus another such number it still fits a long. */
    private static final int LONG_HALF_BYTES_MAX = 6;

    private final Cipher aes;
    private final int radix;
    private final int lengthMin;
    private final boolean useLongs;

    /** By length, for the halves of most values: to count them anew takes big numbers. */
    private final int[] knownHalves = new int[64];

    /**
     * @param key 16, 24 or 32 bytes
     */
    public Ff1(byte[] key, int radix) {
        this(key, radix, true);
    }

    Ff1(byte[] key, int radix, boolean useLongs) {
        if (radix < RADIX_MIN || radix > RADIX_MAX) {
            throw new IllegalArgumentException("FF1 takes a radix of 2 to 65536, not " + radix);
        }
        this.radix = radix;
        this.lengthMin = lengthMin(radix);
        this.useLongs = useLongs;
        Arrays.setAll(knownHalves, length -> halfBytes(radix, length));
        try {
            aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a key for AES: " + e.getMessage(), e);
        }
    }

    /** The shortest numeral string that may be encrypted, so that the domain is large enough. */
    public static int lengthMin(int radix) {
        int length = 1;
        for (long size = radix; size < DOMAIN_SIZE_MIN; size *= radix) {
            length++;
        }
        return Math.max(2, length);
    }

    /**
     * @param numerals each from 0 to radix - 1; left as they are
     * @param tweak what keeps equal values in different places apart; not secret, may be empty
     */
    public int[] encrypt(int[] numerals, byte[] tweak) {
        return run(numerals, tweak, true);
    }

    /** The other way. */
    public int[] decrypt(int[] numerals, byte[] tweak) {
        return run(numerals, tweak, false);
    }

    /**
     * What one round works with.
     *
     * @param prefixMac P, encrypted
     * @param q Q, with room for the known half at its end
     * @param halfBytes b: bytes of that half
     * @param length m: numerals of the half that changes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Round(byte[] prefixMac, byte[] q, int number, int halfBytes, int length) {}

    private int[] run(int[] numerals, byte[] tweak, boolean encrypting) {
        check(numerals, tweak);
        int n = numerals.length;
        int u = n / 2;
        int v = n - u;
        int halfBytes = v < knownHalves.length ? knownHalves[v] : halfBytes(radix, v);
        byte[] padded = paddedTweak(tweak, halfBytes);
        byte[] prefixMac = encryptBlock(prefix(u, n, tweak.length));
        int[] a = Arrays.copyOfRange(numerals, 0, u);
        int[] b = Arrays.copyOfRange(numerals, u, n);
        for (int step = 0; step < ROUNDS; step++) {
            int number = encrypting ? step : ROUNDS - 1 - step;
            Round round = new Round(prefixMac, padded, number, halfBytes, number % 2 == 0 ? u : v);
            int[] known = encrypting ? b : a;
            int[] changed = encrypting ? a : b;
            int[] mixed =
                    useLongs && halfBytes <= LONG_HALF_BYTES_MAX
                            ? mixLongs(round, known, changed, encrypting)
                            : mixBig(round, known, changed, encrypting);
            a = encrypting ? known : mixed;
            b = encrypting ? mixed : known;
        }
        int[] result = Arrays.copyOf(a, n);
        System.arraycopy(b, 0, result, a.length, b.length);
        return result;
    }

    private void check(int[] numerals, byte[] tweak) {
        if (numerals.length < lengthMin || numerals.length > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "FF1 with radix %d takes %d to %d numerals, not %d"
                            .formatted(radix, lengthMin, LENGTH_MAX, numerals.length));
        }
        if (tweak.length > TWEAK_BYTES_MAX) {
            throw new IllegalArgumentException("a tweak has at most 4096 bytes");
        }
        for (int numeral : numerals) {
            if (numeral < 0 || numeral >= radix) {
                throw new IllegalArgumentException(
                        "a numeral is below the radix %d".formatted(radix));
            }
        }
    }

    /** b of the standard: bytes that hold any number of v numerals. */
    private static int halfBytes(int radix, int v) {
        int bits = BigInteger.valueOf(radix).pow(v).subtract(BigInteger.ONE).bitLength();
        return (bits + 7) / 8;
    }

    /** P of the standard. */
    private byte[] prefix(int u, int n, int tweakBytes) {
        return new byte[] {
            1,
            2,
            1,
            (byte) (radix >>> 16),
            (byte) (radix >>> 8),
            (byte) radix,
            ROUNDS,
            (byte) u,
            (byte) (n >>> 24),
            (byte) (n >>> 16),
            (byte) (n >>> 8),
            (byte) n,
            (byte) (tweakBytes >>> 24),
            (byte) (tweakBytes >>> 16),
            (byte) (tweakBytes >>> 8),
            (byte) tweakBytes
        };
    }

    /** Q of the standard with room for the round and the number of the known half. */
    private static byte[] paddedTweak(byte[] tweak, int halfBytes) {
        int used = tweak.length + 1 + halfBytes;
        int blocks = (used + BLOCK_BYTES - 1) / BLOCK_BYTES;
        return Arrays.copyOf(tweak, blocks * BLOCK_BYTES);
    }

    private int[] mixLongs(Round round, int[] known, int[] changed, boolean adding) {
        byte[] q = round.q();
        int halfBytes = round.halfBytes();
        int m = round.length();
        long number = 0;
        for (int numeral : known) {
            number = number * radix + numeral;
        }
        for (int i = 0; i < halfBytes; i++) {
            q[q.length - 1 - i] = (byte) (number >>> (8 * i));
        }
        byte[] s = roundBytes(round);
        long modulus = 1;
        long value = 0;
        for (int i = 0; i < m; i++) {
            modulus *= radix;
            value = value * radix + changed[i];
        }
        long y = 0;
        for (byte next : s) {
            y = (y * 256 + (next & 0xff)) % modulus;
        }
        long mixed = Math.floorMod(adding ? value + y : value - y, modulus);
        int[] result = new int[m];
        for (int i = m - 1; i >= 0; i--) {
            result[i] = (int) (mixed % radix);
            mixed /= radix;
        }
        return result;
    }

    private int[] mixBig(Round round, int[] known, int[] changed, boolean adding) {
        byte[] q = round.q();
        int halfBytes = round.halfBytes();
        int m = round.length();
        byte[] number = toBig(known).toByteArray();
        Arrays.fill(q, q.length - halfBytes, q.length, (byte) 0);
        // A number may come with a zero byte for its sign in front.
        int length = Math.min(number.length, halfBytes);
        System.arraycopy(number, number.length - length, q, q.length - length, length);
        BigInteger y = new BigInteger(1, roundBytes(round));
        BigInteger value = toBig(changed);
        BigInteger bigRadix = BigInteger.valueOf(radix);
        BigInteger mixed = (adding ? value.add(y) : value.subtract(y)).mod(bigRadix.pow(m));
        int[] result = new int[m];
        for (int i = m - 1; i >= 0; i--) {
            BigInteger[] parts = mixed.divideAndRemainder(bigRadix);
            result[i] = parts[1].intValue();
            mixed = parts[0];
        }
        return result;
    }

    private BigInteger toBig(int[] numerals) {
        BigInteger bigRadix = BigInteger.valueOf(radix);
        BigInteger number = BigInteger.ZERO;
        for (int numeral : numerals) {
            number = number.multiply(bigRadix).add(BigInteger.valueOf(numeral));
        }
        return number;
    }

    /** S of the standard: d bytes from the CBC-MAC of P and Q. */
    private byte[] roundBytes(Round round) {
        byte[] q = round.q();
        int halfBytes = round.halfBytes();
        q[q.length - halfBytes - 1] = (byte) round.number();
        byte[] r = round.prefixMac();
        for (int offset = 0; offset < q.length; offset += BLOCK_BYTES) {
            byte[] block = new byte[BLOCK_BYTES];
            for (int i = 0; i < BLOCK_BYTES; i++) {
                block[i] = (byte) (r[i] ^ q[offset + i]);
            }
            r = encryptBlock(block);
        }
        int d = 4 * ((halfBytes + 3) / 4) + 4;
        byte[] s = Arrays.copyOf(r, d);
        for (int counter = 1; counter * BLOCK_BYTES < d; counter++) {
            byte[] block = r.clone();
            for (int i = 0; i < Integer.BYTES; i++) {
                block[BLOCK_BYTES - 1 - i] ^= (byte) (counter >>> (8 * i));
            }
            int wanted = Math.min(BLOCK_BYTES, d - counter * BLOCK_BYTES);
            System.arraycopy(encryptBlock(block), 0, s, counter * BLOCK_BYTES, wanted);
        }
        return s;
    }

    private byte[] encryptBlock(byte[] block) {
        try {
            byte[] encrypted = new byte[BLOCK_BYTES];
            aes.update(block, 0, BLOCK_BYTES, encrypted, 0);
            return encrypted;
        } catch (ShortBufferException e) {
            throw new IllegalStateException("AES made more than it was given", e);
        }
    }
}
