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

    /** Of one column of one part of a table; more find little more. */
    static final int TAKEN_MAX = 20_000;

    /** Of a whole run: 32 MB at most. */
    static final int HASHES_MAX = 1_000_000;

    private final KeyedHash hash;
    private final LongSet hashes = new LongSet();
    private int taken;

    public SourceWatch(KeyedHash hash) {
        this.hash = hash;
    }

    void take(String value) {
        if (taken < TAKEN_MAX && value.length() >= LENGTH_MIN) {
            taken++;
            hashes.add(hash.of(value));
        }
    }

    /** Takes what another one holds, as far as there is room. */
    public void add(SourceWatch other) {
        for (long one : other.hashes.numbers()) {
            if (hashes.size() < HASHES_MAX) {
                hashes.add(one);
            }
        }
    }

    public boolean knows(String value) {
        return value.length() >= LENGTH_MIN && hashes.contains(hash.of(value));
    }

    public int size() {
        return hashes.size();
    }
}
