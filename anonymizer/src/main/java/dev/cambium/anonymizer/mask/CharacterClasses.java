package dev.cambium.anonymizer.mask;

import java.util.ArrayList;
import java.util.List;

/**
 * Which characters may stand for each other when a text keeps its format: digits for digits, small
 * Greek letters for small Greek letters. What is in no class stays as it is.
 */
final class CharacterClasses {

    static final int NONE = -1;

    /** First and last character of each class; what is no letter in between is left out. */
    private static final String[] RANGES = {
        "09",
        "az",
        "AZ",
        "\u00df\u00ff",
        "\u00c0\u00de",
        "\u0100\u017f",
        "\u03ac\u03ce",
        "\u0386\u03ab",
        "\u0430\u045f",
        "\u0400\u042f",
        "\u05d0\u05ea",
        "\u0621\u064a",
        "\u0905\u0939",
        "\u0e01\u0e2e",
        "\u3041\u3096",
        "\u30a1\u30fa",
        "\u4e00\u9fff",
        "\uac00\ud7a3"
    };

    private static final byte[] CLASS_OF = new byte[Character.MAX_VALUE + 1];
    private static final char[] NUMERAL_OF = new char[Character.MAX_VALUE + 1];
    private static final List<char[]> MEMBERS = new ArrayList<>();

    static {
        java.util.Arrays.fill(CLASS_OF, (byte) NONE);
        for (String range : RANGES) {
            StringBuilder members = new StringBuilder();
            for (char c = range.charAt(0); c <= range.charAt(1); c++) {
                if (Character.isLetterOrDigit(c)) {
                    CLASS_OF[c] = (byte) MEMBERS.size();
                    NUMERAL_OF[c] = (char) members.length();
                    members.append(c);
                }
            }
            MEMBERS.add(members.toString().toCharArray());
        }
    }

    private CharacterClasses() {}

    static int count() {
        return MEMBERS.size();
    }

    /** The class of a character, or {@link #NONE}. */
    static int of(char c) {
        return CLASS_OF[c];
    }

    static int numeral(char c) {
        return NUMERAL_OF[c];
    }

    static int size(int characterClass) {
        return MEMBERS.get(characterClass).length;
    }

    static char character(int characterClass, int numeral) {
        return MEMBERS.get(characterClass)[numeral];
    }
}
