package dev.cambium.engine.wal.digest;

import java.util.Arrays;

/**
 * Rows inserted, updated and deleted, per relation, as one transaction or slice has them. Made for
 * millions of small ones: a few relations lie in one array, many get an index. Not thread-safe.
 */
final class RowTally {

    /** relation, inserted, updated, deleted */
    private static final int FIELDS = 4;

    /** Up to here a search from the front is faster than an index. */
    private static final int INDEX_FROM = 16;

    /** Most transactions write no more relations than that. */
    private static final int SMALLEST = 4;

    private static final int[] NONE = {};

    private int[] fields = NONE;
    private int count;

    /** By relation's number, its place plus one; empty while there are few. */
    private int[] places = NONE;

    void add(int relation, int inserted, int updated, int deleted) {
        int at = place(relation) * FIELDS;
        fields[at + 1] += inserted;
        fields[at + 2] += updated;
        fields[at + 3] += deleted;
    }

    void add(RowTally other) {
        for (int i = 0; i < other.count; i++) {
            add(other.relation(i), other.inserted(i), other.updated(i), other.deleted(i));
        }
    }

    int count() {
        return count;
    }

    int relation(int index) {
        return fields[index * FIELDS];
    }

    int inserted(int index) {
        return fields[index * FIELDS + 1];
    }

    int updated(int index) {
        return fields[index * FIELDS + 2];
    }

    int deleted(int index) {
        return fields[index * FIELDS + 3];
    }

    long rows(int index) {
        return (long) inserted(index) + updated(index) + deleted(index);
    }

    /** What the relations are called in a digest, in order. */
    long[] relationKeys(RelationNumbers numbers) {
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = numbers.keyOf(relation(i));
        }
        return keys;
    }

    /** Inserted, updated and deleted of each relation, in order. */
    int[] rows() {
        int[] rows = new int[3 * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(fields, i * FIELDS + 1, rows, 3 * i, 3);
        }
        return rows;
    }

    private int place(int relation) {
        if (places.length > 0) {
            if (relation < places.length && places[relation] > 0) {
                return places[relation] - 1;
            }
        } else {
            for (int i = 0; i < count; i++) {
                if (fields[i * FIELDS] == relation) {
                    return i;
                }
            }
        }
        return append(relation);
    }

    private int append(int relation) {
        if ((count + 1) * FIELDS > fields.length) {
            fields = Arrays.copyOf(fields, Math.max(SMALLEST * FIELDS, fields.length * 2));
        }
        fields[count * FIELDS] = relation;
        count++;
        if (count > INDEX_FROM) {
            if (places.length == 0) {
                for (int i = 0; i < count - 1; i++) {
                    index(relation(i), i);
                }
            }
            index(relation, count - 1);
        }
        return count - 1;
    }

    private void index(int relation, int place) {
        if (relation >= places.length) {
            places = Arrays.copyOf(places, Math.max(64, (relation + 1) * 2));
        }
        places[relation] = place + 1;
    }
}
