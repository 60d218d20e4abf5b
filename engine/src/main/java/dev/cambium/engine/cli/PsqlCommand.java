package dev.cambium.engine.cli;

import dev.cambium.engine.api.CallersProgram;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code cambium psql}. */
@Command(
        name = "psql",
        header = "Open psql on a branch.",
        description = {
            "",
            "Uses the psql on your PATH. What comes after -- goes to it as it is:",
            "  cambium psql dev -- -c 'select 1'",
            ""
        })
final class PsqlCommand extends Verb {

    @Mixin private ProjectOption in = new ProjectOption();
    @Mixin private LoginOptions login = new LoginOptions();

    @Parameters(
            index = "0",
            paramLabel = "BRANCH",
            arity = "0..1",
            description = "Its id or name; left out, the pinned or the default branch.")
    private @Nullable String branch;

    @Parameters(
            index = "1..*",
            paramLabel = "PSQL-ARGUMENT",
            arity = "0..*",
            description = "For psql, after --.")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        Path psql =
                cambium()
                        .caller()
                        .find("psql")
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                "There is no psql on the PATH. `%s` installs it; any other client can use `cambium connection-string`."
                                                        .formatted(Packages.install("psql"))));
        takeBackArguments();
        Project project = project(in.project);
        String on = branchTold(project.id(), branch);
        ConnectionUri uri =
                engine().endpoints().connectionUri(project.id(), on, login.database, login.role);
        return cambium()
                .handTerminalTo(
                        new CallersProgram(
                                command(psql, uri), Programs.password(uri), null, List.of()));
    }

    @Override
    void run() {
        throw new IllegalStateException("call() does it all");
    }

    /** {@code cambium psql -- -c …}: without a branch the first argument is psql's. */
    private void takeBackArguments() {
        if (branch != null && branch.startsWith("-")) {
            arguments.addFirst(branch);
            branch = null;
        }
    }

    private List<String> command(Path psql, ConnectionUri uri) {
        List<String> command = new ArrayList<>();
        command.add(psql.toString());
        command.add(Programs.withoutPassword(uri));
        command.addAll(arguments);
        return command;
    }
}
