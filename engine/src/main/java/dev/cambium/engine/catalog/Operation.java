package dev.cambium.engine.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One verb at work: its intent is written before anything is touched, its outcome at the end.
 *
 * @param action for example {@code create_branch}
 * @param details ids that recovery needs to finish or undo it; kept in the order given
 * @param error what went wrong, in a sentence; null unless failed
 */
public record Operation(
        UUID id,
        String projectId,
        @Nullable String branchId,
        @Nullable String endpointId,
        String action,
        OperationState state,
        Map<String, String> details,
        @Nullable String error,
        Instant createdAt,
        Instant updatedAt) {

    public Operation {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
