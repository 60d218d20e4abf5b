package dev.cambium.gui.branch;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.Project;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Notice;
import dev.cambium.gui.workspace.Workspace;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * What can be done to a branch. Each verb asks the engine away from the screen, tells of its end by
 * a notice, and reads the lists again.
 */
public final class BranchVerbs {

    private final Workspace workspace;
    private final Consumer<Notice> notices;
    private final Consumer<String> clipboard;

    /**
     * @param clipboard takes what is copied
     */
    public BranchVerbs(Workspace workspace, Consumer<Notice> notices, Consumer<String> clipboard) {
        this.workspace = workspace;
        this.notices = notices;
        this.clipboard = clipboard;
    }

    /** Makes a branch and chooses it; a failure is for the dialog to show, not for a notice. */
    void create(NewBranch request, Runnable onSuccess, Consumer<String> onFailure) {
        String project = projectId();
        workspace.ask(
                client -> client.branches().create(project, request),
                reply -> {
                    Branch made = reply.branch();
                    done(Text.get("notice.created", made.name()), sentenceFor(reply));
                    workspace.selectWhenKnown(made.id());
                    workspace.readAll();
                    onSuccess.run();
                },
                failure -> onFailure.accept(Failures.sentence(failure)));
    }

    /** Of a past moment also what it holds: something may have been rounded or left out. */
    private static String sentenceFor(Created.BranchReply reply) {
        String port = String.valueOf(reply.branch().cambium().port());
        FoundMoment moment = reply.moment();
        return moment == null || moment.asked().equals("head")
                ? Text.get("notice.created.port", port)
                : Text.get("notice.created.moment", moment.words(), port);
    }

    void reset(Branch branch, Runnable onSuccess, Consumer<String> onFailure) {
        String project = projectId();
        workspace.ask(
                client -> client.branches().resetFromParent(project, branch.id()),
                reset -> {
                    done(Text.get("notice.reset", reset.name()), Text.get("notice.reset.sentence"));
                    workspace.readAll();
                    onSuccess.run();
                },
                failure -> onFailure.accept(Failures.sentence(failure)));
    }

    void delete(Branch branch, Runnable onSuccess, Consumer<String> onFailure) {
        String project = projectId();
        workspace.ask(
                client -> client.branches().delete(project, branch.id()),
                deleted -> {
                    done(Text.get("notice.deleted", branch.name()), "");
                    workspace.readAll();
                    onSuccess.run();
                },
                failure -> onFailure.accept(Failures.sentence(failure)));
    }

    /** Starts the compute of a sleeping branch, suspends that of a running one. */
    public void startOrSuspend(Branch branch) {
        boolean awake = BranchState.of(branch).awake();
        String project = projectId();
        workspace.ask(
                client -> {
                    String endpoint = endpoint(client, project, branch);
                    return awake
                            ? client.endpoints().suspend(project, endpoint)
                            : client.endpoints().start(project, endpoint);
                },
                endpoint -> {
                    done(
                            Text.get(awake ? "notice.suspended" : "notice.started", branch.name()),
                            awake ? Text.get("notice.suspended.sentence") : "");
                    workspace.readAll();
                },
                failure -> {
                    failed(
                            Text.get(
                                    awake ? "notice.suspend.failed" : "notice.start.failed",
                                    branch.name()),
                            failure);
                    workspace.readAll();
                });
    }

    private static String endpoint(EngineClient client, String project, Branch branch) {
        return client.endpoints().of(project, branch.id()).stream()
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
    public void copyConnection(Branch branch, ConnectionFormat format) {
        String project = projectId();
        workspace.ask(
                client ->
                        client.endpoints()
                                .connectionUri(project, branch.id(), null, null)
                                .connectionUri(),
                uri -> {
                    copy(format.write(uri));
                    done(Text.get("notice.copied", branch.name()), format.writeMasked(uri));
                },
                failure -> failed(Text.get("notice.copy.failed", branch.name()), failure));
    }

    void copy(String text) {
        clipboard.accept(text);
    }

    private void done(String title, String sentence) {
        notices.accept(new Notice(false, title, sentence));
    }

    private void failed(String title, Exception failure) {
        notices.accept(new Notice(true, title, Failures.sentence(failure)));
    }

    private String projectId() {
        Project project = workspace.projectProperty().get();
        return Objects.requireNonNull(project, "a branch belongs to a chosen project").id();
    }
}
