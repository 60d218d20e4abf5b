package dev.cambium.engine.journal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The append-only stream of what happened in a home folder.
 *
 * <p>An appended entry survives the death of the engine at once; a power cut may take the last
 * ones, and whoever opens the journal can derive them again. Thread-safe.
 */
@SuppressWarnings("DoNotCallSuggester") // until the bodies arrive
public final class Journal implements AutoCloseable {

    private Journal() {}

    /**
     * Opens the journal in a folder, made if there is none. Damaged files are moved to {@code
     * journal-damaged-<time>} beside it and an empty journal begins: see {@link #setAside()}.
     *
     * @throws JournalException if not even an empty journal can be made there, or if another
     *     process has it open
     */
    public static Journal open(Path folder) {
        throw new UnsupportedOperationException(folder.toString());
    }

    /**
     * A sentence for the user if a damaged journal was moved aside at the opening. Then {@link
     * #rebuild} is due.
     */
    public Optional<String> setAside() {
        throw new UnsupportedOperationException();
    }

    /** Whether it holds no entry, as after a first start or after damage. */
    public boolean isEmpty() {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds an entry at the end; in microseconds, without waiting for the disk.
     *
     * @throws JournalException if the disk is full or the journal closed
     */
    public void append(JournalEntry entry) {
        throw new UnsupportedOperationException();
    }

    /** Seeds an empty journal with entries derived from elsewhere, oldest first. */
    public void rebuild(Stream<? extends JournalEntry> entries) {
        throw new UnsupportedOperationException();
    }

    /**
     * Entries that happened at a moment or later, in the order in which they were appended.
     *
     * @param limit at most so many, the earliest ones
     */
    public List<JournalEntry> read(
            Instant since, Predicate<? super JournalEntry> filter, int limit) {
        throw new UnsupportedOperationException();
    }

    /** As the other, for one project. */
    public List<JournalEntry> read(Instant since, String projectId, int limit) {
        throw new UnsupportedOperationException();
    }

    /**
     * The last entries that pass the filter, in the order in which they were appended.
     *
     * @param limit at most so many, the latest ones
     */
    public List<JournalEntry> latest(Predicate<? super JournalEntry> filter, int limit) {
        throw new UnsupportedOperationException();
    }

    /** Closes the files. Nothing needs saving. */
    @Override
    public void close() {}
}
