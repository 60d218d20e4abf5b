package dev.cambium.engine.cli;

import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

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
            ""
        })
final class ConnectionStringCommand extends Verb {

    private static final String READ_WRITE = "read_write";

    @Mixin private ProjectOption in = new ProjectOption();
    @Mixin private LoginOptions login = new LoginOptions();

    @Parameters(
            paramLabel = BranchAt.LABEL,
            arity = "0..1",
            description =
                    "Its id or name, and a moment; left out, the pinned or default branch now.")
    private @Nullable String branch;

    @Option(
            names = "--ssl",
            paramLabel = "require|verify-ca|verify-full|disable|omit",
            description = "What is said about TLS; left out, nothing.")
    private @Nullable String ssl;

    @Option(
            names = "--endpoint-type",
            paramLabel = "read_write|read_only",
            description = "Which address of the branch; left out, the one that can be written to.")
    private String type = READ_WRITE;

    @Override
    void run() {
        Project project = project(in.project);
        BranchAt where = BranchAt.parse(engine(), project.id(), branch);
        String on = branchMeant(project.id(), where.branch());
        String at = where.at();
        if (at == null) {
            ConnectionUri uri =
                    engine().endpoints()
                            .connectionUri(project.id(), on, login.database, login.role);
            uri = secured(type.equals(READ_WRITE) ? uri : uri.at(host(project, on)));
            output().printLine(uri.connectionUri(), uri);
            return;
        }
        // Refused now rather than by whoever connects.
        FoundMoment moment = engine().past().moment(project.id(), on, at);
        ConnectionUri uri =
                secured(
                        at(
                                moment,
                                engine().endpoints()
                                        .connectionUri(
                                                project.id(), on, login.database, login.role)));
        output().printLine(uri.connectionUri(), uri);
        output().sayWithTable(output().style().faint(moment.words()));
    }

    /** Where the branch's first endpoint of the kind asked for is reached. */
    private String host(Project project, String on) {
        return engine().endpoints().of(project.id(), on).stream()
                .filter(endpoint -> endpoint.type().equals(type))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Refusal(
                                        "The branch has no endpoint of type '%s'. `cambium endpoints create --branch BRANCH --type read_only` makes one."
                                                .formatted(type)))
                .host();
    }

    /** With the startup option that Neon's command line writes. */
    static ConnectionUri at(FoundMoment moment, ConnectionUri uri) {
        boolean byLsn = moment.asked().indexOf('/') >= 0;
        String option = byLsn ? "neon_lsn:" + moment.lsn() : "neon_timestamp:" + moment.asked();
        return with(uri, "options=" + URLEncoder.encode(option, StandardCharsets.UTF_8));
    }

    private ConnectionUri secured(ConnectionUri uri) {
        String mode = ssl;
        if (mode == null) {
            return uri;
        }
        return switch (mode) {
            case "omit" -> uri;
            case "disable" -> with(uri, "sslmode=disable");
            case "require" -> with(uri, "sslmode=require&channel_binding=require");
            case "verify-ca", "verify-full" -> verified(uri, mode);
            default ->
                    throw new Refusal(
                            "--ssl is require, verify-ca, verify-full, disable or omit; '%s' is none of these."
                                    .formatted(mode));
        };
    }

    private ConnectionUri verified(ConnectionUri uri, String mode) {
        String root =
                URLEncoder.encode(
                        cambium().home().certificate().toString(), StandardCharsets.UTF_8);
        return with(uri, "sslmode=%s&channel_binding=require&sslrootcert=%s".formatted(mode, root));
    }

    private static ConnectionUri with(ConnectionUri uri, String parameters) {
        String separator = uri.connectionUri().indexOf('?') < 0 ? "?" : "&";
        return new ConnectionUri(
                uri.connectionUri() + separator + parameters, uri.connectionParameters());
    }
}
