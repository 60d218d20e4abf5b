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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A branch for one run of a command or an agent. Should whoever has it be killed before it is
 * deleted, the branch expires by itself.
 */
final class EphemeralBranch {

    /** The longest run that keeps its branch to the end. */
    private static final Duration EXPIRES_AFTER = Duration.ofDays(1);

    private final EngineClient engine;
    private final String projectId;
    private final Branch branch;
    private final boolean keep;

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
        // The first connection wakes it, in the time that a server takes to start: who does not
        // connect does not wait for it. Far in the past it can take longer than clients wait.
        boolean isPast = from.at() != null;
        NewBranch request =
                new NewBranch(name, from.branch(), from.at(), isPast)
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

    /** The command line that ends the run, but for the program's exit code. */
    List<String> afterwards() {
        List<String> line = new ArrayList<>(List.of(RunEnded.NAME));
        if (keep) {
            line.add(RunEnded.KEEP);
        }
        line.addAll(List.of(projectId, branch.id(), branch.name()));
        return line;
    }

    /**
     * Deletes it for good, unless it is to be kept.
     *
     * @throws EngineException if it could not be deleted; it expires by itself then
     */
    void close() {
        if (!keep) {
            delete(engine, projectId, branch.id());
        }
    }

    /**
     * Deletes the branch of a run for good.
     *
     * @throws EngineException if it could not be deleted; it expires by itself then
     */
    static void delete(EngineClient engine, String projectId, String branchId) {
        engine.life().delete(projectId, branchId, Orphans.REFUSE);
        engine.life().emptyTrash(projectId, branchId);
    }
}
