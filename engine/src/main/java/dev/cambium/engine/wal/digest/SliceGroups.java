package dev.cambium.engine.wal.digest;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The slices of a digest summed up, a few in a row at a time, in memory: a long stretch is told
 * from these, and only what lies across the border of two parts is read from the file. Not
 * thread-safe.
 */
final class SliceGroups {

    /** Some 40 seconds of steady writing: of the 300 parts of a day each has at least five. */
    static final int SLICES_PER_GROUP = 8;

    /** Four days of steady writing: some 3 MB with ten tables, 15 with a hundred. */
    static final int GROUPS_MAX = 8_192;

    /** A group with more is read from the file: they are many, and each is to be told anyway. */
    static final int MARKS_PER_GROUP = 32;

    /** Of rows that take 16 bytes of WAL or more no int can overflow in so much. */
    private static final long BYTES_PER_GROUP = 16L << 30;

    /**
     * Slices in a row.
     *
     * @param sum what they hold together, as if they were one
     * @param firstTo where the first of them ends
     * @param marks those that belong to them; null if they are too many to be kept
     * @param offset in the file where they begin, with their marks
     * @param end behind them in the file
     */
    record Group(
            DigestEntry.Slice sum,
            long firstTo,
            @Nullable List<DigestEntry> marks,
            long offset,
            long end) {}

    private final RelationNumbers numbers;
    private final int groupsMax;
    private final List<Group> groups = new ArrayList<>();

    /** Those that will be the next group, of which there are fewer than a group's. */
    private final List<Group> open = new ArrayList<>();

    SliceGroups(RelationNumbers numbers) {
        this(numbers, GROUPS_MAX);
    }

    /**
     * @param groupsMax beyond it the older half is summed up further
     */
    SliceGroups(RelationNumbers numbers, int groupsMax) {
        this.numbers = numbers;
        this.groupsMax = groupsMax;
    }

    /**
     * Takes what was appended to the file.
     *
     * @param batch ends with a slice, and holds no other
     */
    void take(List<DigestEntry> batch, long offset, long end) {
        DigestEntry.Slice slice = (DigestEntry.Slice) batch.getLast();
        if (!open.isEmpty() && open.getLast().sum().toLsn() != slice.fromLsn()) {
            close(); // WAL is missing in between: it was not written in these slices
        }
        open.add(new Group(slice, slice.toLsn(), marks(batch), offset, end));
        if (open.size() == SLICES_PER_GROUP) {
            close();
        }
    }

    /** All of them, in the order of WAL; what was taken last may not be among them yet. */
    List<Group> all() {
        return groups;
    }

    /** The first group that ends at a time or later; the count of groups if there is none. */
    int firstEndingAt(long micros) {
        int low = 0;
        int high = groups.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (groups.get(middle).sum().toMicros() < micros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static @Nullable List<DigestEntry> marks(List<DigestEntry> batch) {
        List<DigestEntry> marks = new ArrayList<>();
        for (DigestEntry entry : batch) {
            if (!(entry instanceof DigestEntry.Slice) && !(entry instanceof DigestEntry.Names)) {
                marks.add(entry);
            }
        }
        return marks.size() <= MARKS_PER_GROUP ? List.copyOf(marks) : null;
    }

    private void close() {
        groups.add(sum(open));
        open.clear();
        if (groups.size() > groupsMax) {
            coarsen();
        }
    }

    /** Sums up the older half two by two, where WAL goes on from one to the next. */
    private void coarsen() {
        List<Group> coarse = new ArrayList<>();
        int half = groups.size() / 2;
        for (int i = 0; i < half; i++) {
            Group group = groups.get(i);
            if (i + 1 < half && goOn(group.sum(), groups.get(i + 1).sum())) {
                i++;
                coarse.add(sum(List.of(group, groups.get(i))));
            } else {
                coarse.add(group);
            }
        }
        groups.subList(0, half).clear();
        groups.addAll(0, coarse);
    }

    private static boolean goOn(DigestEntry.Slice one, DigestEntry.Slice next) {
        return one.toLsn() == next.fromLsn() && next.toLsn() - one.fromLsn() <= BYTES_PER_GROUP;
    }

    private Group sum(List<Group> all) {
        if (all.size() == 1) {
            return all.getFirst();
        }
        RowTally tally = new RowTally();
        int commits = 0;
        int aborts = 0;
        List<DigestEntry> marks = new ArrayList<>();
        boolean allMarks = true;
        for (Group group : all) {
            DigestEntry.Slice slice = group.sum();
            commits += slice.commits();
            aborts += slice.aborts();
            int[] rows = slice.rows();
            for (int i = 0; i < slice.relations().length; i++) {
                int relation = numbers.numberOf(slice.relations()[i]);
                tally.add(relation, rows[3 * i], rows[3 * i + 1], rows[3 * i + 2]);
            }
            List<DigestEntry> added = group.marks();
            allMarks &= added != null && marks.size() + added.size() <= MARKS_PER_GROUP;
            if (allMarks && added != null) {
                marks.addAll(added);
            }
        }
        Group first = all.getFirst();
        Group last = all.getLast();
        DigestEntry.Slice sum =
                new DigestEntry.Slice(
                        first.sum().fromLsn(),
                        last.sum().toLsn(),
                        last.sum().resumeLsn(),
                        first.sum().fromMicros(),
                        last.sum().toMicros(),
                        last.sum().latestStamp(),
                        commits,
                        aborts,
                        tally.relationKeys(numbers),
                        tally.rows());
        return new Group(
                sum,
                first.firstTo(),
                allMarks ? List.copyOf(marks) : null,
                first.offset(),
                last.end());
    }
}
