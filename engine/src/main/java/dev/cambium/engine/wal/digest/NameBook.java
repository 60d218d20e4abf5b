package dev.cambium.engine.wal.digest;

import dev.cambium.engine.wal.CatalogRow;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The names of a timeline, and which of them have to be asked for again. Not thread-safe.
 *
 * <p>What WAL shows is taken at once; what it does not (a new name, an exchanged file, what had
 * been there before) is read from the server by whoever runs it, when {@link #wanted} says so.
 */
final class NameBook {

    /** Changes of more relations than that are not told apart until the next reading. */
    private static final int PENDING_MAX = 20_000;

    private static final int ASKED_MAX = 100_000;

    /** What changed in a database since it was read last. */
    private static final class Pending {
        /** By relation: behind which commit. */
        final Map<Long, Long> oids = new LinkedHashMap<>();

        /** By transaction: the end of its commit. */
        final Map<Long, Long> xids = new LinkedHashMap<>();
    }

    private final NameHistory history = new NameHistory();
    private final RelationSizes sizes = new RelationSizes();
    private final RelationNumbers numbers;
    private final Map<Long, Pending> pending = new HashMap<>();
    private final Set<Long> unread = new HashSet<>();

    /** Files without a name that a reading could not name either, or that one will be asked for. */
    private final Set<Long> asked = new HashSet<>();

    private final Set<Long> toast = new HashSet<>();
    private final Map<Long, Integer> catalogs = new HashMap<>();
    private @Nullable TransactionTracker tracker;

    /** By relation's number what {@link #counts} found; forgotten whenever a name is learned. */
    private byte[] found = new byte[64];

    NameBook(RelationNumbers numbers) {
        this.numbers = numbers;
    }

    NameHistory history() {
        return history;
    }

    RelationSizes sizes() {
        return sizes;
    }

    /** Tells a tracker which files not to count, now and from now on. */
    void attach(TransactionTracker to) {
        tracker = to;
        toast.forEach(to::knowToast);
        catalogs.forEach(to::knowCatalog);
    }

    void take(NameChange change) {
        history.take(change);
        Arrays.fill(found, (byte) 0);
        if (change instanceof NameChange.Read read) {
            wasRead(read);
        }
        if (!(change instanceof NameChange.Known known) || known.name().file() == 0) {
            return;
        }
        RelationName name = known.name();
        long key = RelationNumbers.key(name.database(), name.file());
        TransactionTracker follower = tracker;
        if (name.kind() == 't') {
            toast.add(key);
            if (follower != null) {
                follower.knowToast(key);
            }
        } else if (name.isCatalog()) {
            catalogs.put(key, (int) name.oid());
            if (follower != null) {
                follower.knowCatalog(key, (int) name.oid());
            }
        } else if (name.rows() >= 0) {
            sizes.set(numbers.numberOf(key), name.rows());
        }
    }

    /** The name of a relation that was just made. */
    RelationName made(long database, CatalogRow.Relation row) {
        return new RelationName(
                database,
                row.oid(),
                row.file(),
                row.kind(),
                row.persistence(),
                history.schema(database, row.schemaOid()),
                row.name(),
                RelationSizes.UNKNOWN,
                0);
    }

    /** A relation whose rows were copied into another file; empty if it has no known name. */
    Optional<NameChange> rewritten(long database, long oid, long file, long fromLsn) {
        RelationName known = history.now(database, oid);
        if (known == null) {
            return Optional.empty();
        }
        NameChange change =
                new NameChange.Known(
                        fromLsn,
                        new RelationName(
                                database,
                                oid,
                                file,
                                known.kind(),
                                known.persistence(),
                                known.schema(),
                                known.name(),
                                RelationSizes.UNKNOWN,
                                known.ownerOid()));
        take(change);
        return Optional.of(change);
    }

    /** Notes that a database has to be read again. */
    void schemaChanged(long database, long end, long xid, Collection<Long> oids) {
        Pending changes = pending.computeIfAbsent(database, _ -> new Pending());
        if (changes.oids.size() < PENDING_MAX) {
            oids.forEach(oid -> changes.oids.put(oid, end));
            changes.xids.put(xid, end);
        }
    }

    /** Whether rows of a file are counted; a name that is missing is asked for. */
    boolean counts(int relation, long lsn) {
        if (relation >= found.length) {
            found = Arrays.copyOf(found, relation * 2);
        }
        if (found[relation] == 0) {
            found[relation] = (byte) (find(numbers.keyOf(relation), lsn) ? 1 : 2);
        }
        return found[relation] == 1;
    }

    private boolean find(long key, long lsn) {
        RelationName name = history.ofFile(key, lsn);
        if (name != null) {
            return name.hasRows() && !name.isTemporary() && !name.isCatalog();
        }
        if (asked.size() >= ASKED_MAX) {
            asked.clear();
        }
        if (asked.add(key)) {
            unread.add(RelationNumbers.databaseOf(key));
        }
        return !toast.contains(key);
    }

    /** The databases that have to be read for names. */
    Set<Long> wanted() {
        Set<Long> all = new HashSet<>(pending.keySet());
        all.addAll(unread);
        all.remove(0L);
        return all;
    }

    /** Gives up on a database that is gone. */
    void forget(long database) {
        pending.remove(database);
        unread.remove(database);
    }

    /**
     * Takes what a server said.
     *
     * @param position up to where WAL was counted
     * @return what is new in it
     */
    List<NameChange> take(DatabaseReading reading, long position) {
        long database = reading.database();
        Pending changes = pending.getOrDefault(database, new Pending());
        List<NameChange> learned = new ArrayList<>();
        if (!reading.databaseName().equals(history.database(database))) {
            learned.add(new NameChange.Database(database, reading.databaseName()));
        }
        reading.schemas()
                .forEach(
                        (oid, name) -> {
                            if (!name.equals(history.schema(database, oid))) {
                                learned.add(new NameChange.Schema(database, oid, name));
                            }
                        });
        Set<Long> unseen = unseen(changes, reading);
        Set<Long> there = new HashSet<>();
        for (RelationName name : reading.relations()) {
            there.add(name.oid());
            RelationName known = history.now(database, name.oid());
            if (known == null) {
                learned.add(new NameChange.Known(changes.oids.getOrDefault(name.oid(), 0L), name));
            } else if (!name.sameAs(known)) {
                long from = Objects.requireNonNullElse(changes.oids.get(name.oid()), position);
                learned.add(new NameChange.Known(from, name));
            }
        }
        for (RelationName known : history.living(database)) {
            Long changed = changes.oids.get(known.oid());
            // What was made by the last change that WAL showed went by one that it will show.
            boolean goesLater =
                    changed != null && history.at(database, known.oid(), changed - 1) == null;
            if (!there.contains(known.oid()) && !unseen.contains(known.oid()) && !goesLater) {
                long from = Objects.requireNonNullElse(changed, position);
                learned.add(new NameChange.Gone(from, database, known.oid()));
            }
        }
        Map<Long, Long> left = new LinkedHashMap<>(changes.oids);
        left.keySet().retainAll(unseen);
        learned.add(new NameChange.Read(database, reading.readAfter()));
        learned.forEach(this::take);
        if (!left.isEmpty()) {
            Pending again = pending.computeIfAbsent(database, _ -> new Pending());
            again.oids.putAll(left);
        }
        return learned;
    }

    private void wasRead(NameChange.Read read) {
        unread.remove(read.database());
        Pending changes = pending.get(read.database());
        if (changes != null) {
            changes.xids.values().removeIf(end -> end <= read.upTo());
            changes.oids.values().removeIf(end -> end <= read.upTo());
            if (changes.oids.isEmpty() && changes.xids.isEmpty()) {
                pending.remove(read.database());
            }
        }
    }

    /** The relations whose last change a reading does not show. */
    private static Set<Long> unseen(Pending changes, DatabaseReading reading) {
        Set<Long> ends = new HashSet<>();
        changes.xids.forEach(
                (xid, end) -> {
                    if (end > reading.readAfter() || reading.inProgress().contains(xid)) {
                        ends.add(end);
                    }
                });
        Set<Long> oids = new HashSet<>();
        changes.oids.forEach(
                (oid, end) -> {
                    if (ends.contains(end)) {
                        oids.add(oid);
                    }
                });
        return oids;
    }
}
