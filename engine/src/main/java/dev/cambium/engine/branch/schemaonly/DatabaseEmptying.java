package dev.cambium.engine.branch.schemaonly;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the content out of one database; what was deleted is still in the pages of its catalogs
 * then, until {@link CatalogRewrite}.
 *
 * <p>What users made has oids from 16384 on (FirstNormalObjectId, access/transam.h); below are the
 * system catalogs and the tables of the information schema, whose rows are the schema itself or
 * come with Postgres.
 */
final class DatabaseEmptying {

    /** A trigger, and when it fires. */
    private record Trigger(TriggerKind kind, long oid, String enabled) {}

    /** Where triggers are that would fire here, though sessions say that they are replicas. */
    private enum TriggerKind {
        /** Of those on tables only the ones for TRUNCATE (catalog/pg_trigger.h) matter. */
        TABLE("pg_trigger", "tgenabled", "tgtype & 32 <> 0"),
        /** Postgres 16 has no setting that keeps them all off. */
        EVENT("pg_event_trigger", "evtenabled", "true");

        private final String catalog;
        private final String enabled;
        private final String matters;

        TriggerKind(String catalog, String enabled, String matters) {
            this.catalog = catalog;
            this.enabled = enabled;
            this.matters = matters;
        }
    }

    private final EmptyingSession session;

    DatabaseEmptying(EmptyingSession session) {
        this.session = session;
    }

    void run() throws SQLException {
        List<Trigger> triggers = triggersThatFireHere();
        for (Trigger trigger : triggers) {
            setTrigger(trigger, "D");
        }
        dropTemporaryRelations();
        emptyTables();
        session.executeForEach("ALTER SEQUENCE %s RESTART", users('S'));
        session.executeForEach("REFRESH MATERIALIZED VIEW %s WITH NO DATA", users('m'));
        for (Trigger trigger : triggers) {
            setTrigger(trigger, trigger.enabled());
        }
        forgetContent();
        session.executeForEach("%s", forgettingSecrets());
    }

    private List<String> users(char kind) throws SQLException {
        return session.list(
                """
                SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind = '%c' AND c.oid >= 16384
                ORDER BY c.oid
                """
                        .formatted(kind));
    }

    /** What other sessions left behind when their server was killed; their files are gone. */
    private void dropTemporaryRelations() throws SQLException {
        session.executeForEach(
                "DROP SCHEMA %s CASCADE",
                session.list(
                        """
                        SELECT quote_ident(nspname) FROM pg_namespace n
                        WHERE nspname ~ '^pg_(toast_)?temp_[0-9]+$'
                        ORDER BY nspname
                        """));
    }

    /**
     * Gives every table, with its indexes and its TOAST table, new and empty files. Partitioned
     * tables have none, and partitions are named one by one: one of them may be a foreign table,
     * and truncating that would reach out to another server. CASCADE adds nothing but partitioned
     * tables that refer to one of these.
     */
    private void emptyTables() throws SQLException {
        List<String> tables = users('r');
        if (tables.isEmpty()) {
            return;
        }
        session.execute("TRUNCATE ONLY " + String.join(", ONLY ", tables) + " CASCADE");
    }

    private List<Trigger> triggersThatFireHere() throws SQLException {
        List<Trigger> found = new ArrayList<>();
        for (TriggerKind kind : TriggerKind.values()) {
            found.addAll(
                    session.list(
                            "SELECT oid, %2$s FROM %1$s WHERE %3$s AND %2$s IN ('A', 'R')"
                                    .formatted(kind.catalog, kind.enabled, kind.matters),
                            row -> new Trigger(kind, row.getLong(1), row.getString(2))));
        }
        return found;
    }

    private void setTrigger(Trigger trigger, String enabled) throws SQLException {
        session.execute(
                "UPDATE %s SET %s = '%s' WHERE oid = %d"
                        .formatted(
                                trigger.kind().catalog,
                                trigger.kind().enabled,
                                enabled,
                                trigger.oid()));
    }

    /** What the catalogs say of rows, beside what TRUNCATE has set back. */
    private void forgetContent() throws SQLException {
        // With the large objects go the names of those who may read them, and their comments.
        for (String about :
                List.of(
                        "pg_description WHERE classoid",
                        "pg_seclabel WHERE classoid",
                        "pg_init_privs WHERE classoid",
                        "pg_shdepend WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND classid")) {
            session.execute("DELETE FROM %s = 'pg_largeobject'::regclass".formatted(about));
        }
        session.execute(
                "TRUNCATE pg_statistic, pg_statistic_ext_data, pg_largeobject, pg_largeobject_metadata, pg_subscription_rel");
        // What a column that was added holds in rows that are older than it.
        session.execute(
                "UPDATE pg_attribute SET atthasmissing = false, attmissingval = NULL WHERE atthasmissing");
        // ANALYZE counts the rows of partitioned and foreign tables, too.
        session.execute(
                "UPDATE pg_class SET relpages = 0, reltuples = -1 WHERE oid >= 16384 AND relkind IN ('p', 'I', 'f')");
    }

    /** User mappings keep the name of the user there, and nothing that proves it. */
    private List<String> forgettingSecrets() throws SQLException {
        return session.list(
                """
                SELECT format('UPDATE pg_user_mapping SET umoptions = %L WHERE oid = %s',
                    (SELECT array_agg(o) FROM unnest(umoptions) o WHERE o LIKE 'user=%'), oid)
                FROM pg_user_mapping WHERE umoptions IS NOT NULL
                """);
    }
}
