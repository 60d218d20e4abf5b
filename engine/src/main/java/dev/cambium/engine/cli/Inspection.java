package dev.cambium.engine.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * What {@code inspect db} can be asked, under Neon's names. The figures are Postgres' own; it
 * counts scans and dead rows from a branch's first start on, not from its parent's.
 */
enum Inspection {
    /** Each table with its TOAST, largest first. */
    TABLE_SIZES(
            """
            select n.nspname as schema, c.relname as "table",
                   pg_size_pretty(pg_table_size(c.oid)) as size, pg_table_size(c.oid) as bytes
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'm') and n.nspname !~ '^(pg_|information_schema$)'
            order by bytes desc, 1, 2
            """),
    /** Each index, largest first. */
    INDEX_SIZES(
            """
            select n.nspname as schema, i.relname as "index", t.relname as "table",
                   pg_size_pretty(pg_relation_size(i.oid)) as size,
                   pg_relation_size(i.oid) as bytes
            from pg_index x
            join pg_class i on i.oid = x.indexrelid and i.relkind = 'i'
            join pg_class t on t.oid = x.indrelid
            join pg_namespace n on n.oid = t.relnamespace
            where n.nspname !~ '^(pg_|information_schema$)'
            order by bytes desc, 1, 2
            """),
    /** Indexes that serve no constraint and were scanned fewer than 50 times. */
    UNUSED_INDEXES(
            """
            select s.schemaname as schema, s.indexrelname as "index", s.relname as "table",
                   s.idx_scan as scans, pg_size_pretty(pg_relation_size(s.indexrelid)) as size,
                   pg_relation_size(s.indexrelid) as bytes
            from pg_stat_user_indexes s join pg_index x on x.indexrelid = s.indexrelid
            where s.idx_scan < 50 and not x.indisunique and not x.indisexclusion
            order by bytes desc, 1, 2
            """),
    /** How often each table was read from end to end. */
    SEQ_SCANS(
            """
            select schemaname as schema, relname as "table", seq_scan as scans,
                   seq_tup_read as rows_read, n_live_tup as rows
            from pg_stat_user_tables
            order by seq_scan desc, seq_tup_read desc, 1, 2
            """),
    /** What has been running for more than five minutes. */
    LONG_RUNNING_QUERIES(
            """
            select pid, usename as role, state,
                   date_trunc('second', clock_timestamp() - query_start)::text as running_for,
                   query
            from pg_stat_activity
            where backend_type = 'client backend' and state <> 'idle'
              and datname = current_database() and pid <> pg_backend_pid()
              and query_start < clock_timestamp() - interval '5 minutes'
            order by query_start
            """),
    /** What has been active for more than 30 seconds, what it waits for, and who blocks it. */
    STALLED_QUERIES(
            """
            select pid, datname as database, usename as role,
                   date_trunc('second', clock_timestamp() - query_start)::text as running_for,
                   concat_ws(': ', wait_event_type, wait_event) as waits_for,
                   array_to_string(pg_blocking_pids(pid), ', ') as blocked_by, query
            from pg_stat_activity
            where backend_type = 'client backend' and state = 'active' and pid <> pg_backend_pid()
              and query_start < clock_timestamp() - interval '30 seconds'
            order by query_start
            """),
    /** Who holds or waits for a lock on a table, those that wait first. */
    LOCKS(
            """
            select l.pid, a.usename as role, l.relation::regclass::text as "table", l.mode,
                   l.granted, array_to_string(pg_blocking_pids(l.pid), ', ') as blocked_by,
                   date_trunc('second', clock_timestamp() - a.xact_start)::text as held_for,
                   a.query
            from pg_locks l
            join pg_stat_activity a on a.pid = l.pid
            join pg_database d on d.oid = l.database and d.datname = current_database()
            where l.locktype = 'relation' and l.pid <> pg_backend_pid()
            order by l.granted, a.xact_start, 3
            """),
    /** The statements that took the most time together; needs pg_stat_statements. */
    OUTLIERS(
            """
            select round(total_exec_time)::bigint as total_ms, calls,
                   round(mean_exec_time::numeric, 2) as mean_ms, rows, query
            from pg_stat_statements
            where dbid = (select oid from pg_database where datname = current_database())
            order by total_exec_time desc limit 20
            """),
    /** The statements that ran most often; needs pg_stat_statements. */
    CALLS(
            """
            select calls, round(total_exec_time)::bigint as total_ms,
                   round(mean_exec_time::numeric, 2) as mean_ms, rows, query
            from pg_stat_statements
            where dbid = (select oid from pg_database where datname = current_database())
            order by calls desc limit 20
            """),
    /** When each table was vacuumed, its dead rows, and how many start an autovacuum. */
    VACUUM_STATS(
            """
            select schema, "table", last_vacuum, last_autovacuum, rows, dead_rows,
                   threshold::bigint, dead_rows > threshold as due
            from (
              select s.schemaname as schema, s.relname as "table",
                     date_trunc('second', s.last_vacuum)::text as last_vacuum,
                     date_trunc('second', s.last_autovacuum)::text as last_autovacuum,
                     s.n_live_tup as rows, s.n_dead_tup as dead_rows,
                     least(
                       coalesce(
                         o.least_dead, current_setting('autovacuum_vacuum_threshold')::float8)
                       + coalesce(
                           o.share, current_setting('autovacuum_vacuum_scale_factor')::float8)
                         * greatest(c.reltuples, 0),
                       nullif(
                         coalesce(
                           o.most_dead,
                           current_setting('autovacuum_vacuum_max_threshold', true)::float8),
                         -1)) as threshold
              from pg_stat_user_tables s
              join pg_class c on c.oid = s.relid
              cross join lateral (
                select max(option_value::float8)
                         filter (where option_name = 'autovacuum_vacuum_threshold') as least_dead,
                       max(option_value::float8)
                         filter (where option_name = 'autovacuum_vacuum_scale_factor') as share,
                       max(option_value::float8)
                         filter (where option_name = 'autovacuum_vacuum_max_threshold')
                         as most_dead
                from pg_options_to_table(c.reloptions)
                where option_name like 'autovacuum\\_vacuum\\_%' ) o
            ) t
            order by dead_rows desc, 1, 2
            """),
    /** Replication slots, and how far their readers are behind. */
    REPLICATION_SLOTS(
            """
            select slot_name as slot, slot_type as kind, active,
                   restart_lsn::text as restart_lsn,
                   confirmed_flush_lsn::text as confirmed_lsn,
                   pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)) as behind
            from pg_replication_slots order by slot_name
            """),
    /** How far each table of a subscription is. */
    SUBSCRIPTIONS(
            """
            select s.subname as subscription, r.srrelid::regclass::text as "table",
                   case r.srsubstate when 'i' then 'begins' when 'd' then 'copies'
                        when 'f' then 'copied' when 's' then 'catches up' else 'follows'
                   end as state, r.srsublsn::text as lsn
            from pg_subscription s join pg_subscription_rel r on r.srsubid = s.oid
            where s.subdbid = (select oid from pg_database where datname = current_database())
            order by 1, 2
            """),
    /** Not here: a cache of Neon's storage. */
    LFC_HIT_RATE(
            null,
            "Stock Postgres has no Local File Cache: a branch's pages are files of this computer, in the cache of its kernel."),
    /** Not here: a cache of Neon's storage. */
    WORKING_SET(
            null,
            "Stock Postgres does not estimate a working set: Neon does so to size its Local File Cache, which there is none of here."),
    /** Not here: use vacuum-stats, or pgstattuple. */
    BLOAT(
            null,
            "An estimate of bloat from statistics alone can be far off. `cambium inspect db vacuum-stats` counts dead rows, and Postgres' extension pgstattuple measures.");

    /** Neon's CLI calls them so. */
    private final String word;

    private final @Nullable String sql;
    private final @Nullable String whyNot;

    Inspection(String sql) {
        this(sql, null);
    }

    Inspection(@Nullable String sql, @Nullable String whyNot) {
        this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.sql = sql;
        this.whyNot = whyNot;
    }

    String word() {
        return word;
    }

    /** One statement that reads. */
    String sql() {
        if (sql == null) {
            throw new Refusal(whyNot == null ? "There is no answer to that." : whyNot);
        }
        return sql;
    }

    boolean needsStatements() {
        return this == OUTLIERS || this == CALLS;
    }

    /** Reads one, and completes it in shells. */
    static final class Words implements ITypeConverter<Inspection>, Iterable<String> {

        @Override
        public Inspection convert(String typed) {
            return Arrays.stream(values())
                    .filter(one -> one.word.equals(typed))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new TypeConversionException(
                                            "There are %s, but no %s."
                                                    .formatted(String.join(", ", all()), typed)));
        }

        @Override
        public Iterator<String> iterator() {
            return all().iterator();
        }

        private static List<String> all() {
            return Arrays.stream(values()).map(Inspection::word).toList();
        }
    }
}
