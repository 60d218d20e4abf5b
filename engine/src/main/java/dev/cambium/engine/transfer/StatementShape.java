package dev.cambium.engine.transfer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the words and parentheses of one statement say about where it ends. The rules are those of
 * psql (fe_utils/psqlscan.l): a semicolon inside parentheses does not end a statement (CREATE
 * RULE), nor does one inside the {@code BEGIN ATOMIC … END} of a function.
 */
final class StatementShape {

    /** Enough to tell what a statement is: CREATE OR REPLACE FUNCTION is the longest needed. */
    static final int WORDS_KEPT = 4;

    /** The server cuts longer names. */
    private static final int WORD_BYTES_MAX = 63;

    private final List<String> words = new ArrayList<>(WORDS_KEPT);
    private int parenthesisDepth;
    private int beginDepth;
    private boolean afterFrom;
    private boolean copiesFromScript;

    void reset() {
        words.clear();
        parenthesisDepth = 0;
        beginDepth = 0;
        afterFrom = false;
        copiesFromScript = false;
    }

    void openParenthesis() {
        parenthesisDepth++;
        afterFrom = false;
    }

    void closeParenthesis() {
        parenthesisDepth = Math.max(0, parenthesisDepth - 1);
        afterFrom = false;
    }

    /** Something that is neither a word nor a parenthesis. */
    void otherToken() {
        afterFrom = false;
    }

    void word(byte[] bytes, int offset, int length) {
        boolean wordMatters = words.size() < WORDS_KEPT || (parenthesisDepth == 0 && isTracked());
        if (!wordMatters) {
            return;
        }
        String word =
                length > WORD_BYTES_MAX
                        ? "?"
                        : new String(bytes, offset, length, StandardCharsets.ISO_8859_1)
                                .toLowerCase(Locale.ROOT);
        if (words.size() < WORDS_KEPT) {
            words.add(word);
        }
        if (parenthesisDepth > 0) {
            return;
        }
        if (createsRoutine()) {
            trackBlock(word);
        }
        if (words.getFirst().equals("copy")) {
            copiesFromScript |= afterFrom && word.equals("stdin");
            afterFrom = word.equals("from");
        }
    }

    boolean semicolonEnds() {
        return parenthesisDepth == 0 && beginDepth == 0;
    }

    boolean copiesFromScript() {
        return copiesFromScript;
    }

    List<String> words() {
        return words;
    }

    private boolean isTracked() {
        return words.getFirst().equals("copy") || createsRoutine();
    }

    private boolean createsRoutine() {
        if (words.size() < 2 || !words.getFirst().equals("create")) {
            return false;
        }
        if (isRoutine(words.get(1))) {
            return true;
        }
        return words.size() >= 4
                && words.get(1).equals("or")
                && words.get(2).equals("replace")
                && isRoutine(words.get(3));
    }

    private static boolean isRoutine(String word) {
        return word.equals("function") || word.equals("procedure");
    }

    private void trackBlock(String word) {
        if (word.equals("begin") || (word.equals("case") && beginDepth > 0)) {
            beginDepth++;
        } else if (word.equals("end") && beginDepth > 0) {
            beginDepth--;
        }
    }
}
