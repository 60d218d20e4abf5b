package dev.cambium.engine.branch;

import dev.cambium.engine.branch.compute.PassingCopy;
import dev.cambium.engine.branch.creation.Template;
import dev.cambium.engine.branch.life.DeleteBranch;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.snapshot.RestoreSnapshot;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a killed engine left behind, finished or undone before anyone is served.
 *
 * <p>The catalog tells which operations have no outcome: a deletion is finished, everything else is
 * undone, because nobody was told that it succeeded. Then the volume is compared with the catalog:
 * a seal that is no image of any timeline goes; a timeline that the catalog does not know is never
 * deleted but set aside: a seal keeps its files, {@code lost+found} gets its WAL.
 */
public final class Interrupted {

    private static final Logger log = LoggerFactory.getLogger(Interrupted.class);

    /** What the seals of unknown timelines begin with. */
    private static final String LOST_SEAL = "sl-lost-";

    private static final String UNDONE =
            "The engine ended while this was being done; it was undone. Nothing was lost.";

    private final EngineParts parts;
    private final OperationLog operations;
    private final Path lostAndFound;

    Interrupted(EngineParts parts, OperationLog operations, Path lostAndFound) {
        this.parts = parts;
        this.operations = operations;
        this.lostAndFound = lostAndFound;
    }

    /** Sees to all of it; to be called once, before any verb. */
    void settle() throws IOException {
        for (Operation operation : parts.catalog().operations().running()) {
            settle(operation);
        }
        PassingCopy.throwAwayLeftOver(parts);
        discardLeftOverSeals();
        setUnknownTimelinesAside();
    }

    private void settle(Operation operation) throws IOException {
        log.info("Settling the interrupted {} of {}", operation.action(), operation.branchId());
        Optional<Branch> branch =
                Optional.ofNullable(operation.branchId()).flatMap(parts.catalog()::branch);
        switch (operation.action()) {
            case DeleteBranch.ACTION ->
                    operations.finish(
                            operation, change -> DeleteBranch.finish(change, parts, operation));
            case "create_branch", RestoreSnapshot.ACTION -> undo(operation, branch, false);
            case "create_project" -> undo(operation, branch, true);
            default -> undo(operation, Optional.empty(), false);
        }
    }

    private void undo(Operation operation, Optional<Branch> branch, boolean project)
            throws IOException {
        Optional<TimelineId> timeline =
                Optional.ofNullable(operation.details().get(OperationLog.TIMELINE))
                        .map(TimelineId::new);
        if (timeline.isPresent()) {
            parts.opening().discard(timeline.get());
        }
        operations.fail(
                operation,
                UNDONE,
                change -> {
                    branch.ifPresent(found -> change.removeBranch(found.id()));
                    timeline.ifPresent(change::removeTimeline);
                    if (project) {
                        change.removeProject(operation.projectId());
                    }
                });
    }

    private void discardLeftOverSeals() throws IOException {
        for (SealId seal : parts.volume().seals()) {
            boolean kept =
                    Template.isTemplate(seal.value())
                            || seal.value().startsWith(LOST_SEAL)
                            || parts.catalog().imageCount(seal) > 0;
            if (!kept) {
                parts.volume().discard(seal);
            }
        }
    }

    private void setUnknownTimelinesAside() throws IOException {
        Set<TimelineId> known =
                parts.catalog().timelines().stream().map(Timeline::id).collect(Collectors.toSet());
        Set<TimelineId> found = new HashSet<>(parts.volume().timelines());
        found.addAll(parts.walFolders().timelines());
        found.removeAll(known);
        found.removeIf(timeline -> Template.isTemplate(timeline.value()));
        for (TimelineId timeline : found) {
            setAside(timeline);
        }
    }

    private void setAside(TimelineId timeline) throws IOException {
        SealId seal = new SealId(LOST_SEAL + timeline.value().substring("tl-".length()));
        if (parts.volume().timelines().contains(timeline)) {
            if (!parts.volume().seals().contains(seal)) {
                parts.volume().seal(timeline, seal);
            }
            parts.volume().delete(timeline);
        }
        Path wal = parts.walFolders().of(timeline);
        Path target = lostAndFound.resolve(timeline.value());
        if (Files.exists(wal)) {
            Files.createDirectories(lostAndFound);
            Files.move(wal, target);
        }
        log.warn(
                "The catalog does not know timeline {}. Nothing of it was deleted: its files are kept"
                        + " as seal {}, its WAL in {}.",
                timeline,
                seal,
                target);
    }
}
