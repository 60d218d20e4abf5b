package dev.cambium.engine.wal.digest;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each relation was called when. Within bounds: of relations that are long gone the oldest
 * names are forgotten first. Not thread-safe.
 */
final class NameHistory {

    /** Some 30 MB. A test suite that makes and drops tables all day gets here. */
    private static final int VERSIONS_MAX = 200_000;

    private record Version(long fromLsn, @Nullable RelationName name) {}

    private final Map<Long, List<Version>> byOid = new LinkedHashMap<>();
    private final Map<Long, Long> oidOfFile = new HashMap<>();
    private final Map<Long, String> databases = new HashMap<>();
    private final Map<Long, String> schemas = new HashMap<>();
    private int versions;

    void take(NameChange change) {
        switch (change) {
            case NameChange.Known known -> {
                RelationName name = known.name();
                long key = RelationNumbers.key(name.database(), name.oid());
                add(key, new Version(known.fromLsn(), name));
                if (name.file() != 0) {
                    oidOfFile.put(RelationNumbers.key(name.database(), name.file()), key);
                }
            }
            case NameChange.Gone gone ->
                    add(
                            RelationNumbers.key(gone.database(), gone.oid()),
                            new Version(gone.fromLsn(), null));
            case NameChange.Read read -> {} // of interest to those who ask
            case NameChange.Database database -> databases.put(database.oid(), database.name());
            case NameChange.Schema schema ->
                    schemas.put(
                            RelationNumbers.key(schema.database(), schema.oid()), schema.name());
        }
    }

    /** What a relation is called at a position; null if it is not there, or has no known name. */
    @Nullable RelationName at(long database, long oid, long lsn) {
        List<Version> known = byOid.get(RelationNumbers.key(database, oid));
        Version found = known == null ? null : at(known, lsn);
        return found == null ? null : found.name();
    }

    /** The last that was heard of a relation; null if it is gone or was never known. */
    @Nullable RelationName now(long database, long oid) {
        return at(database, oid, -1);
    }

    /**
     * What the relation with a file is called at a position, or was or will be nearest to it: rows
     * may be written before the commit that makes the name.
     */
    @Nullable RelationName ofFile(long key, long lsn) {
        Long oid = oidOfFile.get(key);
        List<Version> known = oid == null ? null : byOid.get(oid);
        if (known == null) {
            return null;
        }
        Version found = at(known, lsn);
        if (found != null && found.name() != null) {
            return found.name();
        }
        RelationName nearest = null;
        for (Version version : known) {
            if (version.name() != null) {
                nearest = version.name();
                if (Long.compareUnsigned(version.fromLsn(), lsn) > 0) {
                    break;
                }
            }
        }
        return nearest;
    }

    /** Whether the relation with a file was called the same all the time. */
    boolean hasOneName(long key) {
        Long oid = oidOfFile.get(key);
        List<Version> known = oid == null ? null : byOid.get(oid);
        return known == null || known.size() == 1;
    }

    /** The relations of a database that are there now. */
    List<RelationName> living(long database) {
        List<RelationName> found = new ArrayList<>();
        byOid.forEach(
                (key, known) -> {
                    RelationName name = known.getLast().name();
                    if (name != null && RelationNumbers.databaseOf(key) == database) {
                        found.add(name);
                    }
                });
        return found;
    }

    @Nullable String database(long oid) {
        return databases.get(oid);
    }

    /** The name of a schema; those of initdb have the same number everywhere. */
    @Nullable String schema(long database, long oid) {
        String known = schemas.get(RelationNumbers.key(database, oid));
        if (known != null) {
            return known;
        }
        return switch ((int) oid) {
            case 11 -> "pg_catalog";
            case 99 -> "pg_toast";
            case 2200 -> "public";
            default -> null; // a number from the catalog
        };
    }

    /** All that is known at a position, as the history of a child begins. */
    List<NameChange> allAt(long lsn) {
        List<NameChange> all = new ArrayList<>();
        databases.forEach((oid, name) -> all.add(new NameChange.Database(oid, name)));
        schemas.forEach(
                (key, name) ->
                        all.add(
                                new NameChange.Schema(
                                        RelationNumbers.databaseOf(key),
                                        RelationNumbers.fileOf(key),
                                        name)));
        byOid.values()
                .forEach(
                        known -> {
                            Version found = at(known, lsn);
                            RelationName name = found == null ? null : found.name();
                            if (name != null) {
                                all.add(new NameChange.Known(0, name));
                            }
                        });
        return all;
    }

    private void add(long key, Version version) {
        List<Version> known = byOid.computeIfAbsent(key, _ -> new ArrayList<>(1));
        if (!known.isEmpty() && known.getLast().fromLsn() == version.fromLsn()) {
            known.set(known.size() - 1, version);
            return;
        }
        int at = known.size();
        while (at > 0 && Long.compareUnsigned(known.get(at - 1).fromLsn(), version.fromLsn()) > 0) {
            at--;
        }
        known.add(at, version);
        versions++;
        if (versions > VERSIONS_MAX) {
            thin();
        }
    }

    private static @Nullable Version at(List<Version> known, long lsn) {
        Version found = null;
        for (Version version : known) {
            if (Long.compareUnsigned(version.fromLsn(), lsn) > 0) {
                break;
            }
            found = version;
        }
        return found;
    }

    /** Forgets the older half of what is gone; what is there stays. */
    private void thin() {
        int wanted = VERSIONS_MAX / 2;
        var relations = byOid.entrySet().iterator();
        while (versions > wanted && relations.hasNext()) {
            var relation = relations.next();
            if (relation.getValue().getLast().name() == null) {
                versions -= relation.getValue().size();
                relations.remove();
            }
        }
        oidOfFile.values().retainAll(byOid.keySet());
        if (versions > wanted) {
            // Not one of them is gone: only what they are called now is kept.
            byOid.replaceAll((_, known) -> new ArrayList<>(List.of(known.getLast())));
            versions = byOid.size();
        }
    }
}
