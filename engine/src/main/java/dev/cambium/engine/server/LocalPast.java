package dev.cambium.engine.server;

import static dev.cambium.engine.api.QueryRequest.READER;
import static dev.cambium.engine.server.Answers.answer;

import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.LastMark;
import dev.cambium.engine.api.PastCalls;
import dev.cambium.engine.api.QueryRequest;
import dev.cambium.engine.api.QueryResult;
import dev.cambium.engine.api.Tick;
import dev.cambium.engine.api.TimelineQuery;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.compute.ReaderRole;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was, as the engine of this process answers for them. Thread-safe. */
final class LocalPast implements PastCalls {

    private static final int TICKS_MAX = 10_000;

    private final BranchService branches;
    private final Shown shown;

    LocalPast(BranchService branches, Shown shown) {
        this.branches = branches;
        this.shown = shown;
    }

    @Override
    public QueryResult query(String projectId, String branchId, QueryRequest request) {
        return answer(
                () -> {
                    var branch = branches.branch(projectId, branchId);
                    String database = request.database();
                    String role = request.role();
                    return MomentTexts.result(
                            branches.questions()
                                    .query(
                                            branch,
                                            MomentTexts.moment(request.at()),
                                            MomentTexts.query(
                                                    request,
                                                    database == null
                                                            ? shown.defaultDatabase(branch)
                                                            : database,
                                                    READER.equals(role)
                                                            ? ReaderRole.NAME
                                                            : shown.role(branch, role).name())));
                });
    }

    @Override
    public FoundMoment moment(String projectId, String branchId, String at) {
        return answer(
                () ->
                        MomentTexts.found(
                                branches.questions()
                                        .moment(
                                                branches.branch(projectId, branchId),
                                                MomentTexts.moment(at))));
    }

    @Override
    public BranchTimeline timeline(String projectId, String branchId, TimelineQuery query) {
        return answer(
                () ->
                        PastTexts.timeline(
                                branches.pasts()
                                        .of(
                                                branches.branch(projectId, branchId),
                                                query.from(),
                                                query.to(),
                                                query.slices())));
    }

    @Override
    public BranchTimeline.Mark lastMark(String projectId, String branchId, LastMark kind) {
        return answer(
                () ->
                        PastTexts.mark(
                                branches.pasts()
                                        .last(
                                                branches.branch(projectId, branchId),
                                                PastTexts.kind(kind))));
    }

    @Override
    public List<Tick> ticks(String projectId, Instant since) {
        return answer(
                () ->
                        branches
                                .journal(branches.project(projectId).id(), since, TICKS_MAX)
                                .stream()
                                .map(Representations::tick)
                                .flatMap(Optional::stream)
                                .toList());
    }
}
