package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.Orphans;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A branch for one run of a command: deleted for good when it is closed. Should this process be
 * killed, the branch expires by itself. Thread-safe.
 */
final class EphemeralBranch implements AutoCloseable {

    /** The longest run that keeps its branch to the end. */
    private static final Duration EXPIRES_AFTER = Duration.ofDays(1);

    private final EngineClient engine;
    private final String projectId;
    private final Branch branch;
    private final boolean keep;
    private boolean closed;

    private EphemeralBranch(EngineClient engine, String projectId, Branch branch, boolean keep) {
        this.engine = engine;
        this.projectId = projectId;
        this.branch = branch;
        this.keep = keep;
    }

    /**
     * Makes one.
     *
     * @param from the parent, and its moment
     * @param keep whether it stays for good
     */
    static EphemeralBranch create(
            EngineClient engine, String projectId, BranchAt from, boolean keep) {
        String name = "run-%08x".formatted(ThreadLocalRandom.current().nextInt());
        Instant end = Instant.now().plus(EXPIRES_AFTER).truncatedTo(ChronoUnit.SECONDS);
        NewBranch request =
                new NewBranch(name, from.branch(), from.at(), true)
                        .withLife(false, keep ? null : end);
        Branch made = engine.branches().create(projectId, request).branch();
        return new EphemeralBranch(engine, projectId, made, keep);
    }

    Branch branch() {
        return branch;
    }

    /** What libpq and most frameworks read. */
    Map<String, String> environment(@Nullable String database, @Nullable String role) {
        ConnectionUri uri =
                engine.endpoints().connectionUri(projectId, branch.id(), database, role);
        ConnectionUri.Parameters at = uri.connectionParameters();
        int colon = at.host().lastIndexOf(':');
        Map<String, String> variables = new HashMap<>();
        variables.put("DATABASE_URL", uri.connectionUri());
        variables.put("PGHOST", at.host().substring(0, colon));
        variables.put("PGPORT", at.host().substring(colon + 1));
        variables.put("PGUSER", at.role());
        variables.put("PGPASSWORD", at.password());
        variables.put("PGDATABASE", at.database());
        variables.put("CAMBIUM_BRANCH", branch.name());
        variables.put("CAMBIUM_BRANCH_ID", branch.id());
        return variables;
    }

    /**
     * Deletes it, unless it is to be kept. Does nothing the second time.
     *
     * @throws EngineException if it could not be deleted; it expires by itself then
     */
    @Override
    public synchronized void close() {
        if (closed || keep) {
            return;
        }
        closed = true;
        engine.life().delete(projectId, branch.id(), Orphans.REFUSE);
        engine.life().emptyTrash(projectId, branch.id());
    }
}
