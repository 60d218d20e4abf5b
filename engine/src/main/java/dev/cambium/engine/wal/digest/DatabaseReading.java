package dev.cambium.engine.wal.digest;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a running server says its relations are called, read in one snapshot.
 *
 * @param database its number
 * @param readAfter a position: what was committed before it is in the snapshot, but for {@code
 *     inProgress}
 * @param inProgress transactions whose commit the snapshot does not see, the lower 32 bits
 * @param schemas by number
 * @param relations all that users made, and catalogs that were rewritten
 */
public record DatabaseReading(
        long database,
        String databaseName,
        long readAfter,
        Set<Long> inProgress,
        Map<Long, String> schemas,
        List<RelationName> relations) {}
