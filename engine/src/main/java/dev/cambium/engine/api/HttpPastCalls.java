package dev.cambium.engine.api;

import static dev.cambium.engine.api.ApiCalls.encode;

import com.fasterxml.jackson.core.type.TypeReference;

import java.time.Instant;
import java.util.List;

/** Pasts over HTTP. */
final class HttpPastCalls implements PastCalls {

    private final ApiCalls calls;
    private final ApiPaths paths;

    HttpPastCalls(ApiCalls calls, ApiPaths paths) {
        this.calls = calls;
        this.paths = paths;
    }

    @Override
    public QueryResult query(String projectId, String branch, QueryRequest request) {
        String path = "/cambium" + paths.branch(projectId, branch) + "/query";
        return calls.read(
                calls.post(path, ApiJson.mapper().valueToTree(request)), QueryResult.class);
    }

    @Override
    public FoundMoment moment(String projectId, String branch, String at) {
        String path = "/cambium" + paths.branch(projectId, branch) + "/moment?at=" + encode(at);
        return calls.read(calls.get(path), "moment", FoundMoment.class);
    }

    @Override
    public BranchTimeline timeline(String projectId, String branch, TimelineQuery query) {
        StringBuilder path =
                new StringBuilder("/cambium")
                        .append(paths.branch(projectId, branch))
                        .append("/timeline?slices=")
                        .append(query.slices());
        if (query.from() != null) {
            path.append("&from=").append(encode(query.from().toString()));
        }
        if (query.to() != null) {
            path.append("&to=").append(encode(query.to().toString()));
        }
        return calls.read(calls.get(path.toString()), "timeline", BranchTimeline.class);
    }

    @Override
    public BranchTimeline.Mark lastMark(String projectId, String branch, LastMark kind) {
        String path =
                "/cambium" + paths.branch(projectId, branch) + "/timeline/last/" + kind.word();
        return calls.read(calls.get(path), "mark", BranchTimeline.Mark.class);
    }

    @Override
    public List<Tick> ticks(String projectId, Instant since) {
        return calls.readList(
                calls.get(
                        "/cambium%s/ticks?since=%s"
                                .formatted(paths.project(projectId), encode(since.toString()))),
                "ticks",
                new TypeReference<>() {});
    }
}
