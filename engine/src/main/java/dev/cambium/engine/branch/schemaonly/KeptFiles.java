package dev.cambium.engine.branch.schemaonly;

import dev.cambium.engine.branch.schemaonly.LiveFiles.RelationFile;
import dev.cambium.engine.wal.ControlFile;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which files of an emptied server a new one needs: a list of what is kept, because a list of what
 * is left out would forget something. Left out are, among others, free space and visibility maps
 * and relation caches, which Postgres makes anew; cumulative statistics, also those of extensions;
 * replication slots and origins; and whatever else somebody put there.
 */
public final class KeptFiles {

    /** What initdb makes (src/bin/initdb/initdb.c); Postgres expects all of them. */
    private static final Set<String> FOLDERS =
            Set.of(
                    "base",
                    "global",
                    "pg_commit_ts",
                    "pg_dynshmem",
                    "pg_logical",
                    "pg_logical/mappings",
                    "pg_logical/snapshots",
                    "pg_multixact",
                    "pg_multixact/members",
                    "pg_multixact/offsets",
                    "pg_notify",
                    "pg_replslot",
                    "pg_serial",
                    "pg_snapshots",
                    "pg_stat",
                    "pg_stat_tmp",
                    "pg_subtrans",
                    "pg_tblspc",
                    "pg_twophase",
                    "pg_xact");

    private static final Set<String> FILES =
            Set.of(
                    "PG_VERSION",
                    "pg_hba.conf",
                    "pg_ident.conf",
                    "postgresql.conf",
                    "postgresql.auto.conf",
                    ControlFile.PATH,
                    "global/pg_filenode.map");

    /** In the folder of each database. */
    private static final Set<String> DATABASE_FILES = Set.of("PG_VERSION", "pg_filenode.map");

    /** Numbers of transactions, and which of them were committed. */
    private static final Pattern TRANSACTIONS =
            Pattern.compile("(pg_xact|pg_multixact/(members|offsets))/[0-9A-F]{4,16}");

    /** A relation's main file, its later segments, and what an unlogged one is made empty from. */
    private static final Pattern RELATION = Pattern.compile("(.*/\\d+)(_init)?(\\.\\d+)?");

    private final Set<String> settings;
    private final Set<String> folders = new HashSet<>(FOLDERS);
    private final Set<String> databaseFolders = new HashSet<>();
    private final Set<String> filled = new TreeSet<>();
    private final Set<String> empty = new TreeSet<>();

    /**
     * @param relations of all databases
     * @param databases the oids of all databases
     * @param settings files that the configuration consists of
     * @param tablespaces oids of those within PGDATA
     */
    KeptFiles(
            Collection<RelationFile> relations,
            List<String> databases,
            List<String> settings,
            List<String> tablespaces) {
        this.settings = Set.copyOf(settings);
        for (RelationFile file : relations) {
            (file.mustBeEmpty() ? empty : filled).add(file.path());
            addFolders(file.path());
        }
        for (String database : databases) {
            databaseFolders.add("base/" + database);
        }
        for (String tablespace : tablespaces) {
            folders.add("pg_tblspc/" + tablespace);
        }
        this.settings.forEach(this::addFolders);
        folders.addAll(databaseFolders);
    }

    private void addFolders(String path) {
        for (int at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
            folders.add(path.substring(0, at));
        }
    }

    /** Whether a path below {@code base} is what can be kept of a database. */
    public static boolean mayBeKeptOfDatabase(String path) {
        return isRelation(path)
                || DATABASE_FILES.contains(path.substring(path.lastIndexOf('/') + 1));
    }

    /** Whether a path is that of a relation's rows or entries, not of a map of its space. */
    public static boolean isRelation(String path) {
        return RELATION.matcher(path).matches();
    }

    /** Whether a folder or file is kept; what is in a folder is asked for one by one. */
    public boolean keeps(String path) {
        if (folders.contains(path) || FILES.contains(path) || settings.contains(path)) {
            return true;
        }
        int slash = path.lastIndexOf('/');
        String folder = slash < 0 ? "" : path.substring(0, slash);
        if (databaseFolders.contains(folder)
                && DATABASE_FILES.contains(path.substring(slash + 1))) {
            return true;
        }
        return isTablespaceVersion(path)
                || TRANSACTIONS.matcher(path).matches()
                || isOfRelation(path);
    }

    private boolean isOfRelation(String path) {
        Matcher matcher = RELATION.matcher(path);
        if (!matcher.matches()) {
            return false;
        }
        boolean moreSegments = matcher.group(3) != null;
        return filled.contains(matcher.group(1))
                || (empty.contains(matcher.group(1)) && !moreSegments);
    }

    /** Below a tablespace Postgres keeps one folder for each of its versions. */
    private boolean isTablespaceVersion(String path) {
        int slash = path.lastIndexOf('/');
        return path.startsWith("PG_", slash + 1)
                && path.startsWith("pg_tblspc/")
                && folders.contains(path.substring(0, slash));
    }

    /** The main files of all relations, each of which must be there. */
    public Set<String> relations() {
        Set<String> all = new TreeSet<>(filled);
        all.addAll(empty);
        return all;
    }

    /** The main files of users' tables: none may have a page. */
    public Set<String> empty() {
        return Set.copyOf(empty);
    }
}
