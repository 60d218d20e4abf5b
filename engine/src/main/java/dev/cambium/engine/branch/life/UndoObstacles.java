package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.moment.FoundMoment;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.DeletedProject;
import dev.cambium.engine.catalog.DeletedSnapshot;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.catalog.TimelineState;
import dev.cambium.engine.catalog.UndoStep;
import dev.cambium.engine.catalog.UndoStep.Before;
import dev.cambium.engine.catalog.UndoStep.Made;
import dev.cambium.engine.page.TimelineId;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What stops an undo, in a sentence that says what to do. */
final class UndoObstacles {

    private final Catalog catalog;

    UndoObstacles(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Empty if the step can be undone now. */
    Optional<String> of(UndoStep step) {
        if (step.undoneAt() != null) {
            return Optional.of(
                    "The %s was undone already, at %s."
                            .formatted(step.title(), FoundMoment.readable(step.undoneAt())));
        }
        Optional<String> project = ofProject(step);
        if (project.isPresent()) {
            return project;
        }
        Optional<String> later = later(step);
        if (later.isPresent()) {
            return later;
        }
        if (step.branches().isEmpty()) {
            return ofSnapshot(step);
        }
        for (UndoStep.Touched touched : step.branches()) {
            Optional<String> found =
                    switch (touched) {
                        case Made made -> ofMade(step, made);
                        case Before before -> ofBefore(step, before);
                    };
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** In a deleted project only its deletion can be undone, unless its name is taken. */
    private Optional<String> ofProject(UndoStep step) {
        DeletedProject deleted =
                catalog.deletedProjects().stream()
                        .filter(one -> one.project().id().equals(step.projectId()))
                        .findFirst()
                        .orElse(null);
        if (deleted == null) {
            return Optional.empty();
        }
        String name = deleted.project().name();
        if (!deleted.deletedBy().equals(step.id())) {
            return Optional.of(
                    "Project '%s' is deleted. Recover it first: cambium projects recover %s"
                            .formatted(name, deleted.project().id()));
        }
        return catalog.projectByName(name)
                .map(
                        other ->
                                "There is another project '%s' by now. Rename that one first: cambium projects update %s --name NAME"
                                        .formatted(name, other.id()));
    }

    /** A step without branches deleted a snapshot. */
    private Optional<String> ofSnapshot(UndoStep step) {
        DeletedSnapshot deleted =
                catalog.snapshots().deleted().stream()
                        .filter(one -> one.deletedBy().equals(step.id()))
                        .findFirst()
                        .orElse(null);
        if (deleted == null) {
            return Optional.of("The %s was made for good meanwhile.".formatted(step.title()));
        }
        Snapshot back = deleted.snapshot();
        return catalog.snapshots().of(step.projectId()).stream()
                .filter(
                        one ->
                                one.name().equals(back.name())
                                        || (back.slug() != null && back.slug().equals(one.slug())))
                .findFirst()
                .map(
                        one ->
                                "There is another snapshot '%s' with its name or slug by now. Rename or delete that first."
                                        .formatted(one.name()));
    }

    /** What came later is undone first, or it would be taken back with it. */
    private Optional<String> later(UndoStep step) {
        Set<String> branches = changed(step);
        List<UndoStep> steps = catalog.undo().steps(step.projectId());
        return steps.stream()
                .takeWhile(other -> !other.id().equals(step.id()))
                .filter(other -> other.undoneAt() == null)
                .filter(other -> changed(other).stream().anyMatch(branches::contains))
                .findFirst()
                .map(
                        other ->
                                "Something came after it: %s. Undo that first: cambium undo %s"
                                        .formatted(other.title(), other.id()));
    }

    private static Set<String> changed(UndoStep step) {
        return step.branches().stream()
                .filter(Before.class::isInstance)
                .map(UndoStep.Touched::branchId)
                .collect(Collectors.toSet());
    }

    private Optional<String> ofMade(UndoStep step, Made made) {
        Branch branch = catalog.branch(made.branchId()).orElse(null);
        if (branch == null) {
            return Optional.empty();
        }
        if (branch.isProtected() || branch.isDefault()) {
            return Optional.of(
                    "Undoing the %s would take branch '%s' away, which is %s."
                            .formatted(
                                    step.title(),
                                    branch.name(),
                                    branch.isProtected() ? "protected" : "the default branch"));
        }
        return made.timeline().equals(branch.currentTimeline())
                ? Optional.empty()
                : Optional.of(
                        "Branch '%s', which keeps what was there before the %s, has other content now. Undo that first, or restore from a moment of it."
                                .formatted(branch.name(), step.title()));
    }

    private Optional<String> ofBefore(UndoStep step, Before before) {
        Branch living = catalog.branch(before.branchId()).orElse(null);
        if (before.left() == null) {
            return living != null ? Optional.empty() : ofDeleted(step, before);
        }
        if (living == null) {
            return Optional.of(
                    "Branch '%s' was deleted after the %s. Recover it first."
                            .formatted(before.name(), step.title()));
        }
        if (!before.left().equals(living.currentTimeline())) {
            return Optional.of(
                    "Branch '%s' has had other content since the %s."
                            .formatted(living.name(), step.title()));
        }
        if (!before.left().equals(before.timeline()) && !comesBack(step, before.timeline())) {
            return Optional.of(contentGone(before));
        }
        return taken(step, before, living.name());
    }

    private Optional<String> ofDeleted(UndoStep step, Before before) {
        boolean there = catalog.deletedBranch(before.branchId()).isPresent();
        if (!there || !comesBack(step, before.timeline())) {
            return Optional.of(contentGone(before));
        }
        return taken(step, before, "");
    }

    /** Content comes back from the trash, or from the branch that was made to keep it. */
    private boolean comesBack(UndoStep step, TimelineId timeline) {
        boolean kept =
                step.branches().stream()
                        .anyMatch(
                                touched ->
                                        touched instanceof Made made
                                                && made.timeline().equals(timeline)
                                                && catalog.branch(made.branchId()).isPresent());
        return kept
                || catalog.timeline(timeline)
                        .map(Timeline::state)
                        .filter(state -> state == TimelineState.TRASHED)
                        .isPresent();
    }

    private static String contentGone(Before before) {
        return "What branch '%s' held before is not in the trash any more: it was deleted for good."
                .formatted(before.name());
    }

    private Optional<String> taken(UndoStep step, Before before, String nameNow) {
        if (before.name().equals(nameNow)) {
            return Optional.empty();
        }
        return catalog.branchByName(step.projectId(), before.name())
                .filter(branch -> !branch.id().equals(before.branchId()))
                .filter(
                        branch ->
                                step.branches().stream()
                                        .noneMatch(
                                                touched ->
                                                        touched instanceof Made made
                                                                && made.branchId()
                                                                        .equals(branch.id())))
                .map(
                        branch ->
                                "Another branch is called '%s' now. Rename that one first."
                                        .formatted(before.name()));
    }
}
