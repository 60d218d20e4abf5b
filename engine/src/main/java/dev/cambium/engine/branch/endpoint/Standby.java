package dev.cambium.engine.branch.endpoint;

import dev.cambium.engine.branch.compute.FirstStart;
import dev.cambium.engine.branch.compute.PassingCopy;
import dev.cambium.engine.branch.operation.Cleanup;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Lease;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.ReadOnlyEndpoint;
import dev.cambium.engine.compute.Compute;
import dev.cambium.engine.compute.ComputeAddress;
import dev.cambium.engine.compute.ComputeException;
import dev.cambium.engine.compute.ComputePlan;
import dev.cambium.engine.compute.ComputePurpose;
import dev.cambium.engine.compute.ComputeState;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.compute.ServerSettings;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * A hot standby of a branch's compute, from its start to its end: it begins with a copy of what the
 * branch holds at that moment, follows the branch over the private socket for as long as the
 * branch's own compute runs, and is thrown away. Starting and ending are called by one thread at a
 * time.
 */
public final class Standby {

    /** Whether WAL arrives and is replayed. */
    private static final String FOLLOWING =
            """
            SELECT EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming')
                   AND pg_get_wal_replay_pause_state() = 'not paused'
            """;

    private final EngineParts parts;
    private final ReadOnlyEndpoint endpoint;
    private final String following;
    private final PassingCopy copy;
    private final Compute compute;

    Standby(
            EngineParts parts,
            Branch branch,
            ComputeAddress primary,
            ReadOnlyEndpoint endpoint,
            Supplier<ServerSettings> settings,
            BiConsumer<ComputeState, String> listener) {
        this.parts = parts;
        this.endpoint = endpoint;
        this.following = connectionTo(parts.computeFolders().sockets(), primary.port());
        this.copy = new PassingCopy(parts);
        ComputePlan plan =
                parts.plan(
                        branch.projectId(),
                        copy.timeline(),
                        ComputeAddress.tcp(endpoint.port()),
                        branch.name() + " (read-only)");
        this.compute =
                new Compute(
                        plan.fresh(true).with(settings).serving(ComputePurpose.STANDBY), listener);
    }

    /**
     * Copies the point and starts a server on it that goes on from there.
     *
     * @param present what the branch holds now; the caller's to close
     * @throws Refusal if it does not start; nothing is left then
     */
    void start(Project project, Branch branch, Lease present) throws IOException {
        boolean started = false;
        try {
            copy.make(project, present);
            new FirstStart(parts).following(compute, present.lsn(), following);
            started = true;
        } catch (ComputeException | SQLException e) {
            throw new Refusal(
                    Kind.UNAVAILABLE,
                    "COMPUTE_NOT_STARTED",
                    "Read-only endpoint %s of branch '%s' did not start: %s"
                            .formatted(endpoint.id(), branch.name(), e.getMessage()),
                    e);
        } finally {
            if (!started) {
                compute.abort();
                Cleanup.attempt(() -> copy.throwAway(null));
            }
        }
    }

    /** Ends it, tells its clients, and deletes the copy. Never fails. */
    void end() {
        try {
            compute.stop();
        } catch (ComputeException e) {
            compute.abort(); // nothing on it has to last
        }
        Cleanup.attempt(() -> copy.throwAway(null));
    }

    ComputeState state() {
        return compute.state();
    }

    Optional<String> reason() {
        return compute.reason();
    }

    public ReadOnlyEndpoint endpoint() {
        return endpoint;
    }

    public Console console() {
        return compute.console();
    }

    /** Its first process; empty when it has ended. */
    public OptionalLong processId() {
        return compute.processId();
    }

    ComputeAddress address() {
        return compute.address();
    }

    /** Whether it gets what the branch's compute writes; that one must be running. */
    boolean follows() throws SQLException {
        return isTrue(FOLLOWING);
    }

    /** Makes it look for the branch's compute at once instead of some seconds later. */
    void lookAgain() throws SQLException {
        isTrue("SELECT pg_reload_conf()");
    }

    private boolean isTrue(String question) throws SQLException {
        try (Connection connection = console().connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** As libpq reads it: values in quotes, in which a backslash takes the next character. */
    private static String connectionTo(Path sockets, int port) {
        return "host='%s' port=%d user=postgres connect_timeout=5"
                .formatted(sockets.toString().replace("\\", "\\\\").replace("'", "\\'"), port);
    }
}
