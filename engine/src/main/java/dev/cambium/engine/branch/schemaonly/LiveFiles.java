package dev.cambium.engine.branch.schemaonly;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Asks a server in which files its relations and its configuration are. */
final class LiveFiles {

    /**
     * The main file of a relation.
     *
     * @param path relative to PGDATA
     * @param mustBeEmpty whether it belongs to a user's table, and so has no page
     */
    record RelationFile(String path, boolean mustBeEmpty) {}

    private LiveFiles() {}

    /** The files of the session's database, without those that all databases share. */
    static List<RelationFile> ofDatabase(EmptyingSession session) throws SQLException {
        return relations(session, "NOT relisshared");
    }

    /** The files that all databases share. */
    static List<RelationFile> shared(EmptyingSession session) throws SQLException {
        return relations(session, "relisshared");
    }

    private static List<RelationFile> relations(EmptyingSession session, String which)
            throws SQLException {
        return session.list(
                """
                SELECT pg_relation_filepath(oid), oid >= 16384 AND relkind IN ('r', 'm', 't')
                FROM pg_class WHERE pg_relation_filepath(oid) IS NOT NULL AND %s
                """
                        .formatted(which),
                row -> new RelationFile(row.getString(1), row.getBoolean(2)));
    }

    /** The paths of the files of settings that lie in PGDATA, included ones too. */
    static List<String> ofSettings(EmptyingSession session) throws SQLException {
        String folder = session.list("SHOW data_directory").getFirst() + "/";
        List<String> paths = new ArrayList<>();
        for (String file :
                session.list("SELECT DISTINCT sourcefile FROM pg_file_settings ORDER BY 1")) {
            if (file.startsWith(folder)) {
                paths.add(file.substring(folder.length()));
            }
        }
        return paths;
    }

    /** The oids of tablespaces other than the two that are always there. */
    static List<String> tablespaces(EmptyingSession session) throws SQLException {
        return session.list("SELECT oid::text FROM pg_tablespace WHERE oid >= 16384");
    }
}
