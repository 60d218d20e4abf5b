package dev.cambium.engine.branch.schemaonly;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Knows where in a copy there can be something of the source. What it does not name holds nothing
 * of anybody, and can be kept as it is.
 */
public interface OldContent {

    /**
     * The databases with nothing in them but what Postgres itself put there.
     *
     * @return by the oid of the database, the files of its relations
     */
    Map<String, Set<String>> untouchedDatabases();

    /**
     * Whether something may be in a file: it was there when the copy began, and holds something
     * else than what Postgres itself puts there. Looks at the file on disk each time.
     *
     * @param file relative to PGDATA
     */
    boolean mayBeIn(String file) throws IOException;
}
