package dev.cambium.anonymizer.mask;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * Encrypts a text so that it keeps its length and its format: digits become digits, small letters
 * small letters, and all else stays. One to one among texts of one format, and so among all texts;
 * who has the key can go back.
 *
 * <p>The characters of each class are one numeral string for {@link Ff1}; strings too short for it
 * go through a {@link Permutation}, which is one to one as well, but a handful of possible values
 * can be told apart by how often they occur. The tweak of each class is the format of the text and
 * what the classes before became.
 *
 * <p>Not thread-safe, as its ciphers are not.
 */
public final class FormatCipher {

    /** Longer strings are cut into parts of nearly the same length: FF1 is quadratic. */
    private static final int PART_MAX = 48;

    private final MaskingSecret secret;
    private final String purpose;
    private final KeyedHash tweaks;
    private final @Nullable Ff1[] ciphers = new @Nullable Ff1[CharacterClasses.count()];
    private final @Nullable Permutation[][] small =
            new @Nullable Permutation[CharacterClasses.count()][];

    public FormatCipher(MaskingSecret secret, String purpose) {
        this.secret = secret;
        this.purpose = purpose;
        this.tweaks = secret.hash(purpose + " tweak");
    }

    public String encrypt(String text) {
        return encrypt(text, 0, false);
    }

    /**
     * @param from the characters before this index stay
     * @param digitsOnly whether letters stay, too
     */
    public String encrypt(String text, int from, boolean digitsOnly) {
        return run(text, from, digitsOnly, true);
    }

    public String decrypt(String text) {
        return decrypt(text, 0, false);
    }

    public String decrypt(String text, int from, boolean digitsOnly) {
        return run(text, from, digitsOnly, false);
    }

    private String run(String text, int from, boolean digitsOnly, boolean encrypting) {
        char[] result = text.toCharArray();
        int classes = digitsOnly ? 1 : CharacterClasses.count();
        int[] counts = new int[classes];
        for (int i = from; i < result.length; i++) {
            int found = CharacterClasses.of(result[i]);
            if (found != CharacterClasses.NONE && found < classes) {
                counts[found]++;
            }
        }
        long tweak = tweaks.of(format(result, from, classes));
        for (int one = 0; one < classes; one++) {
            if (counts[one] > 0) {
                tweak = replace(result, from, one, counts[one], tweak, encrypting);
            }
        }
        return new String(result);
    }

    /** What stays: characters of no class, the classes of the others, what is in front. */
    private static String format(char[] text, int from, int classes) {
        char[] format = text.clone();
        for (int i = from; i < format.length; i++) {
            int found = CharacterClasses.of(format[i]);
            if (found != CharacterClasses.NONE && found < classes) {
                format[i] = (char) found;
            }
        }
        return new String(format);
    }

    /** The tweak for the next class: it hangs on what is encrypted, whichever way this goes. */
    private long replace(
            char[] text, int from, int one, int count, long tweak, boolean encrypting) {
        int[] numerals = new int[count];
        int next = 0;
        for (int i = from; i < text.length; i++) {
            if (CharacterClasses.of(text[i]) == one) {
                numerals[next++] = CharacterClasses.numeral(text[i]);
            }
        }
        int[] changed = inParts(numerals, one, tweak, encrypting);
        long following = tweak;
        int[] encrypted = encrypting ? changed : numerals;
        for (int numeral : encrypted) {
            following = following * 0x9E3779B97F4A7C15L + numeral + 1;
        }
        next = 0;
        for (int i = from; i < text.length; i++) {
            if (CharacterClasses.of(text[i]) == one) {
                text[i] = CharacterClasses.character(one, changed[next++]);
            }
        }
        return following;
    }

    private int[] inParts(int[] numerals, int one, long tweak, boolean encrypting) {
        int parts = (numerals.length + PART_MAX - 1) / PART_MAX;
        if (parts == 1) {
            return part(numerals, one, tweak, encrypting);
        }
        int[] result = new int[numerals.length];
        for (int i = 0; i < parts; i++) {
            int start = (int) ((long) numerals.length * i / parts);
            int end = (int) ((long) numerals.length * (i + 1) / parts);
            int[] piece = new int[end - start];
            System.arraycopy(numerals, start, piece, 0, piece.length);
            int[] changed = part(piece, one, tweak + i, encrypting);
            System.arraycopy(changed, 0, result, start, changed.length);
        }
        return result;
    }

    private int[] part(int[] numerals, int one, long tweak, boolean encrypting) {
        int radix = CharacterClasses.size(one);
        if (numerals.length >= Ff1.lengthMin(radix)) {
            byte[] tweakBytes = ByteBuffer.allocate(Long.BYTES).putLong(tweak).array();
            Ff1 cipher = cipher(one, radix);
            return encrypting
                    ? cipher.encrypt(numerals, tweakBytes)
                    : cipher.decrypt(numerals, tweakBytes);
        }
        long number = 0;
        for (int numeral : numerals) {
            number = number * radix + numeral;
        }
        Permutation permutation = small(one, radix, numerals.length);
        long changed = encrypting ? permutation.of(number, tweak) : permutation.back(number, tweak);
        int[] result = new int[numerals.length];
        for (int i = result.length - 1; i >= 0; i--) {
            result[i] = (int) (changed % radix);
            changed /= radix;
        }
        return result;
    }

    private Ff1 cipher(int one, int radix) {
        Ff1 cipher = ciphers[one];
        if (cipher == null) {
            cipher = secret.cipher(purpose + " class " + one, radix);
            ciphers[one] = cipher;
        }
        return cipher;
    }

    private Permutation small(int one, int radix, int length) {
        @Nullable Permutation[] ofClass = small[one];
        if (ofClass == null) {
            ofClass = new @Nullable Permutation[Ff1.lengthMin(radix)];
            small[one] = ofClass;
        }
        Permutation permutation = ofClass[length];
        if (permutation == null) {
            long size = 1;
            for (int i = 0; i < length; i++) {
                size *= radix;
            }
            permutation =
                    new Permutation(
                            secret.hash("%s class %d of %d".formatted(purpose, one, length)), size);
            ofClass[length] = permutation;
        }
        return permutation;
    }
}
