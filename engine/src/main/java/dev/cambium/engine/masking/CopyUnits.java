package dev.cambium.engine.masking;

import dev.cambium.anonymizer.plan.TablePlan;
import dev.cambium.anonymizer.run.SourceWatch;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Cuts tables into parts of some megabytes, so that all threads have work to the end. */
final class CopyUnits {

    /**
     * 2 MB: whoever is ahead of its turn keeps so much in memory, and a command for each costs next
     * to nothing.
     */
    private static final long PAGES = 256;

    /**
     * 32 MB: values are shuffled within a part, and one that is left with a single row shuffles
     * nothing.
     */
    private static final long PAGES_SHUFFLED = 4_096;

    /** Of so many pages as many values are remembered as of a small table. */
    private static final long PAGES_WATCHED = 4_096;

    /** 8 MB: to give a table, its indexes and its TOAST table new files takes some milliseconds. */
    private static final long PAGES_LARGE = 1_024;

    private final MaskingSession source;
    private final KeptRows kept;

    CopyUnits(MaskingSession source, KeptRows kept) {
        this.source = source;
        this.kept = kept;
    }

    /** In the order in which they are to be begun. */
    List<CopyUnit> of(List<TablePlan> tables) throws SQLException {
        List<CopyUnit> units = new ArrayList<>();
        for (TablePlan table : tables) {
            String name = table.table().id().quoted().replace("'", "''");
            boolean partitioned =
                    source.number(
                                    "SELECT count(*) FROM pg_class WHERE oid = '%s'::regclass AND relkind = 'p'"
                                            .formatted(name))
                            > 0;
            long pages =
                    source.number("SELECT pg_relation_size('%s'::regclass) / 8192".formatted(name));
            String where = kept.where(table.table().id());
            boolean whole = partitioned || !where.isEmpty() || table.columns().isEmpty();
            boolean large = !whole && pages >= PAGES_LARGE;
            long step = table.shuffles() ? PAGES_SHUFFLED : PAGES;
            int parts = whole ? 1 : Math.toIntExact(Math.max(1, Math.ceilDiv(pages, step)));
            int watched = watched(parts, step);
            for (int part = 0; part < parts; part++) {
                String rows = parts == 1 ? where : pages(part * step, step, part == parts - 1);
                units.add(new CopyUnit(table, part, parts, watched, partitioned, large, rows));
            }
        }
        return units;
    }

    /** The parts of 32 MB share what is remembered of a table that is no larger. */
    private static int watched(int parts, long step) {
        long sharing = Math.min(parts, Math.max(1, PAGES_WATCHED / step));
        return Math.toIntExact(Math.ceilDiv(SourceWatch.TAKEN_MAX, sharing));
    }

    private static String pages(long from, long count, boolean last) {
        String begin = "ctid >= '(%d,0)'".formatted(from);
        return last ? begin : begin + " AND ctid < '(%d,0)'".formatted(from + count);
    }
}
