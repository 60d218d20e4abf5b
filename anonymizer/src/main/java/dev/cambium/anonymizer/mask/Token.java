package dev.cambium.anonymizer.mask;

/** Short texts that look random, made of a keyed hash. */
public final class Token {

    /** Digits and small letters without 0, i, l and o, which are mistaken for others. */
    private static final char[] ALPHABET = "123456789abcdefghjkmnpqrstuvwxyz".toCharArray();

    /** Bits of one character. */
    public static final int CHARACTER_BITS = 5;

    private static final int CHARACTERS_PER_HASH = 12;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Token() {}

    /** A text of any length. */
    public static String of(KeyedHash hash, String value, int length) {
        StringBuilder token = new StringBuilder(length);
        for (int part = 0; token.length() < length; part++) {
            long bits = hash.of(part == 0 ? value : part + "/" + value);
            append(token, bits, Math.min(CHARACTERS_PER_HASH, length - token.length()));
        }
        return token.toString();
    }

    /** Appends up to 12 characters made of some bits. */
    public static void append(StringBuilder text, long bits, int characters) {
        for (int i = 0; i < characters; i++) {
            text.append(ALPHABET[(int) (bits >>> (CHARACTER_BITS * i)) & 31]);
        }
    }

    /** Hexadecimal digits. */
    public static String hex(KeyedHash hash, String value, int length) {
        StringBuilder token = new StringBuilder(length);
        for (int part = 0; token.length() < length; part++) {
            long bits = hash.of(part == 0 ? value : part + "/" + value);
            for (int i = 0; i < 16 && token.length() < length; i++) {
                token.append(HEX[(int) (bits >>> (4 * i)) & 15]);
            }
        }
        return token.toString();
    }
}
