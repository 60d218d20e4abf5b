package dev.cambium.engine.cli.mcp;

import static dev.cambium.engine.cli.mcp.AgentTool.Parameter.optional;
import static dev.cambium.engine.cli.mcp.AgentTool.Parameter.required;

import dev.cambium.engine.api.Bookmark;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchChange;
import dev.cambium.engine.api.BranchMoment;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewSnapshot;
import dev.cambium.engine.api.Orphans;
import dev.cambium.engine.api.RestoreRequest;
import dev.cambium.engine.api.SnapshotRestore;
import dev.cambium.engine.cli.mcp.AgentTool.Arguments;
import dev.cambium.engine.cli.mcp.AgentTool.Effect;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The verbs of branches as tools for an agent. Thread-safe. */
final class BranchTools {

    private static final String BRANCH = "Its name or id; left out, the session's branch.";
    private static final String MOMENT =
            "An LSN such as 0/1A2B3C8, or a time with its zone such as 2026-11-20T12:00:00Z.";

    /** An agent that dies leaves no branch for good. */
    private static final int HOURS = 24;

    private final EngineClient engine;
    private final AgentScope scope;

    BranchTools(EngineClient engine, AgentScope scope) {
        this.engine = engine;
        this.scope = scope;
    }

    List<AgentTool> all() {
        return List.of(
                new AgentTool(
                        "list_branches",
                        "Lists the branches: each is a Postgres of its own.",
                        Effect.READS,
                        List.of(),
                        _ -> engine.branches().list(scope.projectId())),
                new AgentTool(
                        "create_branch",
                        "Makes a branch with all data of its parent, now or at a moment. It costs next to nothing and deletes itself after a day unless told otherwise.",
                        Effect.ADDS,
                        List.of(
                                required("name", "A new name."),
                                optional("parent", BRANCH),
                                optional("at", MOMENT),
                                new AgentTool.Parameter(
                                        "expires_in_hours",
                                        "integer",
                                        "From 1 to 720; 24 if left out.",
                                        false)),
                        this::create),
                new AgentTool(
                        "delete_branch",
                        "Deletes a branch; `undo` takes it back.",
                        Effect.REPLACES,
                        List.of(required("branch", "Its name or id.")),
                        given ->
                                engine.life()
                                        .delete(
                                                scope.projectId(),
                                                own(given).id(),
                                                Orphans.REFUSE)),
                new AgentTool(
                        "reset_branch",
                        "Gives a branch its parent's present data. The connection string stays.",
                        Effect.REPLACES,
                        List.of(optional("branch", BRANCH)),
                        given ->
                                engine.life()
                                        .reset(scope.projectId(), own(given).id(), null, false)),
                new AgentTool(
                        "restore_branch",
                        "Puts a branch back to a moment of its own, or of another branch. What it held is kept as a branch.",
                        Effect.REPLACES,
                        List.of(
                                optional("branch", BRANCH),
                                required("at", MOMENT),
                                optional("source", "Whose moment; left out, its own.")),
                        this::restore),
                new AgentTool(
                        "checkpoint",
                        "Gives this moment of a branch a name, to `rewind` to.",
                        Effect.ADDS,
                        List.of(required("name", "A new name."), optional("branch", BRANCH)),
                        given ->
                                engine.bookmarks()
                                        .create(
                                                scope.projectId(),
                                                own(given).id(),
                                                given.needed("name"),
                                                null)),
                new AgentTool(
                        "rewind",
                        "Puts a branch back to a checkpoint. What it held is kept as a branch.",
                        Effect.REPLACES,
                        List.of(
                                required("checkpoint", "The name of a checkpoint."),
                                optional("branch", BRANCH)),
                        this::rewind),
                new AgentTool(
                        "list_checkpoints",
                        "Lists the checkpoints of a branch.",
                        Effect.READS,
                        List.of(optional("branch", BRANCH)),
                        given -> engine.bookmarks().list(scope.projectId(), branch(given).id())),
                new AgentTool(
                        "create_snapshot",
                        "Keeps a branch as it is now, for good.",
                        Effect.ADDS,
                        List.of(optional("branch", BRANCH), optional("name", "A new name.")),
                        given ->
                                engine.snapshots()
                                        .create(
                                                scope.projectId(),
                                                own(given).id(),
                                                new NewSnapshot(
                                                        given.text("name"), null, null, null))),
                new AgentTool(
                        "list_snapshots",
                        "Lists the snapshots.",
                        Effect.READS,
                        List.of(),
                        _ -> engine.snapshots().list(scope.projectId())),
                new AgentTool(
                        "restore_snapshot",
                        "Makes a new branch from a snapshot.",
                        Effect.ADDS,
                        List.of(
                                required("snapshot", "Its name or id."),
                                required("name", "Of the new branch.")),
                        this::restoreSnapshot),
                new AgentTool(
                        "compare_schemas",
                        "How the schema of a branch differs from its parent's or another's, with the SQL that would make the other like it.",
                        Effect.READS,
                        List.of(
                                optional("branch", BRANCH),
                                optional("base", "Compared with; left out, its parent.")),
                        this::compare),
                new AgentTool(
                        "undo",
                        "Takes back what was reset, restored, imported or deleted last.",
                        Effect.REPLACES,
                        List.of(),
                        _ -> undo()),
                new AgentTool(
                        "connection_string",
                        "The connection string of a branch, with its password.",
                        // Whoever has it can write.
                        Effect.ADDS,
                        List.of(optional("branch", BRANCH)),
                        given ->
                                engine.endpoints()
                                        .connectionUri(
                                                scope.projectId(),
                                                branch(given).id(),
                                                null,
                                                null)));
    }

    private Object create(Arguments given) {
        Integer hours = given.number("expires_in_hours");
        Instant end =
                Instant.now()
                        .plus(Duration.ofHours(hours == null ? HOURS : hours))
                        .truncatedTo(ChronoUnit.SECONDS);
        NewBranch request =
                new NewBranch(
                                given.needed("name"),
                                scope.branch(engine, given.text("parent")).id(),
                                given.text("at"),
                                true)
                        .withLife(false, end);
        Created.BranchReply made = engine.branches().create(scope.projectId(), request);
        scope.made().add(made.branch().id());
        return made;
    }

    private Object restore(Arguments given) {
        Branch branch = own(given);
        String source = given.text("source");
        String from = source == null ? branch.id() : scope.branch(engine, source).id();
        return restored(branch, new RestoreRequest(from, given.text("at"), null));
    }

    /** What the branch held is the agent's as well. */
    private BranchChange restored(Branch branch, RestoreRequest request) {
        BranchChange change = engine.life().restore(scope.projectId(), branch.id(), request);
        Branch backup = change.backupBranch();
        if (backup != null) {
            scope.made().add(backup.id());
        }
        return change;
    }

    private Object rewind(Arguments given) {
        Branch branch = own(given);
        String name = given.needed("checkpoint");
        Bookmark checkpoint =
                engine.bookmarks().list(scope.projectId(), branch.id()).stream()
                        .filter(one -> one.name().equals(name) || one.id().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new EngineException(
                                                404,
                                                "CHECKPOINT_NOT_FOUND",
                                                "Branch '%s' has no checkpoint '%s': list_checkpoints shows those there are."
                                                        .formatted(branch.name(), name)));
        return restored(branch, new RestoreRequest(branch.id(), checkpoint.moment(), null));
    }

    private Object restoreSnapshot(Arguments given) {
        var reply =
                engine.snapshots()
                        .restore(
                                scope.projectId(),
                                given.needed("snapshot"),
                                new SnapshotRestore(given.needed("name"), null, false));
        scope.made().add(reply.branch().id());
        return reply;
    }

    private Object compare(Arguments given) {
        Branch branch = branch(given);
        String base = given.text("base");
        String with = base == null ? branch.parentId() : scope.branch(engine, base).id();
        if (with == null) {
            throw new EngineException(
                    400, "NO_PARENT", "'%s' has no parent: give a base.".formatted(branch.name()));
        }
        return engine.schemas()
                .compare(
                        scope.projectId(),
                        BranchMoment.now(with),
                        BranchMoment.now(branch.id()),
                        null);
    }

    private Object undo() {
        if (scope.confined()) {
            throw new EngineException(
                    403,
                    "NOT_YOURS",
                    "This session keeps to its own branch, and the last verb may be somebody else's: use checkpoint and rewind.");
        }
        return Map.of("undone", engine.life().undo(scope.projectId(), null).title());
    }

    private Branch branch(Arguments given) {
        return scope.branch(engine, given.text("branch"));
    }

    private Branch own(Arguments given) {
        return scope.own(engine, given.text("branch"));
    }
}
