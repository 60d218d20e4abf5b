package dev.cambium.engine.wal.digest;

import dev.cambium.engine.page.Lsn;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A stretch of time in equal parts, and what was written in each, summed up over one digest or
 * several. Not thread-safe.
 */
public final class TimelineSums {

    /**
     * A relation by the name it had.
     *
     * @param schema null if only the number of its file is known
     */
    public record Relation(String database, @Nullable String schema, String name) {}

    /** Rows written to a relation. */
    public static final class Rows {
        private long inserted;
        private long updated;
        private long deleted;

        public long inserted() {
            return inserted;
        }

        public long updated() {
            return updated;
        }

        public long deleted() {
            return deleted;
        }

        public long all() {
            return inserted + updated + deleted;
        }

        private void add(long in, long up, long de) {
            inserted += in;
            updated += up;
            deleted += de;
        }
    }

    /** Rows by relation's number, in an array that grows. */
    private static final class RowsByRelation {
        private long[] fields = new long[0];

        void add(int relation, long inserted, long updated, long deleted) {
            int at = 3 * relation;
            if (at + 3 > fields.length) {
                fields = Arrays.copyOf(fields, Math.max(at + 3, fields.length * 2));
            }
            fields[at] += inserted;
            fields[at + 1] += updated;
            fields[at + 2] += deleted;
        }

        void add(RowsByRelation other) {
            for (int at = 0; at < other.fields.length; at += 3) {
                long[] from = other.fields;
                if ((from[at] | from[at + 1] | from[at + 2]) != 0) {
                    add(at / 3, from[at], from[at + 1], from[at + 2]);
                }
            }
        }

        List<Map.Entry<Relation, Rows>> sorted(List<Relation> names, int atMost) {
            int[] order = new int[Math.min(atMost, fields.length / 3)];
            int count = 0;
            for (int relation = 0; relation < fields.length / 3; relation++) {
                if (all(relation) == 0) {
                    continue;
                }
                int place = count;
                while (place > 0 && isBefore(relation, order[place - 1], names)) {
                    place--;
                }
                if (place < order.length) {
                    count = Math.min(count + 1, order.length);
                    System.arraycopy(order, place, order, place + 1, count - 1 - place);
                    order[place] = relation;
                }
            }
            List<Map.Entry<Relation, Rows>> sorted = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                int at = 3 * order[i];
                Rows rows = new Rows();
                rows.add(fields[at], fields[at + 1], fields[at + 2]);
                sorted.add(Map.entry(names.get(order[i]), rows));
            }
            return sorted;
        }

        private long all(int relation) {
            return fields[3 * relation] + fields[3 * relation + 1] + fields[3 * relation + 2];
        }

        private boolean isBefore(int one, int other, List<Relation> names) {
            long more = all(one) - all(other);
            return more > 0
                    || (more == 0 && names.get(one).name().compareTo(names.get(other).name()) < 0);
        }
    }

    /** One of the parts. */
    public static final class Part {
        private final List<Relation> names;
        private long walBytes;
        private long commits;
        private long aborts;
        private @Nullable Lsn from;
        private @Nullable Lsn to;
        private final Rows rows = new Rows();
        private final RowsByRelation relations = new RowsByRelation();

        private Part(List<Relation> names) {
            this.names = names;
        }

        public long walBytes() {
            return walBytes;
        }

        public long commits() {
            return commits;
        }

        public long aborts() {
            return aborts;
        }

        /** Where its WAL begins; null if there is none. */
        public @Nullable Lsn from() {
            return from;
        }

        /** Where its WAL ends; null if there is none. */
        public @Nullable Lsn to() {
            return to;
        }

        public Rows rows() {
            return rows;
        }

        /** The most written first. */
        public List<Map.Entry<Relation, Rows>> relations(int atMost) {
            return relations.sorted(names, atMost);
        }
    }

    private final long from;
    private final long to;
    private final Part[] parts;
    private final List<Relation> names = new ArrayList<>();
    private final Map<Relation, Integer> numbers = new HashMap<>();
    private final List<DigestMark> marks = new ArrayList<>();

    /**
     * @param to behind {@code from}
     * @param partCount at least 1
     */
    public TimelineSums(Instant from, Instant to, int partCount) {
        this.from = PostgresTime.micros(from);
        this.to = PostgresTime.micros(to);
        if (this.to <= this.from || partCount < 1) {
            throw new IllegalArgumentException(
                    "%d parts from %s to %s".formatted(partCount, from, to));
        }
        this.parts = new Part[partCount];
        for (int i = 0; i < partCount; i++) {
            parts[i] = new Part(names);
        }
    }

    public List<Part> parts() {
        return List.of(parts);
    }

    /** Where a part begins; with the count of parts, where the last one ends. */
    public Instant startOf(int part) {
        return PostgresTime.instant(startMicros(part));
    }

    /** What was written in all of it, the most written first. */
    public List<Map.Entry<Relation, Rows>> relations(int atMost) {
        RowsByRelation totals = new RowsByRelation();
        for (Part part : parts) {
            totals.add(part.relations);
        }
        return totals.sorted(names, atMost);
    }

    /** In the order in which they were added: per digest that of its WAL. */
    public List<DigestMark> marks() {
        return marks;
    }

    long fromMicros() {
        return from;
    }

    long toMicros() {
        return to;
    }

    void add(DigestMark mark) {
        marks.add(mark);
    }

    /** The number that a relation has in here. */
    int numberOf(Relation relation) {
        return numbers.computeIfAbsent(
                relation,
                added -> {
                    names.add(added);
                    return names.size() - 1;
                });
    }

    /** Whether a time lies in the stretch. */
    boolean covers(long micros) {
        return micros >= from && micros < to;
    }

    /** Whether all of a slice falls into one part. */
    boolean haveInOnePart(DigestEntry.Slice slice) {
        return slice.fromMicros() >= from
                && slice.toMicros() < to
                && partOf(slice.fromMicros()) == partOf(slice.toMicros());
    }

    /**
     * Spreads a slice evenly over its time. What lies outside of the stretch is left out.
     *
     * @param relations the numbers of the slice's relations here, in its order
     */
    void add(DigestEntry.Slice slice, int[] relations) {
        long begin = slice.fromMicros();
        long end = Math.max(slice.toMicros(), begin);
        if (end < from || begin >= to) {
            return;
        }
        if (haveInOnePart(slice)) {
            addWhole(slice, relations, parts[partOf(begin)]);
            return;
        }
        int first = partOf(Math.max(begin, from));
        int last = partOf(Math.min(end, to - 1));
        for (int part = first; part <= last; part++) {
            double before = part == first && begin >= from ? 0 : share(begin, end, part);
            double after = part == last && end < to ? 1 : share(begin, end, part + 1);
            add(slice, relations, parts[part], before, after);
        }
    }

    private static void addWhole(DigestEntry.Slice slice, int[] relations, Part part) {
        part.walBytes += slice.toLsn() - slice.fromLsn();
        part.commits += slice.commits();
        part.aborts += slice.aborts();
        if (slice.toLsn() != slice.fromLsn()) {
            if (part.from == null) {
                part.from = new Lsn(slice.fromLsn());
            }
            part.to = new Lsn(slice.toLsn());
        }
        int[] rows = slice.rows();
        for (int i = 0; i < relations.length; i++) {
            part.rows.add(rows[3 * i], rows[3 * i + 1], rows[3 * i + 2]);
            part.relations.add(relations[i], rows[3 * i], rows[3 * i + 1], rows[3 * i + 2]);
        }
    }

    private void add(
            DigestEntry.Slice slice, int[] relations, Part part, double before, double after) {
        long bytes = slice.toLsn() - slice.fromLsn();
        long bytesBefore = part(bytes, before);
        long bytesHere = part(bytes, after) - bytesBefore;
        part.walBytes += bytesHere;
        part.commits += part(slice.commits(), after) - part(slice.commits(), before);
        part.aborts += part(slice.aborts(), after) - part(slice.aborts(), before);
        if (bytesHere > 0) {
            if (part.from == null) {
                part.from = new Lsn(slice.fromLsn() + bytesBefore);
            }
            part.to = new Lsn(slice.fromLsn() + bytesBefore + bytesHere);
        }
        int[] rows = slice.rows();
        for (int i = 0; i < relations.length; i++) {
            long inserted = part(rows[3 * i], after) - part(rows[3 * i], before);
            long updated = part(rows[3 * i + 1], after) - part(rows[3 * i + 1], before);
            long deleted = part(rows[3 * i + 2], after) - part(rows[3 * i + 2], before);
            if ((inserted | updated | deleted) != 0) {
                part.rows.add(inserted, updated, deleted);
                part.relations.add(relations[i], inserted, updated, deleted);
            }
        }
    }

    private static long part(long whole, double share) {
        return share == 0 ? 0 : share == 1 ? whole : Math.round(whole * share);
    }

    /** How much of a slice lies before the begin of a part. */
    private double share(long begin, long end, int part) {
        if (end == begin) {
            return startMicros(part) > begin ? 1 : 0;
        }
        return Math.clamp((double) (startMicros(part) - begin) / (end - begin), 0.0, 1.0);
    }

    private int partOf(long micros) {
        int guess =
                (int)
                        Math.min(
                                (double) (micros - from) / (to - from) * parts.length,
                                parts.length - 1);
        while (guess > 0 && startMicros(guess) > micros) {
            guess--;
        }
        while (guess < parts.length - 1 && startMicros(guess + 1) <= micros) {
            guess++;
        }
        return guess;
    }

    private long startMicros(int part) {
        return part == parts.length
                ? to
                : from + Math.round((double) (to - from) * part / parts.length);
    }
}
