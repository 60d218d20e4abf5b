package dev.cambium.engine.server;

import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.MomentRange;
import dev.cambium.engine.api.QueryRequest;
import dev.cambium.engine.api.QueryResult;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.travel.Query;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** Moments, and what is asked of them, between the API's records and the engine's. */
final class MomentTexts {

    private static final int ROWS = 1_000;
    private static final int SECONDS = 30;

    private MomentTexts() {}

    static Moment moment(@Nullable String at) {
        return at == null ? Moment.HEAD : Moment.parse(at);
    }

    static FoundMoment found(dev.cambium.engine.branch.moment.FoundMoment found) {
        return new FoundMoment(
                found.branchName(),
                found.asked().toString(),
                found.lsn().toString(),
                found.time(),
                found.roundedFrom() == null ? null : found.roundedFrom().toString(),
                found.leftBehind(),
                found.words());
    }

    static @Nullable MomentRange range(
            dev.cambium.engine.branch.moment.@Nullable MomentRange range) {
        if (range == null) {
            return null;
        }
        return new MomentRange(
                range.from().toString(),
                range.fromTime(),
                range.to().toString(),
                range.toTime(),
                range.earlier().stream()
                        .map(span -> new MomentRange.Span(span.fromTime(), span.toTime()))
                        .toList());
    }

    static Query query(QueryRequest request, String database, String role) {
        return new Query(
                request.sql(),
                database,
                role,
                request.maxRows() == null ? ROWS : request.maxRows(),
                Duration.ofSeconds(
                        request.timeoutSeconds() == null ? SECONDS : request.timeoutSeconds()));
    }

    static QueryResult result(dev.cambium.engine.branch.travel.QueryResult result) {
        return new QueryResult(
                found(result.moment()),
                result.columns().stream()
                        .map(column -> new QueryResult.Column(column.name(), column.type()))
                        .toList(),
                result.rows(),
                result.cutOff(),
                result.duration().toMillis());
    }
}
