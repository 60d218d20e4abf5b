package dev.cambium.gui.verb;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchChange;
import dev.cambium.engine.api.BranchUpdate;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.Flattened;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.NewAnonymized;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.Orphans;
import dev.cambium.engine.api.RestoreRequest;
import dev.cambium.engine.api.TrashItem;
import dev.cambium.engine.api.Undone;
import dev.cambium.gui.branch.BranchState;
import dev.cambium.gui.branch.ConnectionFormat;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Notice;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

/** The verbs of a branch's life. */
final class BranchVerbs {

    private BranchVerbs() {}

    static Verb<Created.BranchReply> create(NewBranch request) {
        return Verb.of(
                Text.get("notice.create.failed"),
                (client, project) -> client.branches().create(project, request),
                made -> done(Text.get("notice.created", made.branch().name()), begin(made)));
    }

    /**
     * A branch with masked rows: by the project's rules, or as it is detected when nobody approved
     * any.
     *
     * @param database whose rows come along; empty for the first of the parent
     */
    static Verb<Created.BranchReply> createMasked(NewBranch request, String database) {
        return Verb.of(
                Text.get("notice.create.failed"),
                (client, project) -> masked(client, project, request, database),
                made -> done(Text.get("notice.created", made.branch().name()), begin(made)));
    }

    /**
     * Whether somebody approved rules for the database that {@link #createMasked} would mask.
     *
     * @param database empty for the first of the branch
     */
    static boolean approved(EngineClient client, Branch source, String database) {
        String of = masked(client, source.projectId(), source.id(), database);
        return client.anonymize().rules(source.projectId(), of).approved();
    }

    private static String masked(EngineClient client, String project, String branch, String typed) {
        return typed.isEmpty() ? client.databases().list(project, branch).getFirst().name() : typed;
    }

    private static Created.BranchReply masked(
            EngineClient client, String project, NewBranch request, String typed) {
        String parent = String.valueOf(request.parent());
        String database = masked(client, project, parent, typed);
        boolean approved = client.anonymize().rules(project, database).approved();
        return client.anonymize()
                .run(
                        project,
                        new NewAnonymized(
                                String.valueOf(request.name()),
                                parent,
                                request.at(),
                                database,
                                null,
                                !approved,
                                request.compute(),
                                request.isProtected(),
                                request.expiresAt()));
    }

    /** Of a past moment also what it holds: something may have been rounded or left out. */
    private static String begin(Created.BranchReply reply) {
        String port = String.valueOf(reply.branch().cambium().port());
        FoundMoment moment = reply.moment();
        String notice = reply.notice();
        String begin =
                moment == null || moment.asked().equals("head")
                        ? Text.get("notice.created.port", port)
                        : Text.get("notice.created.moment", moment.words(), port);
        return notice == null ? begin : begin + " " + notice;
    }

    static Verb<BranchChange> reset(
            Branch branch, @Nullable String preserve, boolean rebaseChildren) {
        return Verb.of(
                Text.get("notice.reset.failed", branch.name()),
                (client, project) ->
                        client.life().reset(project, branch.id(), preserve, rebaseChildren),
                change -> done(Text.get("notice.reset", branch.name()), kept(change)));
    }

    static Verb<BranchChange> restore(Branch branch, RestoreRequest request) {
        return Verb.of(
                Text.get("notice.restore.failed", branch.name()),
                (client, project) -> client.life().restore(project, branch.id(), request),
                change -> done(Text.get("notice.restored", branch.name()), kept(change)));
    }

    private static String kept(BranchChange change) {
        Branch backup = change.backupBranch();
        return backup == null
                ? Text.get("notice.undoable")
                : Text.get("notice.kept", backup.name());
    }

    static Verb<BranchChange> delete(Branch branch, Orphans children) {
        return Verb.of(
                Text.get("notice.delete.failed", branch.name()),
                (client, project) -> client.life().delete(project, branch.id(), children),
                change ->
                        done(
                                children == Orphans.DELETE && !change.otherBranches().isEmpty()
                                        ? Text.get(
                                                "notice.deleted.cascade",
                                                branch.name(),
                                                change.otherBranches().size())
                                        : Text.get("notice.deleted", branch.name()),
                                Text.get("notice.deleted.sentence")));
    }

    static Verb<BranchChange> recover(Branch deleted, @Nullable String name) {
        return Verb.of(
                Text.get("notice.recover.failed", deleted.name()),
                (client, project) -> client.life().recover(project, deleted.id(), name),
                change -> done(Text.get("notice.recovered", change.branch().name()), ""));
    }

    static Verb<BranchChange> rename(Branch branch, String name) {
        return updated(
                branch, BranchUpdate.rename(name), Text.get("notice.renamed", branch.name(), name));
    }

    static Verb<BranchChange> protect(Branch branch, boolean isProtected) {
        return updated(
                branch,
                BranchUpdate.protect(isProtected),
                Text.get(isProtected ? "notice.protected" : "notice.unprotected", branch.name()));
    }

    /**
     * @param at null for never
     */
    static Verb<BranchChange> expire(Branch branch, @Nullable Instant at) {
        return updated(
                branch,
                BranchUpdate.expire(at),
                at == null
                        ? Text.get("notice.expires.never", branch.name())
                        : Text.get("notice.expires", branch.name(), Figures.toTheSecond(at)));
    }

    private static Verb<BranchChange> updated(Branch branch, BranchUpdate update, String told) {
        return changing(
                branch,
                (client, project) -> client.life().update(project, branch.id(), update),
                told);
    }

    static Verb<BranchChange> setDefault(Branch branch) {
        return changing(
                branch,
                (client, project) -> client.life().setDefault(project, branch.id()),
                Text.get("notice.default", branch.name()));
    }

    private static <T> Verb<T> changing(
            Branch branch, BiFunction<EngineClient, String, T> call, String told) {
        return Verb.of(
                Text.get("notice.change.failed", branch.name()), call, change -> done(told, ""));
    }

    static Verb<Flattened> flatten(Branch branch) {
        return Verb.of(
                Text.get("notice.flatten.failed", branch.name()),
                (client, project) -> client.branches().flatten(project, branch.id()),
                flattened -> done(Text.get("notice.flattened", branch.name()), flattened.words()));
    }

    /**
     * @param operation the verb that is undone
     */
    static Verb<Undone> undo(String operation) {
        return Verb.of(
                Text.get("notice.undo.failed"),
                (client, project) -> client.life().undo(project, operation),
                undone -> done(Text.get("notice.undone"), undone.title()));
    }

    static Verb<List<TrashItem>> emptyTrash() {
        return Verb.of(
                Text.get("notice.trash.failed"),
                (client, project) -> client.life().emptyTrash(project),
                freed -> done(Text.get("notice.trash", freed.size()), ""));
    }

    /** Starts the compute of a sleeping branch, suspends that of a running one. */
    static Verb<Endpoint> startOrSuspend(Branch branch) {
        boolean awake = BranchState.of(branch).awake();
        return Verb.of(
                Text.get(awake ? "notice.suspend.failed" : "notice.start.failed", branch.name()),
                (client, project) -> {
                    String endpoint = endpoint(client, project, branch);
                    return awake
                            ? client.endpoints().suspend(project, endpoint)
                            : client.endpoints().start(project, endpoint);
                },
                endpoint ->
                        done(
                                Text.get(
                                        awake ? "notice.suspended" : "notice.started",
                                        branch.name()),
                                awake ? Text.get("notice.suspended.sentence") : ""));
    }

    /** Stops its compute if it runs, and starts it with the settings it has now. */
    static Verb<Endpoint> restart(Branch branch) {
        return Verb.of(
                Text.get("notice.start.failed", branch.name()),
                (client, project) ->
                        client.endpoints().restart(project, endpoint(client, project, branch)),
                endpoint -> done(Text.get("notice.restarted", branch.name()), ""));
    }

    /** The endpoint that can be written at, which each branch has. */
    static String endpoint(EngineClient client, String project, Branch branch) {
        return client.endpoints().of(project, branch.id()).stream()
                .filter(each -> each.type().equals("read_write"))
                .map(Endpoint::id)
                .findFirst()
                .orElseThrow(
                        () ->
                                new EngineException(
                                        404,
                                        "NO_ENDPOINT",
                                        Text.get("error.no-endpoint", branch.name())));
    }

    /** Copies the connection string, password and all, in the given format. */
    static Verb<String> copyConnection(Branch branch, ConnectionFormat format, VerbRunner runner) {
        return Verb.<String>of(
                        Text.get("notice.copy.failed", branch.name()),
                        (client, project) ->
                                client.endpoints()
                                        .connectionUri(project, branch.id(), null, null)
                                        .connectionUri(),
                        uri ->
                                done(
                                        Text.get("notice.copied", branch.name()),
                                        format.writeMasked(uri)))
                .then(uri -> runner.copy(format.write(uri)));
    }

    static Notice done(String title, String sentence) {
        return new Notice(false, title, sentence);
    }
}
