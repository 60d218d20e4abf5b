package dev.cambium.engine.branch.operation;

import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.KnownDatabase;
import dev.cambium.engine.journal.JournalEntry.BranchEvent;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;

import java.time.Instant;
import java.util.Locale;

/** Tells what happened to a branch as a whole: to the journal, and to whoever listens. */
public final class BranchNews {

    private final EngineParts parts;
    private final JournalNotes journal;

    public BranchNews(EngineParts parts) {
        this.parts = parts;
        this.journal = new JournalNotes(parts.journal());
    }

    public void tell(Branch branch, BranchEventKind kind, String message) {
        Instant now = parts.clock().instant();
        journal.note(new BranchEvent(now, branch.projectId(), branch.id(), kind, message));
        parts.happenings()
                .tell(
                        new Happening(
                                "branch." + kind.name().toLowerCase(Locale.ROOT),
                                branch.projectId(),
                                branch.id(),
                                null,
                                message,
                                null));
    }

    /** A parent's database as the child has it at its beginning. */
    public static KnownDatabase copied(KnownDatabase known, String branchId) {
        return new KnownDatabase(
                branchId, known.oid(), known.name(), known.ownerName(), known.createdAt());
    }
}
