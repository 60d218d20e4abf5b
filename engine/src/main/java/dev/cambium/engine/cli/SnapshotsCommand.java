package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.NewSnapshot;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.RestoredReply;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.engine.api.SnapshotRestore;
import dev.cambium.engine.api.SnapshotUpdate;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code cambium snapshots}. */
@Command(
        name = "snapshots",
        aliases = "snapshot",
        header = "Keep moments of branches, and restore them.")
final class SnapshotsCommand extends NounCommand {

    @Override
    List<Class<?>> verbs() {
        return List.of(
                Listing.class,
                Get.class,
                Create.class,
                Update.class,
                Delete.class,
                Restore.class,
                Finalize.class,
                SnapshotScheduleCommand.class);
    }

    /** A verb on one snapshot. */
    abstract static class OnSnapshot extends Verb {

        @Mixin ProjectOption in = new ProjectOption();

        @Parameters(paramLabel = "ID|NAME|SLUG", description = "The snapshot.")
        String snapshot = "";
    }

    @Command(name = "list", header = "List the snapshots of a project.")
    static final class Listing extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Override
        void run() {
            List<Snapshot> all = engine().snapshots().list(project(in.project).id());
            output().print(all, () -> table(all));
        }
    }

    @Command(name = "get", header = "Show a snapshot.")
    static final class Get extends OnSnapshot {

        @Override
        void run() {
            Snapshot found = engine().snapshots().get(project(in.project).id(), snapshot);
            output().print(found, () -> properties(found));
        }
    }

    @Command(
            name = "create",
            header = "Take a snapshot of a branch.",
            description = {
                "",
                "It is there at once, and made independent of its branch in the",
                "background. It stays when the branch is deleted.",
                ""
            })
    static final class Create extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private BranchOption on = new BranchOption();

        @Option(names = "--name", paramLabel = "NAME", description = "Unique in the project.")
        private @Nullable String name;

        @Option(
                names = "--slug",
                paramLabel = "SLUG",
                description = "A name for programs, which never changes.")
        private @Nullable String slug;

        @ArgGroup private @Nullable At at;

        @Option(
                names = "--expires-at",
                converter = ZonedTime.class,
                paramLabel = "TIME",
                description = "When it is deleted by itself.")
        private @Nullable Instant expiresAt;

        /** One moment at most. */
        static final class At {

            @Option(names = "--lsn", paramLabel = "LSN", description = "The moment as an LSN.")
            private @Nullable String lsn;

            @Option(
                    names = "--timestamp",
                    paramLabel = "TIME",
                    description = "The moment as a time; left out, now.")
            private @Nullable String timestamp;

            @Nullable String moment() {
                return lsn == null ? timestamp : lsn;
            }
        }

        @Override
        void run() {
            String project = project(in.project).id();
            Snapshot made =
                    engine().snapshots()
                            .create(
                                    project,
                                    on.orDefault(engine(), project),
                                    new NewSnapshot(
                                            name, slug, at == null ? null : at.moment(), expiresAt))
                            .snapshot();
            output().print(made, () -> properties(made));
        }
    }

    @Command(name = "update", header = "Rename a snapshot, or change when it expires.")
    static final class Update extends OnSnapshot {

        @Option(names = "--name", paramLabel = "NAME", description = "Its new name.")
        private @Nullable String name;

        @ArgGroup private @Nullable Expiry expiry;

        /** A time or none. */
        static final class Expiry {

            @Option(
                    names = "--expires-at",
                    converter = ZonedTime.class,
                    paramLabel = "TIME",
                    description = "When it is deleted by itself.")
            private @Nullable Instant at;

            @Option(names = "--clear-expiration", description = "Keep it until it is deleted.")
            private boolean never;
        }

        @Override
        void run() {
            if (name == null && expiry == null) {
                throw new Refusal(
                        "Say what to change: --name, --expires-at or --clear-expiration.");
            }
            Snapshot updated =
                    engine().snapshots()
                            .update(
                                    project(in.project).id(),
                                    snapshot,
                                    new SnapshotUpdate(
                                            name,
                                            expiry == null ? null : expiry.at,
                                            expiry != null && expiry.never));
            output().print(updated, () -> properties(updated));
        }
    }

    @Command(name = "delete", header = "Delete a snapshot; branches restored from it stay.")
    static final class Delete extends OnSnapshot {

        @Override
        void run() {
            String project = project(in.project).id();
            Snapshot found = engine().snapshots().get(project, snapshot);
            engine().snapshots().delete(project, found.id());
            output().print(found, () -> properties(found));
            output().sayWithTable("Deleted. `cambium undo` takes it back.");
        }
    }

    @Command(
            name = "restore",
            header = "Restore a snapshot to a new branch, or onto a branch.",
            description = {
                "",
                "Without --finalize a new root branch shows the snapshot. It can stay,",
                "or take the place of the target with 'snapshots finalize'. With",
                "--finalize the target gets the content at once; it keeps its address",
                "and passwords, and what it held becomes a branch NAME_old_TIME.",
                ""
            })
    static final class Restore extends OnSnapshot {

        @Option(names = "--name", paramLabel = "NAME", description = "Of the new branch.")
        private @Nullable String name;

        @Option(
                names = "--target-branch",
                paramLabel = "ID|NAME",
                completionCandidates = BranchNames.class,
                description = "Whose place it takes; left out, that of the snapshot's branch.")
        private @Nullable String target;

        @Option(names = "--finalize", description = "Take that place at once.")
        private boolean finalize;

        @Override
        void run() {
            if (finalize && name != null) {
                throw new WrongUsage(
                        "With --finalize no branch is new, so there is nothing to name: leave out --name.");
            }
            String project = project(in.project).id();
            Set<String> before =
                    finalize
                            ? engine().branches().list(project).stream()
                                    .map(Branch::id)
                                    .collect(Collectors.toSet())
                            : Set.of();
            RestoredReply restored =
                    engine().snapshots()
                            .restore(
                                    project, snapshot, new SnapshotRestore(name, target, finalize));
            output().print(restored.branch(), () -> branch(restored.branch()));
            if (finalize) {
                tellBackup(project, restored.branch().name(), before);
            }
        }

        /** Neon's answer has no place for it; it is the branch that was not there before. */
        private void tellBackup(String project, String restored, Set<String> before) {
            engine().branches().list(project).stream()
                    .filter(one -> !before.contains(one.id()))
                    .filter(one -> one.name().startsWith(restored + "_old_"))
                    .findFirst()
                    .ifPresent(
                            backup ->
                                    output().sayWithTable(
                                                    "What %s held is kept as branch %s."
                                                            .formatted(restored, backup.name())));
            output().sayWithTable("`cambium undo` takes it back.");
        }
    }

    @Command(name = "finalize", header = "Put a restored branch in the place of its target.")
    static final class Finalize extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Parameters(
                paramLabel = "ID|NAME",
                completionCandidates = BranchNames.class,
                description = "The branch that was restored.")
        private String branch = "";

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "For what the target holds now; left out, TARGET_old_TIME.")
        private @Nullable String name;

        @Override
        void run() {
            List<Operation> done =
                    engine().snapshots().finalizeRestore(project(in.project).id(), branch, name);
            output().print(
                            done,
                            () -> {
                                Table table = Table.columns("OPERATION", "STATUS", "ID");
                                done.forEach(
                                        one -> table.row(one.action(), one.status(), one.id()));
                                return table;
                            });
            output().sayWithTable("`cambium undo` takes it back.");
        }
    }

    private static Table table(List<Snapshot> snapshots) {
        Table table =
                Table.columns(
                                "NAME", "BRANCH", "MOMENT", "STATE", "SIZE", "UNIQUE", "EXPIRES",
                                "ID")
                        .whenEmpty(
                                "The project has no snapshot. `cambium snapshots create` takes one.");
        snapshots.forEach(
                one ->
                        table.row(
                                one.name(),
                                one.cambium().sourceBranchName(),
                                Moment.local(one.timestamp()),
                                one.cambium().state(),
                                Amount.bytes(one.fullSize()),
                                Amount.bytes(one.cambium().uniqueBytes()),
                                expires(one),
                                one.id()));
        return table;
    }

    private static Table branch(Branch branch) {
        return Table.properties()
                .row("branch", branch.name())
                .row("id", branch.id())
                .row("state", branch.cambium().state())
                .row("port", String.valueOf(branch.cambium().port()));
    }

    private static Table properties(Snapshot one) {
        Table table =
                Table.properties()
                        .row("name", one.name())
                        .row("id", one.id())
                        .row("branch", one.cambium().sourceBranchName())
                        .row("moment", Moment.local(one.timestamp()))
                        .row("lsn", one.lsn())
                        .row("state", one.cambium().state())
                        .row("size", Amount.bytes(one.fullSize()))
                        .row("unique", Amount.bytes(one.cambium().uniqueBytes()))
                        .row("made by", one.manual() ? "hand" : "a schedule")
                        .row("expires", expires(one));
        if (one.slug() != null) {
            table.row("slug", one.slug());
        }
        if (one.cambium().error() != null) {
            table.row("error", one.cambium().error());
        }
        return table;
    }

    private static String expires(Snapshot one) {
        Instant expiresAt = one.expiresAt();
        return expiresAt == null ? "never" : Moment.local(expiresAt);
    }
}
