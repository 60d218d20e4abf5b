package dev.cambium.anonymizer.mask;

import java.util.Arrays;

/** The characters a masked text may consist of, each with its number from 0. Immutable. */
public final class Alphabet {

    public static final Alphabet DIGITS = new Alphabet("0123456789");
    public static final Alphabet LOWER_CASE = new Alphabet("abcdefghijklmnopqrstuvwxyz");
    public static final Alphabet LOWER_CASE_AND_DIGITS =
            new Alphabet("0123456789abcdefghijklmnopqrstuvwxyz");

    private static final int ABSENT = -1;

    private final char[] characters;
    private final int[] numbers;

    /**
     * @param characters two or more, none twice, none that needs two Java chars
     */
    public Alphabet(String characters) {
        this.characters = characters.toCharArray();
        numbers = new int[Character.MAX_VALUE + 1];
        Arrays.fill(numbers, ABSENT);
        for (int i = 0; i < this.characters.length; i++) {
            char c = this.characters[i];
            if (Character.isSurrogate(c) || numbers[c] != ABSENT) {
                throw new IllegalArgumentException(
                        "an alphabet holds each character once, and none outside the BMP: " + c);
            }
            numbers[c] = i;
        }
        if (this.characters.length < Ff1.RADIX_MIN) {
            throw new IllegalArgumentException("an alphabet has two characters or more");
        }
    }

    public int size() {
        return characters.length;
    }

    public boolean contains(char c) {
        return numbers[c] != ABSENT;
    }

    /**
     * @throws IllegalArgumentException when a character is not of this alphabet
     */
    public int[] toNumbers(CharSequence text) {
        int[] result = new int[text.length()];
        for (int i = 0; i < result.length; i++) {
            result[i] = numbers[text.charAt(i)];
            if (result[i] == ABSENT) {
                throw new IllegalArgumentException(
                        "character %d of the text is not in the alphabet".formatted(i + 1));
            }
        }
        return result;
    }

    public String toText(int[] numerals) {
        char[] text = new char[numerals.length];
        for (int i = 0; i < text.length; i++) {
            text[i] = characters[numerals[i]];
        }
        return new String(text);
    }
}
