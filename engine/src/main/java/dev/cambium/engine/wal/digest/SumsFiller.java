package dev.cambium.engine.wal.digest;

import dev.cambium.engine.wal.digest.SliceGroups.Group;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Fills the sums of one answer from a digest: from whole groups of slices where they fall into one
 * part and each of their relations had one name all along, else slice by slice. Not thread-safe.
 */
final class SumsFiller {

    /** More cannot be told apart on a screen; the last ones are kept. */
    static final int MARKS_MAX = 5_000;

    private final TimelineSums sums;
    private final boolean checkpoints;
    private final NameHistory history;
    private final RelationNumbers numbers;
    private final MarkWords words;
    private final DigestFile file;
    private final Deque<DigestEntry> marks = new ArrayDeque<>();

    /** The number of each relation in the answer plus one, where it has the same all along. */
    private int[] answerNumbers = new int[0];

    /** What of the file is to be read before anything else; empty if both are the same. */
    private long pendingFrom;

    private long pendingTo;

    /**
     * @param checkpoints whether they are of interest among the marks
     */
    SumsFiller(
            TimelineSums sums,
            boolean checkpoints,
            NameHistory history,
            RelationNumbers numbers,
            MarkWords words,
            DigestFile file) {
        this.sums = sums;
        this.checkpoints = checkpoints;
        this.history = history;
        this.numbers = numbers;
        this.words = words;
        this.file = file;
    }

    /** Adds the next group in the order of WAL. */
    void add(Group group) throws IOException {
        List<DigestEntry> itsMarks = group.marks();
        if (itsMarks == null || !sums.haveInOnePart(group.sum()) || !hasOneNameEach(group)) {
            addFile(group.offset(), group.end());
            return;
        }
        readPending();
        add(itsMarks);
        add(group.sum());
    }

    /** Adds what stands in the file, between two places where batches begin. */
    void addFile(long from, long to) throws IOException {
        if (from != pendingTo) {
            readPending();
            pendingFrom = from;
        }
        pendingTo = to;
    }

    /** Adds entries that are in no file yet. */
    void add(List<DigestEntry> entries) throws IOException {
        readPending();
        entries.forEach(this::add);
    }

    /** Puts the marks into words; nothing can be added any more. */
    void finish() throws IOException {
        readPending();
        for (DigestEntry mark : marks) {
            switch (mark) {
                case DigestEntry.Ddl ddl -> words.ddl(ddl).ifPresent(sums::add);
                case DigestEntry.BigWrite big -> sums.add(words.bigWrite(big));
                case DigestEntry.Checkpoint checkpoint ->
                        sums.add(MarkWords.checkpoint(checkpoint));
                case DigestEntry.Slice slice -> throw new IllegalStateException("no mark " + slice);
                case DigestEntry.Names names -> throw new IllegalStateException("no mark " + names);
            }
        }
    }

    private void readPending() throws IOException {
        if (pendingFrom < pendingTo) {
            file.read(
                    pendingFrom,
                    pendingTo,
                    entry -> {
                        add(entry);
                        return !(entry instanceof DigestEntry.Slice slice)
                                || slice.fromMicros() < sums.toMicros();
                    });
        }
        pendingFrom = pendingTo;
    }

    private void add(DigestEntry entry) {
        switch (entry) {
            case DigestEntry.Slice slice -> {
                int[] relations = new int[slice.relations().length];
                for (int i = 0; i < relations.length; i++) {
                    relations[i] = numberOf(slice.relations()[i], slice.toLsn());
                }
                sums.add(slice, relations);
            }
            case DigestEntry.Ddl ddl -> addMark(ddl, ddl.micros());
            case DigestEntry.BigWrite big -> addMark(big, big.micros());
            case DigestEntry.Checkpoint checkpoint -> {
                if (checkpoints) {
                    addMark(checkpoint, checkpoint.micros());
                }
            }
            case DigestEntry.Names learned -> {} // was taken when it was read
        }
    }

    private void addMark(DigestEntry mark, long micros) {
        if (sums.covers(micros)) {
            marks.add(mark);
            if (marks.size() > MARKS_MAX) {
                marks.removeFirst();
            }
        }
    }

    /**
     * Names change between slices, so the ends of the first and the last tell. The same object at
     * both: a relation may be called something else in between, and then the same again.
     */
    @SuppressWarnings("ReferenceEquality")
    private boolean hasOneNameEach(Group group) {
        for (long relation : group.sum().relations()) {
            int number = numbers.numberOf(relation);
            boolean known = number < answerNumbers.length && answerNumbers[number] > 0;
            if (!known
                    && !history.hasOneName(relation)
                    && history.ofFile(relation, group.firstTo())
                            != history.ofFile(relation, group.sum().toLsn())) {
                return false;
            }
        }
        return true;
    }

    private int numberOf(long relation, long lsn) {
        int number = numbers.numberOf(relation);
        if (number >= answerNumbers.length) {
            answerNumbers = Arrays.copyOf(answerNumbers, Math.max(64, number * 2));
        }
        int known = answerNumbers[number];
        if (known > 0) {
            return known - 1;
        }
        int found = sums.numberOf(nameOf(relation, lsn));
        if (history.hasOneName(relation)) {
            answerNumbers[number] = found + 1;
        }
        return found;
    }

    private TimelineSums.Relation nameOf(long relation, long lsn) {
        long database = RelationNumbers.databaseOf(relation);
        String databaseName = history.database(database);
        RelationName name = history.ofFile(relation, lsn);
        return new TimelineSums.Relation(
                databaseName == null ? Long.toString(database) : databaseName,
                name == null ? null : name.schema(),
                name == null ? Long.toString(RelationNumbers.fileOf(relation)) : name.name());
    }
}
