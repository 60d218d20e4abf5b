package dev.cambium.gui.timeline;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.TimelineQuery;
import dev.cambium.gui.mark.MarkKind;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * How the moment that the slider stands at differs from now: the rows written since, by table, and
 * the changes of the schema. It is read when the engine has said what the moment is, and again when
 * the branch wrote. Used on the screen's thread.
 */
final class MomentCardViewModel {

    /**
     * What came after the moment.
     *
     * @param tables most written first
     * @param schema changes of the schema, in order
     * @param complete false while WAL is still being read
     * @param trouble why nothing is known; empty when all is well
     */
    record Since(
            List<BranchTimeline.RelationWrites> tables,
            List<BranchTimeline.Mark> schema,
            boolean complete,
            String trouble) {

        static final Since UNKNOWN = new Since(List.of(), List.of(), false, "");
    }

    private final Workspace workspace;
    private final TimelineViewModel timeline;
    private final ReadOnlyObjectWrapper<Since> since = new ReadOnlyObjectWrapper<>(Since.UNKNOWN);
    private @Nullable FoundMoment asked;
    private boolean reading;

    MomentCardViewModel(TimelineViewModel timeline) {
        this.timeline = timeline;
        workspace = timeline.workspace();
        timeline.foundProperty().addListener((property, before, after) -> read());
        timeline.pastProperty().addListener((property, before, after) -> read());
    }

    ReadOnlyObjectProperty<Since> sinceProperty() {
        return since.getReadOnlyProperty();
    }

    private void read() {
        FoundMoment found = timeline.foundProperty().get();
        Branch branch = workspace.selectedProperty().get();
        Project project = workspace.projectProperty().get();
        if (found == null || branch == null || project == null) {
            asked = null;
            since.set(Since.UNKNOWN);
            return;
        }
        if (reading) {
            return;
        }
        if (!found.equals(asked)) {
            since.set(Since.UNKNOWN);
        }
        asked = found;
        reading = true;
        Instant from = found.time();
        workspace.ask(
                client ->
                        client.past()
                                .timeline(
                                        project.id(),
                                        branch.id(),
                                        new TimelineQuery(from, null, 1)),
                answer -> ended(found, of(answer, from)),
                failure ->
                        ended(
                                found,
                                new Since(
                                        List.of(),
                                        List.of(),
                                        true,
                                        Failures.unreachable(failure)
                                                ? ""
                                                : Failures.sentence(failure))));
    }

    private static Since of(BranchTimeline answer, Instant from) {
        return new Since(
                answer.relations(),
                answer.marks().stream()
                        .filter(mark -> MarkKind.of(mark) == MarkKind.DDL)
                        .filter(mark -> !mark.time().isBefore(from))
                        .toList(),
                answer.complete(),
                "");
    }

    private void ended(FoundMoment found, Since read) {
        reading = false;
        if (found.equals(timeline.foundProperty().get())) {
            since.set(read);
        } else {
            read();
        }
    }
}
