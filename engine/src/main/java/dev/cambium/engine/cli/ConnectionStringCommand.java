package dev.cambium.engine.cli;

import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cambium connection-string}. */
@Command(
        name = "connection-string",
        aliases = "cs",
        header = "Print the connection string of a branch.",
        description = {
            "",
            "It holds the password and stays the same for the life of the branch,",
            "through resets and restarts. A branch that sleeps is started, so that the",
            "string works when it is printed.",
            ""
        })
final class ConnectionStringCommand extends Verb {

    @Mixin private ProjectOption in = new ProjectOption();

    @Parameters(
            paramLabel = "BRANCH",
            arity = "0..1",
            description = "Its id or name; left out, the default branch.")
    private @Nullable String branch;

    @Option(
            names = "--database-name",
            paramLabel = "NAME",
            description = "The database; left out, the branch's default one.")
    private @Nullable String database;

    @Option(
            names = "--role-name",
            paramLabel = "NAME",
            description = "The role; left out, the project's default one.")
    private @Nullable String role;

    @Override
    void run() {
        Project project = project(in.project);
        String on = BranchOption.orDefault(engine(), project.id(), branch);
        Awake.ensure(engine(), project.id(), on);
        ConnectionUri uri = engine().connectionUri(project.id(), on, database, role);
        output().printLine(uri.connectionUri(), uri);
    }
}
