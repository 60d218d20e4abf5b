package dev.cambium.engine.cli;

import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.FoundMoment;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** How a client comes to a branch: as whom, to which of its addresses, and how safely. */
final class ConnectionOptions {

    /** What is said to whoever asks for a pool. */
    static final String NO_POOL = "There is no pool in front of a branch: this is its own address.";

    private static final String READ_WRITE = "read_write";

    @Mixin private LoginOptions login = new LoginOptions();

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

    @Option(
            names = "--pooled",
            description = "Changes nothing: there is no pool in front of a branch.")
    private boolean pooled;

    boolean isPooled() {
        return pooled;
    }

    /**
     * What a client is told.
     *
     * @param uri with all that was asked for
     * @param moment what it is shown; null for the present
     */
    record Way(ConnectionUri uri, @Nullable FoundMoment moment) {}

    /**
     * Finds the way to a branch, or to a moment of it.
     *
     * @param tells whether it is said which branch is meant when that is the pinned one
     * @throws Refusal if the branch has no such address
     * @throws WrongUsage if an option has no such value
     */
    Way to(Verb verb, String projectId, @Nullable String typed, boolean tells) {
        EngineClient engine = verb.engine();
        BranchAt where = BranchAt.parse(engine, projectId, typed);
        String on =
                tells
                        ? verb.branchTold(projectId, where.branch())
                        : verb.branchMeant(projectId, where.branch());
        String at = where.at();
        // Refused now rather than by whoever connects.
        FoundMoment moment = at == null ? null : engine.past().moment(projectId, on, at);
        ConnectionUri uri =
                engine.endpoints().connectionUri(projectId, on, login.database, login.role);
        if (moment != null) {
            uri = at(moment, uri);
        } else if (!type.equals(READ_WRITE)) {
            uri = uri.at(host(engine, projectId, on));
        }
        return new Way(secured(verb.cambium().home(), uri), moment);
    }

    /** Where the branch's first endpoint of the kind asked for is reached. */
    private String host(EngineClient engine, String projectId, String on) {
        return engine.endpoints().of(projectId, on).stream()
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

    private ConnectionUri secured(EngineHome home, ConnectionUri uri) {
        String mode = ssl;
        if (mode == null) {
            return uri;
        }
        return switch (mode) {
            case "omit" -> uri;
            case "disable" -> with(uri, "sslmode=disable");
            case "require" -> with(uri, "sslmode=require&channel_binding=require");
            case "verify-ca", "verify-full" -> verified(home, uri, mode);
            default ->
                    throw new WrongUsage(
                            "--ssl is require, verify-ca, verify-full, disable or omit; '%s' is none of these."
                                    .formatted(mode));
        };
    }

    private static ConnectionUri verified(EngineHome home, ConnectionUri uri, String mode) {
        String root = URLEncoder.encode(home.certificate().toString(), StandardCharsets.UTF_8);
        return with(uri, "sslmode=%s&channel_binding=require&sslrootcert=%s".formatted(mode, root));
    }

    /** With more parameters, as they stand in a URI. */
    static ConnectionUri with(ConnectionUri uri, String parameters) {
        String separator = uri.connectionUri().indexOf('?') < 0 ? "?" : "&";
        return new ConnectionUri(
                uri.connectionUri() + separator + parameters, uri.connectionParameters());
    }
}
