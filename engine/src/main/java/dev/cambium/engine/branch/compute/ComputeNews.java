package dev.cambium.engine.branch.compute;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Happening;
import dev.cambium.engine.branch.operation.JournalNotes;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.compute.ComputeState;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.journal.JournalEntry.ComputeEvent;
import dev.cambium.engine.journal.JournalEntry.ComputeEventKind;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.util.Optional;

/** Tells listeners, the journal and the catalog what becomes of computes. */
final class ComputeNews {

    private static final Logger log = LoggerFactory.getLogger(ComputeNews.class);

    private final EngineParts parts;
    private final JournalNotes journal;
    private final ServerDatabases databases;

    ComputeNews(EngineParts parts, ServerDatabases databases) {
        this.parts = parts;
        this.journal = new JournalNotes(parts.journal());
        this.databases = databases;
    }

    /** Tells of a compute's new state. */
    void onState(Branch branch, ComputeState state, String why) {
        parts.happenings()
                .tell(
                        new Happening(
                                "compute." + state.word(),
                                branch.projectId(),
                                branch.id(),
                                null,
                                "%s is %s".formatted(branch.name(), why),
                                null));
        Optional<ComputeEventKind> kind =
                switch (state) {
                    case RUNNING -> Optional.of(ComputeEventKind.STARTED);
                    case ASLEEP -> Optional.of(ComputeEventKind.STOPPED);
                    case CRASHED -> Optional.of(ComputeEventKind.CRASHED);
                    case STARTING, STOPPING -> Optional.empty();
                };
        kind.ifPresent(
                known ->
                        journal.note(
                                new ComputeEvent(
                                        parts.clock().instant(),
                                        branch.projectId(),
                                        branch.id(),
                                        known,
                                        why)));
    }

    /**
     * Notes that a timeline's first server began where it had to, and has its roles. If a kill
     * comes first, the next start finds it out again.
     */
    void proven(Timeline timeline) {
        try {
            parts.catalog()
                    .commit(
                            change ->
                                    parts.catalog()
                                            .timeline(timeline.id())
                                            .map(Timelines::proven)
                                            .ifPresent(change::put));
        } catch (RuntimeException e) {
            log.debug("The start of {} was not noted", timeline.id(), e);
        }
    }

    /** Notes which databases a branch has, unless its server has stopped meanwhile. */
    void databases(Branch branch, Console console) {
        try {
            databases.learn(branch.id(), console);
        } catch (SQLException | RuntimeException e) {
            log.debug("The databases of {} were not noted", branch.name(), e);
        }
    }
}
