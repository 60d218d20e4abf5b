package dev.cambium.gui.verb;

import static dev.cambium.gui.verb.BranchVerbs.done;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.NewSnapshot;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.RestoredReply;
import dev.cambium.engine.api.ScheduleItem;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.engine.api.SnapshotReply;
import dev.cambium.engine.api.SnapshotRestore;
import dev.cambium.engine.api.SnapshotUpdate;
import dev.cambium.gui.l10n.Text;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The verbs of snapshots. */
final class SnapshotVerbs {

    private SnapshotVerbs() {}

    static Verb<SnapshotReply> create(Branch branch, NewSnapshot request) {
        return Verb.of(
                Text.get("notice.snapshot.failed", branch.name()),
                (client, project) -> client.snapshots().create(project, branch.id(), request),
                reply ->
                        done(
                                Text.get("notice.snapshot", reply.snapshot().name()),
                                Text.get("notice.snapshot.sentence")));
    }

    static Verb<Snapshot> update(Snapshot snapshot, SnapshotUpdate update) {
        return Verb.of(
                Text.get("notice.change.failed", snapshot.name()),
                (client, project) -> client.snapshots().update(project, snapshot.id(), update),
                changed -> done(Text.get("notice.snapshot.changed", changed.name()), ""));
    }

    static Verb<List<Operation>> delete(Snapshot snapshot) {
        return Verb.of(
                Text.get("notice.delete.failed", snapshot.name()),
                (client, project) -> client.snapshots().delete(project, snapshot.id()),
                operations -> done(Text.get("notice.snapshot.deleted", snapshot.name()), ""));
    }

    /** To a new branch, to look at or to stay. */
    static Verb<RestoredReply> restoreAsBranch(Snapshot snapshot, SnapshotRestore how) {
        return Verb.of(
                Text.get("notice.restore.failed", snapshot.name()),
                (client, project) -> client.snapshots().restore(project, snapshot.id(), how),
                reply ->
                        done(
                                Text.get("notice.created", reply.branch().name()),
                                Text.get("notice.snapshot.as-branch", snapshot.name())));
    }

    /** Onto a branch, at once. */
    static Verb<RestoredReply> restoreOnto(Snapshot snapshot, Branch target) {
        return Verb.of(
                Text.get("notice.restore.failed", target.name()),
                (client, project) ->
                        client.snapshots()
                                .restore(
                                        project,
                                        snapshot.id(),
                                        new SnapshotRestore(null, target.id(), true)),
                reply ->
                        done(
                                Text.get("notice.restored", target.name()),
                                Text.get("notice.snapshot.onto", snapshot.name())));
    }

    /** Puts a branch that was restored to look at in its target's place. */
    static Verb<List<Operation>> finish(
            Branch restored, String targetName, @Nullable String backupName) {
        return Verb.of(
                Text.get("notice.restore.failed", targetName),
                (client, project) ->
                        client.snapshots().finalizeRestore(project, restored.id(), backupName),
                operations ->
                        done(
                                Text.get("notice.finalized", targetName, restored.name()),
                                Text.get("notice.finalized.sentence")));
    }

    /**
     * @param items empty ends it
     */
    static Verb<List<ScheduleItem>> schedule(Branch branch, List<ScheduleItem> items) {
        return Verb.of(
                Text.get("notice.change.failed", branch.name()),
                (client, project) -> {
                    client.snapshots().setSchedule(project, branch.id(), items);
                    return items;
                },
                set ->
                        done(
                                set.isEmpty()
                                        ? Text.get("notice.schedule.none", branch.name())
                                        : Text.get("notice.schedule", branch.name()),
                                ""));
    }
}
