package dev.cambium.engine.layer;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a fork leaves out: files that belong to a running server, or to its parent alone. The list
 * follows what pg_basebackup skips (src/backend/backup/basebackup.c, excludeDirContents and
 * excludeFiles) and adds replication slots, which must not be in two places.
 */
public final class ForkRules {

    private static final Set<String> FILES =
            Set.of("postmaster.pid", "postmaster.opts", "backup_label.old", "tablespace_map.old");

    /** Folders of PGDATA that stay, empty. */
    private static final List<String> EMPTIED =
            List.of(
                    "pg_replslot",
                    "pg_notify",
                    "pg_snapshots",
                    "pg_stat_tmp",
                    "pg_dynshmem",
                    "base/pgsql_tmp");

    /** {@code t<backend>_<filenode>}, forks and segments: a temporary relation. */
    private static final Pattern TEMPORARY_RELATION =
            Pattern.compile("t[0-9]+_[0-9]+(_[a-z]+)?(\\.[0-9]+)?");

    private static final String TEMPORARY_FOLDER = "pgsql_tmp";

    private ForkRules() {}

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
        return EMPTIED.contains(folder)
                || name.startsWith(TEMPORARY_FOLDER)
                || (folder.startsWith("base/") && TEMPORARY_RELATION.matcher(name).matches());
    }

    /** Removes from a fresh fork what must not be in it. */
    static void apply(TimelineFiles child) throws IOException {
        for (String name : FILES) {
            if (child.names().find(name) != null) {
                child.unlink(TimelineFiles.ROOT, name);
            }
        }
        for (String folder : EMPTIED) {
            Long node = child.names().find(folder);
            if (node != null) {
                empty(child, node);
            }
        }
        Long base = child.names().find("base");
        if (base != null) {
            for (FolderEntry database : child.list(base)) {
                if (database.kind() == FileKind.FOLDER) {
                    removeTemporary(child, database.node());
                }
            }
        }
    }

    private static void removeTemporary(TimelineFiles child, long database) throws IOException {
        // Ranges, not the whole folder: a fork must not cost more for a database of many tables.
        for (String name : child.names().namesWithPrefix(database, "t").keySet()) {
            if (TEMPORARY_RELATION.matcher(name).matches()) {
                child.unlink(database, name);
            }
        }
        for (var entry : child.names().namesWithPrefix(database, TEMPORARY_FOLDER).entrySet()) {
            if (child.names().folder(entry.getValue()) != null) {
                empty(child, entry.getValue());
            }
        }
    }

    private static void empty(TimelineFiles child, long folder) throws IOException {
        for (FolderEntry entry : child.list(folder)) {
            switch (entry.kind()) {
                case FOLDER -> {
                    empty(child, entry.node());
                    child.rmdir(folder, entry.name());
                }
                case FILE, LINK -> child.unlink(folder, entry.name());
            }
        }
    }
}
