package dev.cambium.gui.graph;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.TimelineQuery;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The marks of the lanes in view. They are read in the background, one branch after the other, and
 * again only when the branch wrote or something was done, so that hundreds of branches cost as
 * little as those that are looked at. Used on the screen's thread.
 */
final class LaneMarks {

    /** A branch that is written to all the time is asked no more often than this. */
    private static final Duration REST = Duration.ofSeconds(5);

    private final Workspace workspace;
    private final Map<String, Known> known = new HashMap<>();
    private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper(0);
    private boolean reading;
    private boolean waiting;
    private List<Branch> wanted = List.of();

    /**
     * @param state of the branch when it was read
     */
    private record Known(String state, Instant readAt, List<BranchTimeline.Mark> marks) {}

    LaneMarks(Workspace workspace) {
        this.workspace = workspace;
        workspace
                .projectProperty()
                .addListener(
                        (property, before, after) -> {
                            if (before == null
                                    || after == null
                                    || !before.id().equals(after.id())) {
                                known.clear();
                            }
                        });
    }

    /** Grows with every reading that brought something new. */
    ReadOnlyIntegerProperty versionProperty() {
        return version.getReadOnlyProperty();
    }

    List<BranchTimeline.Mark> of(Branch branch) {
        Known read = known.get(branch.id());
        return read == null ? List.of() : read.marks();
    }

    /** These are looked at now. */
    void want(List<Branch> inView) {
        wanted = inView;
        next();
    }

    private String stateOf(Branch branch) {
        long snapshots =
                workspace.snapshots().stream()
                        .filter(each -> each.sourceBranchId().equals(branch.id()))
                        .count();
        return branch.cambium().timelineId()
                + " "
                + branch.cambium().headLsn()
                + " "
                + branch.updatedAt()
                + " "
                + snapshots;
    }

    private void next() {
        if (reading) {
            return;
        }
        Project project = workspace.projectProperty().get();
        Instant rested = Instant.now().minus(REST);
        boolean later = false;
        for (Branch branch : wanted) {
            @Nullable Known read = known.get(branch.id());
            boolean stale = read == null || !read.state().equals(stateOf(branch));
            if (stale && project != null && (read == null || read.readAt().isBefore(rested))) {
                read(project, branch);
                return;
            }
            later |= stale;
        }
        if (later && !waiting) {
            waiting = true;
            workspace.later(
                    REST,
                    () -> {
                        waiting = false;
                        next();
                    });
        }
    }

    private void read(Project project, Branch branch) {
        reading = true;
        String state = stateOf(branch);
        workspace.ask(
                client ->
                        client.past()
                                .timeline(project.id(), branch.id(), TimelineQuery.all(1))
                                .marks(),
                marks -> ended(branch, new Known(state, Instant.now(), marks)),
                // A branch that is gone meanwhile, or an engine that does not answer: the next
                // painting asks again.
                failure -> ended(branch, new Known("", Instant.now(), this.of(branch))));
    }

    private void ended(Branch branch, Known read) {
        reading = false;
        Known before = known.put(branch.id(), read);
        if (before == null || !before.marks().equals(read.marks())) {
            version.set(version.get() + 1);
        }
        next();
    }
}
