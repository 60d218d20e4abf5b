package dev.cambium.engine.server;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.QueryRequest;
import dev.cambium.engine.api.QueryResult;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.page.Lsn;

import org.jspecify.annotations.NullUnmarked;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The moments of {@link InMemoryEngine}: read in earnest, and answered with what was asked. */
@NullUnmarked
final class InMemoryMoments {

    private static final Instant THEN = Instant.parse("2026-11-20T12:00:00Z");

    private InMemoryMoments() {}

    /** Answers with one row: what was asked, of which branch and when. */
    static QueryResult query(Branch branch, QueryRequest request) {
        return new QueryResult(
                found(branch, request.at()),
                List.of(
                        new QueryResult.Column("sql", "text"),
                        new QueryResult.Column("branch", "text"),
                        new QueryResult.Column("at, if any", "text")),
                List.of(Arrays.asList(request.sql(), branch.name(), request.at())),
                request.maxRows() == null ? null : "There are more rows.",
                3);
    }

    /** LSNs round down to 16 bytes here, and one commit is always left out of a time. */
    static FoundMoment found(Branch branch, String at) {
        Moment moment;
        try {
            moment = at == null ? Moment.HEAD : Moment.parse(at);
        } catch (Refusal refusal) {
            throw new EngineException(400, refusal.code(), refusal.getMessage());
        }
        Lsn asked = moment instanceof Moment.AtLsn position ? position.lsn() : new Lsn(0x1000);
        Lsn lsn = new Lsn(asked.value() & ~15);
        boolean rounded = !lsn.equals(asked);
        boolean isTime = moment instanceof Moment.AtTime;
        Instant time = moment instanceof Moment.AtTime then ? then.time() : THEN;
        return new FoundMoment(
                branch.name(),
                moment.toString(),
                lsn.toString(),
                time,
                rounded ? asked.toString() : null,
                isTime ? 1 : 0,
                "%s at %s, in words.".formatted(branch.name(), moment));
    }
}
