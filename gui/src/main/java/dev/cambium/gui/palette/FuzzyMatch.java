package dev.cambium.gui.palette;

import java.util.Locale;

/**
 * How well a few letters fit a text: they must come in their order, not side by side. Letters that
 * begin a word or follow each other count more, and a short text is preferred to a long one.
 */
final class FuzzyMatch {

    static final int NONE = -1;

    private static final int BEGINS_WORD = 8;
    private static final int FOLLOWS = 5;
    private static final int ANYWHERE = 1;

    private FuzzyMatch() {}

    /**
     * @param letters what was typed; blanks in it are passed over
     * @return {@link #NONE} if the letters are not there in this order; more is better
     */
    static int score(String letters, String text) {
        String wanted = letters.toLowerCase(Locale.ROOT).replace(" ", "");
        String found = text.toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) {
            return 0;
        }
        int best = NONE;
        // The first letter may fit in several places; a later one may be the better beginning.
        for (int start = found.indexOf(wanted.charAt(0));
                start >= 0;
                start = found.indexOf(wanted.charAt(0), start + 1)) {
            best = Math.max(best, from(start, wanted, found));
        }
        return best == NONE ? NONE : Math.max(0, best * 4 - found.length() / 4);
    }

    private static int from(int start, String wanted, String found) {
        int score = 0;
        int last = -2;
        int at = start;
        for (int i = 0; i < wanted.length(); i++) {
            int next = found.indexOf(wanted.charAt(i), at);
            if (next < 0) {
                return NONE;
            }
            if (next == last + 1) {
                score += FOLLOWS;
            } else if (beginsWord(found, next)) {
                score += BEGINS_WORD;
            } else {
                score += ANYWHERE;
            }
            last = next;
            at = next + 1;
        }
        return score;
    }

    private static boolean beginsWord(String text, int index) {
        return index == 0 || !Character.isLetterOrDigit(text.charAt(index - 1));
    }
}
