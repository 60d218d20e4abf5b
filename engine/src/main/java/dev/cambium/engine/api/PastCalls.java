package dev.cambium.engine.api;

import java.time.Instant;
import java.util.List;

/**
 * What can be asked about what was, on a branch that is named by its id or its name. Thread-safe,
 * as all calls; see {@link EngineCalls}.
 */
public interface PastCalls {

    /**
     * Runs a statement that reads, on a branch at a moment; nothing it does can change a branch.
     */
    QueryResult query(String projectId, String branch, QueryRequest request);

    /**
     * The point of a branch that a moment stands for; nothing is opened.
     *
     * @param at {@code head}, an LSN, or a time of RFC 3339 with its zone
     */
    FoundMoment moment(String projectId, String branch, String at);

    /** What happened on a branch over a stretch of time. */
    BranchTimeline timeline(String projectId, String branch, TimelineQuery query);

    /**
     * The last mark of a kind on a branch's current timeline, with the moment just before it.
     *
     * @throws EngineException 404 if there is none within reach
     */
    BranchTimeline.Mark lastMark(String projectId, String branch, LastMark kind);

    /** Marks on the lines of all branches since a moment, oldest first, at most 10,000. */
    List<Tick> ticks(String projectId, Instant since);
}
