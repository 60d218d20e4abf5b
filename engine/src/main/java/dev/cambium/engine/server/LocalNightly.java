package dev.cambium.engine.server;

import static dev.cambium.engine.server.Answers.answer;

import dev.cambium.engine.api.DatabaseImport;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NightlyCalls;
import dev.cambium.engine.api.NightlyPlan;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.NightlyRefresh;
import dev.cambium.engine.transfer.NightlyRefreshes;
import dev.cambium.engine.transfer.twin.SourceDatabase;

import java.util.List;
import java.util.Optional;

/** Nightly refreshes, as the engine of this process answers for them. Thread-safe. */
final class LocalNightly implements NightlyCalls {

    private final BranchService branches;
    private final NightlyRefreshes refreshes;

    LocalNightly(BranchService branches, NightlyRefreshes refreshes) {
        this.branches = branches;
        this.refreshes = refreshes;
    }

    @Override
    public List<NightlyPlan> list(String projectId) {
        return answer(
                () ->
                        branches.branches(projectId).stream()
                                .map(
                                        branch ->
                                                refreshes
                                                        .of(branch)
                                                        .map(refresh -> shown(branch, refresh)))
                                .flatMap(Optional::stream)
                                .toList());
    }

    @Override
    public NightlyPlan plan(String projectId, String branchId, DatabaseImport request, int hour) {
        return answer(
                () -> {
                    Branch branch = branches.branch(projectId, branchId);
                    return shown(
                            branch,
                            refreshes.plan(branch, request.url(), request.database(), hour));
                });
    }

    @Override
    public NightlyPlan end(String projectId, String branchId) {
        return answer(
                () -> {
                    Branch branch = branches.branch(projectId, branchId);
                    NightlyRefresh planned =
                            refreshes
                                    .of(branch)
                                    .orElseThrow(
                                            () ->
                                                    new EngineException(
                                                            404,
                                                            "NOTHING_PLANNED",
                                                            "Branch '%s' is not filled anew at night. `cambium nightly list` names those that are."
                                                                    .formatted(branch.name())));
                    refreshes.end(branch);
                    return shown(branch, planned);
                });
    }

    private static NightlyPlan shown(Branch branch, NightlyRefresh refresh) {
        return new NightlyPlan(
                branch.id(),
                branch.name(),
                SourceDatabase.parse(refresh.url()).shown(),
                refresh.hour(),
                refresh.nextRun(),
                refresh.lastRun(),
                refresh.lastError());
    }
}
