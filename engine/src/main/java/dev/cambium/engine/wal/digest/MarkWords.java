package dev.cambium.engine.wal.digest;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.wal.CatalogRow;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts marks into words, with the names of their time. What changed with a table alone (its
 * indexes, its TOAST table, the sequences of its columns) is not told beside it.
 */
final class MarkWords {

    private static final int TOLD_MAX = 3;
    private static final int TABLES_MAX = 20;

    private final NameHistory names;

    MarkWords(NameHistory names) {
        this.names = names;
    }

    /** Empty for what nobody needs to see: temporary tables alone. */
    Optional<DigestMark> ddl(DigestEntry.Ddl ddl) {
        List<Change> changes = changes(ddl);
        List<String> told = new ArrayList<>();
        Set<String> tables = new LinkedHashSet<>();
        for (Change change : changes) {
            String words = words(change, ddl);
            if (words != null && !told.contains(words)) {
                told.add(words);
                tables.add(change.any().label());
            }
        }
        ddl.databasesMade().forEach(oid -> told.add("CREATE DATABASE " + database(oid)));
        ddl.databasesDropped().forEach(oid -> told.add("DROP DATABASE " + database(oid)));
        if (told.isEmpty()) {
            String other = otherWords(ddl, changes);
            if (other == null) {
                return Optional.empty();
            }
            told.add(other);
        }
        String label = String.join(", ", told.subList(0, Math.min(TOLD_MAX, told.size())));
        if (told.size() > TOLD_MAX) {
            label += " and " + (told.size() - TOLD_MAX) + " more";
        }
        return Optional.of(
                new DigestMark(
                        DigestMark.Kind.DDL,
                        new Lsn(ddl.start()),
                        new Lsn(ddl.end()),
                        PostgresTime.instant(ddl.micros()),
                        label,
                        tables.stream().limit(TABLES_MAX).toList(),
                        0,
                        !ddl.databasesDropped().isEmpty()));
    }

    DigestMark bigWrite(DigestEntry.BigWrite big) {
        List<String> tables = new ArrayList<>();
        for (long relation : big.relations()) {
            tables.add(label(relation, big.end()));
        }
        long rows = big.inserted() + big.updated() + big.deleted();
        String verb =
                big.deleted() * 2 > rows
                        ? "DELETE"
                        : big.updated() * 2 > rows
                                ? "UPDATE"
                                : big.inserted() * 2 > rows ? "INSERT" : "write";
        String where = tables.isEmpty() ? "" : " in " + tables.getFirst();
        if (tables.size() > 1) {
            where += " and " + (tables.size() - 1) + " more";
        }
        return new DigestMark(
                DigestMark.Kind.BIG_WRITE,
                new Lsn(big.start()),
                new Lsn(big.end()),
                PostgresTime.instant(big.micros()),
                verb + " of " + grouped(rows) + " rows" + where,
                tables,
                rows,
                false);
    }

    static DigestMark checkpoint(DigestEntry.Checkpoint checkpoint) {
        return new DigestMark(
                DigestMark.Kind.CHECKPOINT,
                new Lsn(checkpoint.start()),
                new Lsn(checkpoint.end()),
                PostgresTime.instant(checkpoint.micros()),
                checkpoint.shutdown() ? "clean stop or recovery" : "checkpoint",
                List.of(),
                0,
                false);
    }

    /** With a comma between thousands; a formatter takes a hundred times as long. */
    private static String grouped(long number) {
        StringBuilder digits = new StringBuilder(26).append(number);
        for (int at = digits.length() - 3; at > 0; at -= 3) {
            digits.insert(at, ',');
        }
        return digits.toString();
    }

    private String label(long relation, long lsn) {
        RelationName name = names.ofFile(relation, lsn);
        return name == null ? Long.toString(RelationNumbers.fileOf(relation)) : name.label();
    }

    /** A relation before and behind a commit; at least one of them is there. */
    private record Change(long oid, @Nullable RelationName before, @Nullable RelationName after) {
        RelationName any() {
            RelationName known = after == null ? before : after;
            if (known == null) {
                throw new IllegalStateException("a change of nothing");
            }
            return known;
        }
    }

    private List<Change> changes(DigestEntry.Ddl ddl) {
        List<Change> all = new ArrayList<>();
        for (long oid : ddl.oids()) {
            RelationName before = names.at(ddl.database(), oid, ddl.start());
            RelationName after = names.at(ddl.database(), oid, ddl.end());
            if (before != null || after != null) {
                all.add(new Change(oid, before, after));
            }
        }
        Set<Long> changedTables = new HashSet<>();
        boolean wholeTables = false;
        boolean indexes = false;
        for (Change change : all) {
            boolean whole = change.before() == null || change.after() == null;
            if (change.any().hasRows() && !unchanged(change, ddl)) {
                changedTables.add(change.oid());
                wholeTables |= whole && !change.any().isTemporary();
            }
            indexes |= isIndex(change.any()) && whole;
        }
        boolean withTable = wholeTables;
        boolean withIndex = indexes;
        all.removeIf(
                change -> {
                    RelationName name = change.any();
                    return name.kind() == 't'
                            || name.isTemporary()
                            || name.isToastIndex()
                            || (isIndex(name) && changedTables.contains(name.ownerOid()))
                            || (isIndex(name) && name.ownerOid() == 0 && withTable)
                            || (name.kind() == 'S' && withTable)
                            // CREATE INDEX touches its table too.
                            || (name.hasRows() && withIndex && unchanged(change, ddl));
                });
        return all;
    }

    private static boolean isIndex(RelationName name) {
        return name.kind() == 'i' || name.kind() == 'I';
    }

    private static boolean unchanged(Change change, DigestEntry.Ddl ddl) {
        return change.before() != null
                && change.after() != null
                && change.before().sameAs(change.after())
                && !ddl.attributesUpdated()
                && !ddl.truncated().contains(change.oid());
    }

    private static @Nullable String words(Change change, DigestEntry.Ddl ddl) {
        RelationName before = change.before();
        RelationName after = change.after();
        if (after == null) {
            return before == null ? null : "DROP " + before.sort() + " " + before.label();
        }
        String what = after.sort() + " " + after.label();
        if (before == null) {
            return "CREATE " + what;
        }
        if (ddl.truncated().contains(change.oid())) {
            return "TRUNCATE " + after.label();
        }
        if (!before.name().equals(after.name())) {
            return "ALTER " + before.sort() + " " + before.label() + " RENAME TO " + after.name();
        }
        if (!before.label().equals(after.label())) {
            return "ALTER "
                    + before.sort()
                    + " "
                    + before.label()
                    + " SET SCHEMA "
                    + after.schema();
        }
        if (before.file() != after.file() && !ddl.attributesUpdated()) {
            return after.kind() == 'm'
                    ? "REFRESH " + what
                    : (isIndex(after) ? "REINDEX " : "rewrite of ") + after.label();
        }
        return "ALTER " + what;
    }

    private String database(long oid) {
        String name = names.database(oid);
        return name == null ? Long.toString(oid) : name;
    }

    /** When no relation with a name changed: by number, or by what else the catalogs hold. */
    private @Nullable String otherWords(DigestEntry.Ddl ddl, List<Change> changes) {
        List<Long> unnamed = new ArrayList<>(ddl.truncated());
        ddl.made().stream().filter(oid -> !unnamed.contains(oid)).forEach(unnamed::add);
        unnamed.removeIf(oid -> isKnown(ddl, oid));
        if (!unnamed.isEmpty()) {
            String verb = ddl.truncated().isEmpty() ? "change" : "TRUNCATE";
            return verb + " of relation " + unnamed.getFirst();
        }
        if (!changes.isEmpty() || ddl.catalogs().contains(CatalogRow.PG_CLASS)) {
            return ddl.oids().isEmpty() || ddl.oids().stream().anyMatch(oid -> isKnown(ddl, oid))
                    ? null
                    : "change of relation " + ddl.oids().getFirst();
        }
        return ddl.catalogs().stream()
                .map(SchemaCatalogs::word)
                .filter(word -> word != null && !word.equals("type"))
                .findFirst()
                .map(
                        word ->
                                "change of "
                                        + ("aeiou".indexOf(word.charAt(0)) < 0 ? "a " : "an ")
                                        + word)
                .orElse(null);
    }

    private boolean isKnown(DigestEntry.Ddl ddl, long oid) {
        return names.at(ddl.database(), oid, ddl.start()) != null
                || names.at(ddl.database(), oid, ddl.end()) != null;
    }
}
