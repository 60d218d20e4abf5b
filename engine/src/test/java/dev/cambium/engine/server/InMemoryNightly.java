package dev.cambium.engine.server;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.DatabaseImport;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NightlyCalls;
import dev.cambium.engine.api.NightlyPlan;

import org.jspecify.annotations.NullUnmarked;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Plans of {@link InMemoryEngine}; none ever runs. */
@NullUnmarked
public final class InMemoryNightly implements NightlyCalls {

    private final InMemoryEngine engine;
    private final Map<String, NightlyPlan> plans = new ConcurrentSkipListMap<>();

    InMemoryNightly(InMemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<NightlyPlan> list(String projectId) {
        engine.failIfAsked();
        return List.copyOf(plans.values());
    }

    @Override
    public NightlyPlan plan(String projectId, String branchId, DatabaseImport request, int hour) {
        Branch branch = engine.branches().get(projectId, branchId);
        NightlyPlan plan =
                new NightlyPlan(
                        branch.id(),
                        branch.name(),
                        "a database elsewhere",
                        hour,
                        InMemoryEngine.THEN,
                        null,
                        null);
        plans.put(branch.id(), plan);
        return plan;
    }

    @Override
    public NightlyPlan end(String projectId, String branchId) {
        NightlyPlan ended = plans.remove(engine.branches().get(projectId, branchId).id());
        if (ended == null) {
            throw new EngineException(404, "NOTHING_PLANNED", "Nothing is planned.");
        }
        return ended;
    }
}
