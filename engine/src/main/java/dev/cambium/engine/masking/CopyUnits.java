package dev.cambium.engine.masking;

import dev.cambium.anonymizer.plan.TablePlan;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Cuts tables into parts of some megabytes, so that all threads have work to the end. */
final class CopyUnits {

    /** 32 MB: a second or so of work. */
    private static final long PAGES = 4_096;

    private final MaskingSession source;
    private final KeptRows kept;

    CopyUnits(MaskingSession source, KeptRows kept) {
        this.source = source;
        this.kept = kept;
    }

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
            if (partitioned || !where.isEmpty() || pages <= PAGES) {
                units.add(new CopyUnit(table, 0, partitioned, where));
            } else {
                for (long page = 0; page < pages; page += PAGES) {
                    String from = "ctid >= '(%d,0)'".formatted(page);
                    String to =
                            page + PAGES >= pages
                                    ? ""
                                    : " AND ctid < '(%d,0)'".formatted(page + PAGES);
                    units.add(new CopyUnit(table, page / PAGES, false, from + to));
                }
            }
        }
        return units;
    }
}
