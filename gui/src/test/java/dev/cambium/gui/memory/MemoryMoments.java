package dev.cambium.gui.memory;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.QueryRequest;
import dev.cambium.engine.api.QueryResult;

import java.time.Instant;
import java.util.List;

/** The moments of {@link MemoryEngine}. */
final class MemoryMoments {

    private MemoryMoments() {}

    /** Answers with the statement itself. */
    static QueryResult query(Branch branch, QueryRequest request) {
        String at = request.at();
        return new QueryResult(
                found(branch, at == null ? "head" : at),
                List.of(new QueryResult.Column("sql", "text")),
                List.of(List.of(request.sql())),
                null,
                1);
    }

    /** Any text is a moment here; one that is no time stands for now. */
    static FoundMoment found(Branch branch, String at) {
        boolean isTime = at.endsWith("Z");
        return new FoundMoment(
                branch.name(),
                at,
                at.contains("/") ? at : "0/1000000",
                isTime ? Instant.parse(at) : Instant.now(),
                null,
                0,
                branch.name() + " as it was at " + at + ".");
    }
}
