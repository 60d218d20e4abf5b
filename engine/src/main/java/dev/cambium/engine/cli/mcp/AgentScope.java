package dev.cambium.engine.cli.mcp;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.Orphans;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an agent works on. Thread-safe.
 *
 * @param projectId the project
 * @param branchId the branch that is meant when the agent names none; null for the default branch
 * @param confined whether only that branch, and branches that the agent made, may be changed
 * @param readOnly whether nothing may be changed at all
 * @param made the branches that the agent made, which it may change
 */
public record AgentScope(
        String projectId,
        @Nullable String branchId,
        boolean confined,
        boolean readOnly,
        Set<String> made) {

    /** One in which the agent has made nothing yet. */
    public static AgentScope of(
            String projectId, @Nullable String branchId, boolean confined, boolean readOnly) {
        return new AgentScope(
                projectId, branchId, confined, readOnly, ConcurrentHashMap.newKeySet());
    }

    /** The branch that is meant; anyone may be read. */
    Branch branch(EngineClient engine, @Nullable String named) {
        String wanted = named == null ? branchId : named;
        if (wanted != null) {
            return engine.branches().get(projectId, wanted);
        }
        return engine.branches().list(projectId).stream()
                .filter(Branch::isDefault)
                .findFirst()
                .orElseThrow(
                        () ->
                                new EngineException(
                                        404,
                                        "BRANCH_NOT_FOUND",
                                        "The project has no default branch: say which branch."));
    }

    /**
     * As {@link #branch}, to be changed.
     *
     * @throws EngineException 403 if it is not the agent's
     */
    Branch own(EngineClient engine, @Nullable String named) {
        Branch branch = branch(engine, named);
        if (confined && !branch.id().equals(branchId) && !made.contains(branch.id())) {
            throw new EngineException(
                    403,
                    "NOT_YOURS",
                    "Branch '%s' is not this session's: change your own branch, or create one from it."
                            .formatted(branch.name()));
        }
        return branch;
    }

    /** Deletes what the agent made, newest first; branches that others made from them stay. */
    public void deleteMade(EngineClient engine) {
        for (Branch branch : engine.branches().list(projectId).reversed()) {
            if (made.contains(branch.id())) {
                engine.life().delete(projectId, branch.id(), Orphans.KEEP);
                engine.life().emptyTrash(projectId, branch.id());
            }
        }
    }
}
