package dev.cambium.engine.server;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchChange;
import dev.cambium.engine.api.BranchUpdate;
import dev.cambium.engine.api.BranchUpdate.Expiry;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.LifeCalls;
import dev.cambium.engine.api.Orphans;
import dev.cambium.engine.api.RestoreRequest;

import io.javalin.http.Context;

import java.io.IOException;

/**
 * What happens to {@code /projects/{p}/branches/{b}} after it was made; and, under {@code
 * /cambium}, undo and the trash.
 */
final class LifeResource {

    private final EngineService engine;

    LifeResource(EngineService engine, Routes routes) {
        this.engine = engine;
        String branch = "/projects/{p}/branches/{b}";
        routes.patch(branch, this::update);
        routes.delete(branch, c -> Deletions.answer(c, "BRANCH_NOT_FOUND", () -> delete(c)));
        routes.post(branch + "/restore", this::restore);
        routes.post(branch + "/set_as_default", this::setDefault);
        routes.post(branch + "/recover", this::recover);
        String ours = "/cambium/projects/{p}";
        routes.post("/cambium" + branch + "/reset", this::reset);
        routes.get(ours + "/deleted_branches", this::deleted);
        routes.get(ours + "/undo", this::undoable);
        routes.post(ours + "/undo", this::undo);
        routes.get(ours + "/space", this::space);
        routes.get(ours + "/trash", this::trash);
        routes.delete(ours + "/trash", this::emptyTrash);
    }

    private void update(Context context) throws IOException {
        RequestBody branch = RequestBody.of(context).requiredObject("branch");
        Expiry expiry =
                branch.node().has("expires_at") ? new Expiry(branch.time("expires_at")) : null;
        Boolean guard = branch.bool("protected");
        String name = branch.name("name", "branch");
        Reply.ok(
                context,
                life().update(
                                project(context),
                                branch(context),
                                new BranchUpdate(name, guard, expiry)));
    }

    /**
     * Answers without a body when the branch is in the trash already, so that a call can be
     * repeated.
     */
    private void delete(Context context) throws IOException {
        boolean cascade = asked(context, "cascade");
        boolean keep = asked(context, "keep_children");
        if (cascade && keep) {
            throw RequestBody.bad("cascade and keep_children contradict each other.");
        }
        String id = branch(context);
        boolean forGood = asked(context, "hard_delete");
        Orphans children = cascade ? Orphans.DELETE : keep ? Orphans.KEEP : Orphans.REFUSE;
        BranchChange change;
        try {
            change = life().delete(project(context), id, children);
        } catch (EngineException e) {
            if (e.status() != 404 || !isInTrash(project(context), id)) {
                throw e;
            }
            if (forGood) {
                life().emptyTrash(project(context), id);
            }
            context.status(204);
            return;
        }
        if (forGood) {
            life().emptyTrash(project(context), change.branch().id());
        }
        if (forGood && cascade) {
            change.otherBranches().forEach(one -> life().emptyTrash(project(context), one.id()));
        }
        Reply.ok(context, change);
    }

    private boolean isInTrash(String project, String branch) {
        return life().deleted(project).stream().anyMatch(one -> one.id().equals(branch));
    }

    /**
     * Neon's call for "reset from parent" as well: that is the parent without a moment. With {@code
     * backup}, which is ours, what was there becomes a branch all the same.
     */
    private void restore(Context context) throws IOException {
        RequestBody body = RequestBody.of(context);
        String source = body.requiredText("source_branch_id");
        String at = body.moment("source");
        String preserve = body.name("preserve_under_name", "branch");
        boolean backup = Boolean.TRUE.equals(body.bool("backup"));
        boolean rebase = Boolean.TRUE.equals(body.bool("rebase_children"));
        Branch branch = engine.branches().get(project(context), branch(context));
        boolean reset = source.equals(branch.parentId()) && at == null && !backup;
        if (rebase && !reset) {
            throw RequestBody.bad(
                    "rebase_children goes with a reset from the parent alone: leave it out.");
        }
        BranchChange change =
                reset
                        ? life().reset(project(context), branch.id(), preserve, rebase)
                        : life().restore(
                                        project(context),
                                        branch.id(),
                                        new RestoreRequest(source, at, preserve));
        Reply.ok(context, change);
    }

    /** The reset alone, for whoever does not know the parent. */
    private void reset(Context context) throws IOException {
        RequestBody body = RequestBody.of(context);
        String preserve = body.name("preserve_under_name", "branch");
        boolean rebase = Boolean.TRUE.equals(body.bool("rebase_children"));
        Reply.ok(context, life().reset(project(context), branch(context), preserve, rebase));
    }

    private void setDefault(Context context) throws IOException {
        Reply.ok(context, life().setDefault(project(context), branch(context)));
    }

    private void recover(Context context) throws IOException {
        String name = RequestBody.of(context).name("name", "branch");
        Reply.ok(context, life().recover(project(context), branch(context), name));
    }

    private void deleted(Context context) throws IOException {
        Reply.ok(context, Reply.envelope("branches", life().deleted(project(context))));
    }

    private void undoable(Context context) throws IOException {
        Reply.ok(context, Reply.envelope("undoable", life().undoable(project(context))));
    }

    private void undo(Context context) throws IOException {
        String operation = RequestBody.of(context).text("operation_id");
        Reply.ok(context, life().undo(project(context), operation));
    }

    private void space(Context context) throws IOException {
        Reply.ok(context, Reply.envelope("space", life().space(project(context))));
    }

    private void trash(Context context) throws IOException {
        Reply.ok(context, Reply.envelope("trash", life().trash(project(context))));
    }

    private void emptyTrash(Context context) throws IOException {
        String branch = context.queryParam("branch_id");
        Reply.ok(
                context,
                Reply.envelope(
                        "trash",
                        branch == null
                                ? life().emptyTrash(project(context))
                                : life().emptyTrash(project(context), branch)));
    }

    private LifeCalls life() {
        return engine.life();
    }

    private static boolean asked(Context context, String name) {
        return "true".equals(context.queryParam(name));
    }

    private static String project(Context context) {
        return context.pathParam("p");
    }

    private static String branch(Context context) {
        return context.pathParam("b");
    }
}
