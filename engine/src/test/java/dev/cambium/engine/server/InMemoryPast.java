package dev.cambium.engine.server;

import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.LastMark;
import dev.cambium.engine.api.PastCalls;
import dev.cambium.engine.api.QueryRequest;
import dev.cambium.engine.api.QueryResult;
import dev.cambium.engine.api.Tick;
import dev.cambium.engine.api.TimelineQuery;

import org.jspecify.annotations.NullUnmarked;

import java.time.Instant;
import java.util.List;

/** The past of {@link InMemoryEngine}. */
@NullUnmarked
public final class InMemoryPast implements PastCalls {

    private final InMemoryEngine engine;

    InMemoryPast(InMemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public QueryResult query(String projectId, String branchId, QueryRequest request) {
        engine.failIfAsked();
        return InMemoryMoments.query(engine.branches().get(projectId, branchId), request);
    }

    @Override
    public FoundMoment moment(String projectId, String branchId, String at) {
        engine.failIfAsked();
        return InMemoryMoments.found(engine.branches().get(projectId, branchId), at);
    }

    @Override
    public BranchTimeline timeline(String projectId, String branchId, TimelineQuery query) {
        engine.timelinesAsked.add(branchId);
        return engine.pasts.timeline(engine.branches().get(projectId, branchId).id(), query);
    }

    @Override
    public BranchTimeline.Mark lastMark(String projectId, String branchId, LastMark kind) {
        return engine.pasts.last(engine.branches().get(projectId, branchId).id(), kind);
    }

    @Override
    public List<Tick> ticks(String projectId, Instant since) {
        return engine.branches().list(projectId).stream()
                .map(b -> new Tick(b.id(), since.plusSeconds(1), "0/1", "created", 0, "made"))
                .toList();
    }
}
