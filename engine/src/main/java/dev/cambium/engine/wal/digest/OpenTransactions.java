package dev.cambium.engine.wal.digest;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The transactions whose end was not seen yet, by their ids: a hash table with open addressing, for
 * it is asked once per record. Not thread-safe.
 */
final class OpenTransactions {

    private static final int SMALLEST = 64;

    private long[] xids = new long[SMALLEST];
    private @Nullable OpenTransaction[] values = new OpenTransaction[SMALLEST];
    private int count;

    @Nullable OpenTransaction get(long xid) {
        int mask = xids.length - 1;
        for (int slot = slot(xid); ; slot = (slot + 1) & mask) {
            if (xids[slot] == xid) {
                return values[slot];
            }
            if (xids[slot] == 0) {
                return null;
            }
        }
    }

    /** Adds one that is not there yet. */
    void put(long xid, OpenTransaction transaction) {
        if ((count + 1) * 2 > xids.length) {
            resize(xids.length * 2);
        }
        insert(xid, transaction);
    }

    /** Takes one out; null if it is not there. */
    @Nullable OpenTransaction remove(long xid) {
        int mask = xids.length - 1;
        int slot = slot(xid);
        while (xids[slot] != xid) {
            if (xids[slot] == 0) {
                return null;
            }
            slot = (slot + 1) & mask;
        }
        OpenTransaction removed = values[slot];
        count--;
        closeGap(slot);
        if (xids.length > 1 << 16 && count * 8 < xids.length) {
            resize(xids.length / 4);
        }
        return removed;
    }

    int count() {
        return count;
    }

    void forEach(Consumer<OpenTransaction> each) {
        for (OpenTransaction value : values) {
            if (value != null) {
                each.accept(value);
            }
        }
    }

    /** Forgets all but prepared ones: the server that ran them is gone. */
    void endAllButPrepared() {
        long[] oldXids = xids;
        @Nullable OpenTransaction[] oldValues = values;
        xids = new long[SMALLEST];
        values = new OpenTransaction[SMALLEST];
        count = 0;
        for (int i = 0; i < oldXids.length; i++) {
            OpenTransaction value = oldValues[i];
            if (value != null && value.prepared) {
                put(oldXids[i], value);
            }
        }
    }

    private void insert(long xid, OpenTransaction transaction) {
        int mask = xids.length - 1;
        int slot = slot(xid);
        while (xids[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        xids[slot] = xid;
        values[slot] = transaction;
        count++;
    }

    /** Moves back those behind a slot that is free now, so that none is cut off from its place. */
    private void closeGap(int freed) {
        int mask = xids.length - 1;
        int gap = freed;
        int slot = freed;
        while (true) {
            slot = (slot + 1) & mask;
            if (xids[slot] == 0) {
                break;
            }
            int home = slot(xids[slot]);
            if (((slot - home) & mask) >= ((slot - gap) & mask)) {
                xids[gap] = xids[slot];
                values[gap] = values[slot];
                gap = slot;
            }
        }
        xids[gap] = 0;
        values[gap] = null;
    }

    private void resize(int size) {
        long[] oldXids = xids;
        @Nullable OpenTransaction[] oldValues = Arrays.copyOf(values, values.length);
        xids = new long[size];
        values = new OpenTransaction[size];
        count = 0;
        for (int i = 0; i < oldXids.length; i++) {
            OpenTransaction value = oldValues[i];
            if (value != null) {
                insert(oldXids[i], value);
            }
        }
    }

    private int slot(long xid) {
        return (int) (RelationNumbers.mix(xid) & (xids.length - 1));
    }
}
