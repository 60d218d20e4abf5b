package dev.cambium.engine.masking;

import dev.cambium.anonymizer.column.DatabaseShape;
import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.mask.MaskingSecret;
import dev.cambium.anonymizer.plan.ColumnPlan;
import dev.cambium.anonymizer.plan.MaskingPlan;
import dev.cambium.anonymizer.plan.TablePlan;
import dev.cambium.anonymizer.report.MaskingReport;
import dev.cambium.anonymizer.report.MaskingReport.ColumnReport;
import dev.cambium.anonymizer.report.MaskingReport.Residue;
import dev.cambium.anonymizer.report.MaskingReport.TableReport;
import dev.cambium.anonymizer.rules.MaskingRules;
import dev.cambium.anonymizer.run.ColumnCounts;
import dev.cambium.engine.compute.Console;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Fills one emptied database with the masked rows of another.
 *
 * <p>Both servers are the engine's own, and nobody else writes to them: that makes what several
 * sessions read one consistent state. The target must have the same tables, empty. When this fails
 * the target is of no use.
 */
public final class MaskedLoad {

    private final Console source;
    private final Console target;
    private final MaskingSecret secret;
    private final LoadProgress progress;
    private final Clock clock;
    private final Map<String, Long> millis = new LinkedHashMap<>();
    private long stepBegun = System.nanoTime();

    public MaskedLoad(
            Console source,
            Console target,
            MaskingSecret secret,
            LoadProgress progress,
            Clock clock) {
        this.source = source;
        this.target = target;
        this.secret = secret;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * Loads, checks and tells.
     *
     * @param sourceName for the report
     * @param point for the report
     * @param version of the rules, for the report
     */
    public MaskingReport run(
            MaskingRules rules,
            DatabaseShape shape,
            MaskingPlan plan,
            String sourceName,
            String point,
            int version)
            throws SQLException {
        Instant begun = clock.instant();
        String database = rules.database();
        try (MaskingSession from = MaskingSession.open(source, database);
                MaskingSession into = MaskingSession.open(target, database)) {
            TargetTables tables = new TargetTables(into);
            tables.prepare();
            KeptRows kept = new KeptRows(from, shape);
            kept.choose(rules.subsets());
            List<CopyUnit> units = new CopyUnits(from, kept).of(plan.tables());
            step("choose");
            LoadTally tally = new LoadTally(progress, expected(from), secret);
            LoadThreads threads = new LoadThreads(database);
            copy(threads, units, tally, database);
            step("copy");
            progress.at("Building indexes", 0.8);
            List<String> indexes = tables.indexes();
            String alone = LoadThreads.areBusyWith(indexes) ? "0" : "DEFAULT";
            threads.each(
                    indexes,
                    target,
                    (session, index) -> {
                        refuseCancelled();
                        session.execute("SET max_parallel_maintenance_workers = " + alone);
                        session.execute("REINDEX INDEX " + index);
                    });
            tables.finish();
            step("indexes");
            tables.setSequences(from);
            List<String> warnings = new ArrayList<>(plan.warnings());
            warnings.addAll(tables.refreshViews(from));
            warnings.addAll(leftOut(from));
            into.execute("ANALYZE");
            step("analyze");
            refuseCancelled();
            progress.at("Checking", 0.95);
            Map<String, Boolean> keys = tables.checkForeignKeys(shape.foreignKeys());
            ResidualScan scan = new ResidualScan(into, tally.watch(), rules);
            List<Residue> residues = scan.run(plan.tables());
            refuseLeaks(residues);
            step("check");
            return new MaskingReport(
                    sourceName,
                    point,
                    database,
                    version,
                    begun,
                    clock.instant(),
                    tally.rows(),
                    millis,
                    tables(plan, tally),
                    keys,
                    residues,
                    scan.scanned(),
                    warnings);
        }
    }

    private void copy(LoadThreads threads, List<CopyUnit> units, LoadTally tally, String database)
            throws SQLException {
        try (TableSinks sinks = new TableSinks(target, database)) {
            threads.each(
                    units,
                    source,
                    (session, unit) -> {
                        CopyWorker worker = new CopyWorker(session, sinks.of(unit), secret, tally);
                        if (worker.copy(unit) && unit.isLast()) {
                            sinks.giveBack(unit);
                        }
                    });
        }
    }

    private void refuseCancelled() {
        if (progress.isCancelled()) {
            throw new Stopped();
        }
    }

    private static void refuseLeaks(List<Residue> residues) throws SQLException {
        List<Residue> leaks = residues.stream().filter(Residue::isLeak).toList();
        if (!leaks.isEmpty()) {
            throw new SQLException(
                    "values of columns that are masked were found in the result: %s. Nothing was created. Give such a column a rule that masks it, or 'keep' if what it holds may stay."
                            .formatted(
                                    leaks.stream()
                                            .map(one -> one.hits() + " in " + one.column())
                                            .collect(Collectors.joining(", "))));
        }
    }

    private void step(String name) {
        long now = System.nanoTime();
        millis.put(name, (now - stepBegun) / 1_000_000);
        stepBegun = now;
    }

    /** Nobody knows what is in a large object, so none comes along. */
    private static List<String> leftOut(MaskingSession from) throws SQLException {
        long objects = from.number("SELECT count(*) FROM pg_largeobject_metadata");
        return objects == 0
                ? List.of()
                : List.of(
                        "%d large objects did not come along, because what is in them cannot be masked. Columns that name them point to nothing."
                                .formatted(objects));
    }

    private static long expected(MaskingSession from) throws SQLException {
        return from.number(
                "SELECT greatest(0, coalesce(sum(reltuples), 0))::bigint FROM pg_class WHERE relkind = 'r' AND oid >= 16384");
    }

    private static List<TableReport> tables(MaskingPlan plan, LoadTally tally) {
        List<TableReport> reports = new ArrayList<>();
        for (TablePlan table : plan.tables()) {
            TableId id = table.table().id();
            ColumnCounts[] counts = tally.counts(id, table.columns().size());
            List<ColumnReport> columns = new ArrayList<>();
            for (int i = 0; i < counts.length; i++) {
                ColumnPlan column = table.columns().get(i);
                if (column.isMasked()) {
                    columns.add(
                            new ColumnReport(
                                    column.column().name(),
                                    column.call().toString(),
                                    column.call().function().guarantees().inWords(),
                                    counts[i].values(),
                                    counts[i].nulls(),
                                    counts[i].same()));
                }
            }
            reports.add(new TableReport(id.toString(), tally.rows(id), columns));
        }
        return reports;
    }
}
