package dev.cambium.engine.branch.operation;

import dev.cambium.engine.journal.Journal;
import dev.cambium.engine.journal.JournalEntry;
import dev.cambium.engine.journal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the journal without ever failing a verb: the journal is an index that can be rebuilt,
 * and by the time something is noted it has already happened. Thread-safe.
 */
public final class JournalNotes {

    private static final Logger log = LoggerFactory.getLogger(JournalNotes.class);

    private final Journal journal;

    public JournalNotes(Journal journal) {
        this.journal = journal;
    }

    public void note(JournalEntry entry) {
        try {
            journal.append(entry);
        } catch (JournalException e) {
            log.warn("The journal lacks an entry ({}): {}", entry, e.getMessage());
        }
    }
}
