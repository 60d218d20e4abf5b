package dev.cambium.engine.server;

import static dev.cambium.engine.server.Answers.answer;

import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.DatabaseCalls;
import dev.cambium.engine.branch.BranchService;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The databases of branches, as the engine of this process answers for them. Thread-safe. */
final class LocalDatabases implements DatabaseCalls {

    private final BranchService branches;
    private final Shown shown;

    LocalDatabases(BranchService branches, Shown shown) {
        this.branches = branches;
        this.shown = shown;
    }

    @Override
    public List<Database> list(String projectId, String branchId) {
        return answer(() -> shown.databases(branches.branch(projectId, branchId)));
    }

    @Override
    public Database create(
            String projectId, String branchId, String name, @Nullable String ownerName) {
        return answer(
                () ->
                        Representations.database(
                                branches.contents()
                                        .createDatabase(
                                                branches.branch(projectId, branchId),
                                                name,
                                                ownerName)));
    }

    @Override
    public Database update(
            String projectId,
            String branchId,
            String database,
            @Nullable String newName,
            @Nullable String ownerName) {
        return answer(
                () ->
                        Representations.database(
                                branches.contents()
                                        .updateDatabase(
                                                branches.branch(projectId, branchId),
                                                database,
                                                newName,
                                                ownerName)));
    }

    @Override
    public Database delete(String projectId, String branchId, String database) {
        return answer(
                () ->
                        Representations.database(
                                branches.contents()
                                        .deleteDatabase(
                                                branches.branch(projectId, branchId), database)));
    }
}
