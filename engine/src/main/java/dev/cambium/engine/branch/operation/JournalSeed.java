package dev.cambium.engine.branch.operation;

import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.OperationState;
import dev.cambium.engine.journal.JournalEntry;
import dev.cambium.engine.journal.JournalEntry.BranchEvent;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;
import dev.cambium.engine.journal.JournalEntry.OperationOutcome;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Fills a new or lost journal with what the catalog still knows. */
public final class JournalSeed {

    private static final Logger log = LoggerFactory.getLogger(JournalSeed.class);

    private static final int OPERATIONS_MAX = 10_000;

    private final EngineParts parts;

    public JournalSeed(EngineParts parts) {
        this.parts = parts;
    }

    public void seedIfEmpty() {
        parts.journal().setAside().ifPresent(log::warn);
        if (!parts.journal().isEmpty()) {
            return;
        }
        List<JournalEntry> entries = new ArrayList<>();
        parts.catalog()
                .projects()
                .forEach(
                        project -> {
                            parts.catalog()
                                    .operations()
                                    .newest(project.id(), OPERATIONS_MAX)
                                    .forEach(operation -> addOutcome(entries, operation));
                            parts.catalog()
                                    .branches(project.id())
                                    .forEach(branch -> addBranch(entries, branch));
                        });
        entries.sort(Comparator.comparing(JournalEntry::at));
        parts.journal().rebuild(entries.stream());
    }

    private static void addOutcome(List<JournalEntry> entries, Operation operation) {
        if (operation.state() != OperationState.RUNNING) {
            entries.add(
                    new OperationOutcome(
                            operation.updatedAt(),
                            operation.projectId(),
                            operation.branchId(),
                            operation.id(),
                            operation.action(),
                            operation.error()));
        }
    }

    private static void addBranch(List<JournalEntry> entries, Branch branch) {
        entries.add(
                new BranchEvent(
                        branch.createdAt(),
                        branch.projectId(),
                        branch.id(),
                        BranchEventKind.CREATED,
                        branch.name()));
        if (branch.lastResetAt() != null) {
            entries.add(
                    new BranchEvent(
                            branch.lastResetAt(),
                            branch.projectId(),
                            branch.id(),
                            BranchEventKind.RESET,
                            branch.name()));
        }
    }
}
