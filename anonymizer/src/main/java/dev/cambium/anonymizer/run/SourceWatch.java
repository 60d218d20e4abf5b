package dev.cambium.anonymizer.run;

import dev.cambium.anonymizer.mask.KeyedHash;

import java.util.HashSet;
import java.util.Set;

/**
 * Remembers keyed hashes of values that must not be found in the result; never a value. Takes as
 * many as fit its limit, the first ones; sums of several may hold more. Not thread-safe.
 */
public final class SourceWatch {

    /** Shorter ones are everywhere: a first name, a number. */
    static final int LENGTH_MIN = 6;

    /** A megabyte or two for each column; more finds little more. */
    static final int VALUES_MAX = 20_000;

    private final KeyedHash hash;
    private final Set<Long> hashes = new HashSet<>();

    public SourceWatch(KeyedHash hash) {
        this.hash = hash;
    }

    void take(String value) {
        if (value.length() >= LENGTH_MIN && hashes.size() < VALUES_MAX) {
            hashes.add(hash.of(value));
        }
    }

    public void add(SourceWatch other) {
        hashes.addAll(other.hashes);
    }

    public boolean knows(String value) {
        return value.length() >= LENGTH_MIN && hashes.contains(hash.of(value));
    }

    public int size() {
        return hashes.size();
    }
}
