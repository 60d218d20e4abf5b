package dev.cambium.gui.verb;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.gui.branch.Opener;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Notice;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Opens a branch in DBeaver. It takes a connection as an argument, which everyone on the computer
 * can read in the list of processes: so the password goes to the clipboard instead, and DBeaver
 * asks for it.
 */
public final class DBeaver implements Opener {

    /** As its packages call it. */
    private static final List<String> NAMES = List.of("dbeaver", "dbeaver-ce", "dbeaver-ee");

    private final VerbRunner runner;
    private final @Nullable Path program;

    private DBeaver(VerbRunner runner, @Nullable Path program) {
        this.runner = runner;
        this.program = program;
    }

    /** Looks for the program on the PATH. */
    public static DBeaver onPath(VerbRunner runner) {
        return in(runner, OnPath.own());
    }

    static DBeaver in(VerbRunner runner, String path) {
        return new DBeaver(
                runner,
                NAMES.stream()
                        .flatMap(each -> OnPath.find(each, path).stream())
                        .findFirst()
                        .orElse(null));
    }

    @Override
    public String whyNot() {
        return program == null ? Text.get("dbeaver.missing") : "";
    }

    @Override
    public void open(Branch branch) {
        Path found = program;
        if (found == null) {
            runner.tell(new Notice(true, Text.get("notice.dbeaver.failed"), whyNot()));
            return;
        }
        runner.run(
                Verb.of(
                                Text.get("notice.dbeaver.failed"),
                                (client, project) ->
                                        start(
                                                found,
                                                branch,
                                                client.endpoints()
                                                        .connectionUri(
                                                                project, branch.id(), null, null)),
                                password ->
                                        BranchVerbs.done(
                                                Text.get("notice.dbeaver", branch.name()),
                                                Text.get("notice.dbeaver.password")))
                        .then(runner::copy));
    }

    private static String start(Path program, Branch branch, ConnectionUri uri) {
        ConnectionUri.Parameters parts = uri.connectionParameters();
        ProcessBuilder builder =
                new ProcessBuilder(program.toString(), "-con", connection(branch.name(), parts));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parts.password();
    }

    /** DBeaver's words for a connection; a bar separates them, so that none may be in a value. */
    static String connection(String branch, ConnectionUri.Parameters parts) {
        String url = "jdbc:postgresql://" + parts.host() + "/" + parts.database();
        return Stream.of(
                        "driver=postgresql",
                        "name=" + branch.replace('|', ' '),
                        "url=" + url.replace("|", "%7C"),
                        "user=" + parts.role(),
                        "connect=true",
                        "save=false")
                .reduce((one, two) -> one + "|" + two)
                .orElseThrow();
    }
}
