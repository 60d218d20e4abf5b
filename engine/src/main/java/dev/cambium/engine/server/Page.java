package dev.cambium.engine.server;

import dev.cambium.engine.api.EngineException;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a list, as {@code limit} and {@code cursor} ask for it. A cursor is the id of the last
 * item of the page before; without a limit there is one page with all.
 *
 * @param next the cursor of the next page; null on the last one
 */
record Page<T>(List<T> items, @Nullable String next) {

    /** Neon's largest limit. */
    private static final int LIMIT_MAX = 10_000;

    static <T> Page<T> of(Context context, List<T> all, Function<T, String> id) {
        int from = 0;
        String cursor = context.queryParam("cursor");
        if (cursor != null && !cursor.isEmpty()) {
            from = all.stream().map(id).toList().indexOf(cursor) + 1;
            if (from == 0) {
                throw new EngineException(
                        400,
                        "BAD_CURSOR",
                        "The cursor \"%s\" leads nowhere any more; read the list from its start."
                                .formatted(cursor));
            }
        }
        int limit = limit(context);
        List<T> items = all.subList(from, Math.min(all.size(), from + limit));
        boolean last = from + items.size() == all.size() || items.isEmpty();
        return new Page<>(items, last ? null : id.apply(items.getLast()));
    }

    private static int limit(Context context) {
        String asked = context.queryParam("limit");
        if (asked == null) {
            return LIMIT_MAX;
        }
        try {
            int limit = Integer.parseInt(asked);
            if (limit >= 1 && limit <= LIMIT_MAX) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw RequestBody.bad(
                "\"limit\" must be a number from 1 to %d, not \"%s\".".formatted(LIMIT_MAX, asked));
    }
}
