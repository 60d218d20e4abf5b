package dev.cambium.anonymizer.run;

import dev.cambium.anonymizer.mask.KeyedHash;

/**
 * Remembers keyed hashes of values that must not be found in the result; never a value. Looks at
 * the first values of each column and part of a table, and holds no more than its limit, so that
 * its size does not hang on the tables'. Not thread-safe.
 */
public final class SourceWatch {

    /** Shorter ones are everywhere: a first name, a number. */
    static final int LENGTH_MIN = 6;

    /** Of one column of some ten megabytes of a table; more find little more. */
    public static final int TAKEN_MAX = 20_000;

    /** Of a whole run: each takes 8 to 16 bytes, 24 while there get more: a fifth of the heap. */
    static final int HASHES_MAX =
            Math.clamp(Runtime.getRuntime().maxMemory() / 128, 100_000, 1_000_000);

    /** A column in which more than half of many values come again has values of many people. */
    private static final int MANY = 100;

    private static final int TELLING_DIGITS_MIN = 9;
    private static final int TELLING_MIXED_MIN = 8;
    private static final int TELLING_WORDS_MIN = 10;

    /** What it means to come across a value. */
    public enum Known {
        /** The source does not have it, or it was not looked at. */
        NO,
        /** The source has it, and so do many: a date, a place, a word. It can occur by chance. */
        COMMON,
        /** The source has it, and it is some words: a full name, but also a title. */
        WORDS,
        /** The source has it, and hardly anybody else: an address, a number, a code. */
        RARE
    }

    private final KeyedHash hash;
    private final boolean ordinary;
    private final int takenMax;
    private final LongSet common = new LongSet();
    private final LongSet words = new LongSet();
    private final LongSet rare = new LongSet();
    private int taken;

    /** A watch whose values may tell who somebody is. */
    public SourceWatch(KeyedHash hash) {
        this(hash, false, TAKEN_MAX);
    }

    /**
     * @param ordinary whether the values are of a kind that many share, such as dates and places
     * @param takenMax at how many values it looks
     */
    public SourceWatch(KeyedHash hash, boolean ordinary, int takenMax) {
        this.hash = hash;
        this.ordinary = ordinary;
        this.takenMax = takenMax;
    }

    void take(String value) {
        if (taken < takenMax && value.length() >= LENGTH_MIN) {
            taken++;
            LongSet grade =
                    switch (ordinary ? Known.COMMON : gradeOf(value)) {
                        case NO, COMMON -> common;
                        case WORDS -> words;
                        case RARE -> rare;
                    };
            grade.add(hash.of(value));
        }
    }

    /** How hardly a value can be the same by chance: a word or a day can, an address cannot. */
    private static Known gradeOf(String value) {
        int digits = 0;
        int letters = 0;
        boolean blank = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '@') {
                return Known.RARE;
            }
            digits += Character.isDigit(c) ? 1 : 0;
            letters += Character.isLetter(c) ? 1 : 0;
            blank |= c == ' ';
        }
        boolean mixed = digits > 0 && letters > 0 && value.length() >= TELLING_MIXED_MIN;
        if (digits >= TELLING_DIGITS_MIN || mixed) {
            return Known.RARE;
        }
        return blank && letters > 0 && value.length() >= TELLING_WORDS_MIN
                ? Known.WORDS
                : Known.COMMON;
    }

    /** Takes what another one holds, as far as there is room. */
    public void add(SourceWatch other) {
        boolean repeats = other.taken >= MANY && 2 * other.size() < other.taken;
        add(other.rare, repeats ? common : rare);
        add(other.words, repeats ? common : words);
        add(other.common, common);
    }

    private void add(LongSet from, LongSet into) {
        for (long one : from.numbers()) {
            if (size() < HASHES_MAX) {
                into.add(one);
            }
        }
    }

    /** What is known of a value; what is rare in one column is, also when another repeats it. */
    public Known of(String value) {
        if (value.length() < LENGTH_MIN) {
            return Known.NO;
        }
        long hashed = hash.of(value);
        if (rare.contains(hashed)) {
            return Known.RARE;
        }
        if (words.contains(hashed)) {
            return Known.WORDS;
        }
        return common.contains(hashed) ? Known.COMMON : Known.NO;
    }

    public int size() {
        return common.size() + words.size() + rare.size();
    }
}
