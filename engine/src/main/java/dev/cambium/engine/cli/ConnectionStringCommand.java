package dev.cambium.engine.cli;

import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.FoundMoment;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code cambium connection-string}. */
@Command(
        name = "connection-string",
        aliases = "cs",
        header = "Print the connection string of a branch.",
        description = {
            "",
            "It holds the password and stays the same for the life of the branch,",
            "through resets and restarts. A branch that sleeps wakes when a client",
            "connects.",
            "",
            "Every branch takes connections in clear and under TLS. --ssl writes into the",
            "string what the client is to insist on: require asks for TLS and binds the",
            "password to it, verify-full also checks the engine's certificate.",
            "",
            "BRANCH@MOMENT prints one that shows the branch as it was at an LSN or a",
            "time, on the same port, to read only.",
            "",
            "--psql opens psql on it instead, as `cambium psql` does.",
            ""
        })
final class ConnectionStringCommand extends Verb {

    /** What Neon adds for Prisma, whose first connection may wake a branch. */
    private static final String FOR_PRISMA = "connect_timeout=30";

    @Mixin private ProjectOption in = new ProjectOption();
    @Mixin private ConnectionOptions how = new ConnectionOptions();

    @Parameters(
            index = "0",
            paramLabel = BranchAt.LABEL,
            completionCandidates = BranchNames.class,
            arity = "0..1",
            description =
                    "Its id or name, and a moment; left out, the pinned or default branch now.")
    private @Nullable String branch;

    @Option(
            names = "--prisma",
            description = "Let Prisma wait until a branch that sleeps is awake.")
    private boolean prisma;

    @Option(names = "--extended", description = "Also print what it consists of.")
    private boolean extended;

    @Mixin private PsqlOption psql = new PsqlOption();

    @Override
    public Integer call() throws Exception {
        return psql.isAsked() ? psql.open(cambium(), way().uri()) : super.call();
    }

    @Override
    void run() {
        ConnectionOptions.Way way = way();
        ConnectionUri uri = prisma ? ConnectionOptions.with(way.uri(), FOR_PRISMA) : way.uri();
        if (extended) {
            Map<String, String> parts = parts(uri);
            output().print(parts, () -> table(parts));
        } else {
            output().printLine(uri.connectionUri(), uri);
        }
        if (how.isPooled()) {
            output().sayWithTable(output().style().faint(ConnectionOptions.NO_POOL));
        }
        FoundMoment moment = way.moment();
        if (moment != null) {
            output().sayWithTable(output().style().faint(moment.words()));
        }
    }

    private ConnectionOptions.Way way() {
        return how.to(this, project(in.project).id(), branch, false);
    }

    /** In Neon's names. */
    private static Map<String, String> parts(ConnectionUri uri) {
        ConnectionUri.Parameters of = uri.connectionParameters();
        int question = uri.connectionUri().indexOf('?');
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("connection_string", uri.connectionUri());
        parts.put("host", of.host());
        parts.put("role", of.role());
        parts.put("password", of.password());
        parts.put("database", of.database());
        parts.put("options", question < 0 ? "" : uri.connectionUri().substring(question + 1));
        return parts;
    }

    private static Table table(Map<String, String> parts) {
        Table table = Table.columns("PART", "VALUE");
        parts.forEach(table::row);
        return table;
    }
}
