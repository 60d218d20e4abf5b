package dev.cambium.engine.wal.digest;

import dev.cambium.engine.wal.CatalogRow;
import dev.cambium.engine.wal.TransactionEnd;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a transaction that is still open has done to the system catalogs. Not thread-safe. */
final class SchemaFacts {

    /** As many of each sort as a mark can tell; the rest is only a number. */
    static final int KEPT_MAX = 2_000;

    final List<CatalogRow.Relation> made = new ArrayList<>();
    final Set<Long> truncated = new LinkedHashSet<>();
    final List<CatalogRow.Named> schemas = new ArrayList<>();
    final List<CatalogRow.Named> databasesMade = new ArrayList<>();
    final Set<Long> databasesDropped = new LinkedHashSet<>();

    /** Files made for relations, empty at that moment. */
    final List<TransactionEnd.File> filesMade = new ArrayList<>();

    /** The catalogs written, by number. */
    final Set<Integer> catalogs = new LinkedHashSet<>();

    boolean attributesUpdated;
    long database;

    static <T> void keep(List<T> list, T value) {
        if (list.size() < KEPT_MAX) {
            list.add(value);
        }
    }

    void add(SchemaFacts other) {
        other.made.forEach(row -> keep(made, row));
        other.schemas.forEach(row -> keep(schemas, row));
        other.databasesMade.forEach(row -> keep(databasesMade, row));
        other.filesMade.forEach(file -> keep(filesMade, file));
        truncated.addAll(other.truncated);
        databasesDropped.addAll(other.databasesDropped);
        catalogs.addAll(other.catalogs);
        attributesUpdated |= other.attributesUpdated;
        if (database == 0) {
            database = other.database;
        }
    }
}
