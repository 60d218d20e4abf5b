package dev.cambium.gui.memory;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.LastMark;
import dev.cambium.engine.api.PastCalls;
import dev.cambium.engine.api.QueryRequest;
import dev.cambium.engine.api.QueryResult;
import dev.cambium.engine.api.Tick;
import dev.cambium.engine.api.TimelineQuery;

import java.time.Instant;
import java.util.List;

/** The past of a {@link MemoryEngine}. */
final class MemoryQuestions implements PastCalls {

    private final MemoryEngine engine;

    MemoryQuestions(MemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public QueryResult query(String projectId, String branch, QueryRequest request) {
        synchronized (engine) {
            engine.alive();
            return MemoryMoments.query(engine.find(branch), request);
        }
    }

    @Override
    public FoundMoment moment(String projectId, String branch, String at) {
        synchronized (engine) {
            engine.alive();
            Branch found = engine.find(branch);
            return engine.past(branch).find(found.name(), at);
        }
    }

    @Override
    public BranchTimeline timeline(String projectId, String branch, TimelineQuery query) {
        synchronized (engine) {
            engine.alive();
            return engine.past(branch).answer(engine.find(branch).id(), query);
        }
    }

    @Override
    public BranchTimeline.Mark lastMark(String projectId, String branch, LastMark kind) {
        synchronized (engine) {
            engine.alive();
            return engine.past(branch).marks().reversed().stream()
                    .filter(mark -> mark.kind().equals(kind.word()))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new EngineException(
                                            404,
                                            "MARK_NOT_FOUND",
                                            "Nothing of the kind happened on "
                                                    + engine.find(branch).name()
                                                    + " yet."));
        }
    }

    @Override
    public List<Tick> ticks(String projectId, Instant since) {
        synchronized (engine) {
            engine.alive();
            return engine.ticks.stream()
                    .filter(tick -> !tick.time().isBefore(since))
                    .limit(10_000)
                    .toList();
        }
    }
}
