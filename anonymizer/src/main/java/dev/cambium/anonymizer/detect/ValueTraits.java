package dev.cambium.anonymizer.detect;

/**
 * What a value consists of, in one look at each of its characters: most patterns need not be tried
 * then, which is what makes detection fast.
 */
final class ValueTraits {

    static final int DIGIT = 1;
    static final int LETTER = 1 << 1;
    static final int AT = 1 << 2;
    static final int DOT = 1 << 3;
    static final int COLON = 1 << 4;
    static final int BLANK = 1 << 5;
    static final int SLASH = 1 << 6;
    static final int SEVEN_DIGITS = 1 << 7;
    static final int ELEVEN_DIGITS = 1 << 8;
    static final int CAPITAL = 1 << 9;
    static final int DASH = 1 << 10;
    static final int SENTENCE = 1 << 11;
    static final int OTHER = 1 << 12;

    /** A colon, a dash or a dot. */
    static final int SEPARATOR = 1 << 13;

    /** So many blanks make a sentence. */
    private static final int SENTENCE_BLANKS = 4;

    private ValueTraits() {}

    static int of(String value) {
        int traits = 0;
        int digits = 0;
        int blanks = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c >= 'a' && c <= 'z') {
                traits |= LETTER;
            } else if (c >= 'A' && c <= 'Z') {
                traits |= LETTER | CAPITAL;
            } else {
                switch (c) {
                    case '@' -> traits |= AT;
                    case '.' -> traits |= DOT | SEPARATOR;
                    case ':' -> traits |= COLON | SEPARATOR;
                    case ' ' -> blanks++;
                    case '/' -> traits |= SLASH;
                    case '-' -> traits |= DASH | SEPARATOR;
                    default -> traits |= other(c);
                }
            }
        }
        traits |= digits > 0 ? DIGIT : 0;
        traits |= digits >= 7 ? SEVEN_DIGITS : 0;
        traits |= digits >= 11 ? ELEVEN_DIGITS : 0;
        traits |= blanks > 0 ? BLANK : 0;
        return blanks >= SENTENCE_BLANKS ? traits | SENTENCE : traits;
    }

    private static int other(char c) {
        if (Character.isLetter(c)) {
            return Character.isUpperCase(c) ? LETTER | CAPITAL : LETTER;
        }
        return OTHER;
    }

    static boolean has(int traits, int wanted) {
        return (traits & wanted) == wanted;
    }
}
