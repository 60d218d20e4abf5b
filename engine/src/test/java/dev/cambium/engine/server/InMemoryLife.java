package dev.cambium.engine.server;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchChange;
import dev.cambium.engine.api.BranchUpdate;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.LifeCalls;
import dev.cambium.engine.api.Orphans;
import dev.cambium.engine.api.ProjectSpace;
import dev.cambium.engine.api.RestoreRequest;
import dev.cambium.engine.api.TrashItem;
import dev.cambium.engine.api.Undoable;
import dev.cambium.engine.api.Undone;

import org.jspecify.annotations.NullUnmarked;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The life of branches of {@link InMemoryEngine}: deleted branches lie in the trash until it is
 * emptied, but none comes back.
 */
@NullUnmarked
public final class InMemoryLife implements LifeCalls {

    private static final long BYTES_OF_ONE = 3_000_000;

    private final InMemoryEngine engine;

    InMemoryLife(InMemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public BranchChange reset(
            String projectId, String branch, String preserveUnderName, boolean rebaseChildren) {
        return changed(engine.branches().resetFromParent(projectId, branch));
    }

    @Override
    public BranchChange restore(String projectId, String branch, RestoreRequest request) {
        Branch source = engine.branches().get(projectId, request.source());
        Branch restored = engine.branches().get(projectId, branch);
        String name =
                request.preserveUnderName() == null
                        ? restored.name() + "_old"
                        : request.preserveUnderName();
        Branch backup = engine.branches().newBranch(projectId, source.id(), name);
        engine.branches.put(backup.id(), backup);
        return new BranchChange(restored, List.of(), backup, List.of());
    }

    @Override
    public BranchChange update(String projectId, String branch, BranchUpdate update) {
        ObjectNode shown = ApiJson.mapper().valueToTree(engine.branches().get(projectId, branch));
        if (update.isProtected() != null) {
            shown.put("protected", update.isProtected().booleanValue());
        }
        if (update.expiry() != null) {
            shown.putPOJO("expires_at", update.expiry().at());
        }
        Branch after = ApiJson.mapper().convertValue(shown, Branch.class);
        engine.branches.put(after.id(), after);
        return changed(after);
    }

    @Override
    public BranchChange setDefault(String projectId, String branch) {
        return changed(engine.branches().get(projectId, branch));
    }

    @Override
    public BranchChange delete(String projectId, String branch, Orphans children) {
        Branch deleted = engine.branches().delete(projectId, branch);
        Instant now = Instant.now();
        engine.trash.add(
                new TrashItem(
                        "tl-" + deleted.id(),
                        deleted.id(),
                        deleted.name(),
                        true,
                        now,
                        now.plus(7, ChronoUnit.DAYS),
                        BYTES_OF_ONE));
        return changed(deleted);
    }

    @Override
    public List<Branch> deleted(String projectId) {
        return List.of();
    }

    @Override
    public BranchChange recover(String projectId, String branch, String name) {
        throw new EngineException(404, "BRANCH_NOT_FOUND", "Nothing is in the trash.");
    }

    @Override
    public List<Undoable> undoable(String projectId) {
        return List.of();
    }

    @Override
    public Undone undo(String projectId, String operationId) {
        throw new EngineException(404, "NOTHING_TO_UNDO", "There is nothing to undo.");
    }

    @Override
    public ProjectSpace space(String projectId) {
        engine.projects().get(projectId);
        return new ProjectSpace(30_000_000, 12_000_000, BYTES_OF_ONE * engine.trash.size());
    }

    @Override
    public List<TrashItem> trash(String projectId) {
        return List.copyOf(engine.trash);
    }

    @Override
    public List<TrashItem> emptyTrash(String projectId) {
        List<TrashItem> items = trash(projectId);
        engine.trash.removeAll(items);
        return items;
    }

    @Override
    public List<TrashItem> emptyTrash(String projectId, String branchId) {
        return emptyTrash(projectId);
    }

    private static BranchChange changed(Branch branch) {
        return new BranchChange(branch, List.of(), null, List.of());
    }
}
