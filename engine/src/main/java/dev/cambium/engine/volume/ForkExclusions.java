package dev.cambium.engine.volume;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a fork leaves out: files that belong to a running server or to one branch alone. The list
 * follows what pg_basebackup skips (src/backend/backup/basebackup.c, excludeDirContents and
 * excludeFiles) and adds replication slots, which must not be in two places.
 */
public final class ForkExclusions {

    private static final Set<String> FILES =
            Set.of("postmaster.pid", "postmaster.opts", "backup_label.old", "tablespace_map.old");

    private static final Set<String> EMPTIED_FOLDERS =
            Set.of("pg_replslot", "pg_notify", "pg_snapshots", "pg_stat_tmp", "pg_dynshmem");

    /** As Postgres names the files of temporary relations: backend, relation, fork, segment. */
    private static final Pattern TEMPORARY_RELATION =
            Pattern.compile("t\\d+_\\d+(_[a-z]+)?(\\.\\d+)?");

    private ForkExclusions() {}

    /**
     * Whether a fork has no use for a file or folder.
     *
     * @param path relative to PGDATA, with slashes
     */
    public static boolean leavesOut(String path) {
        if (FILES.contains(path)) {
            return true;
        }
        int lastSlash = path.lastIndexOf('/');
        if (lastSlash < 0) {
            return false;
        }
        String folder = path.substring(0, lastSlash);
        String name = path.substring(lastSlash + 1);
        if (EMPTIED_FOLDERS.contains(folder)) {
            return true;
        }
        return name.startsWith("pgsql_tmp")
                || (folder.startsWith("base/") && TEMPORARY_RELATION.matcher(name).matches());
    }
}
