package dev.cambium.engine.timeline;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.wal.WalFolder;
import dev.cambium.engine.wal.WalRecord;
import dev.cambium.engine.wal.WalWalker;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a timeline's WAL says was committed, record by record, against what its tables say each
 * transaction did: so that it can be told what a server must hold at any place.
 */
final class WrittenHistory {

    /** The end of a transaction in WAL. */
    record Commit(long xid, Lsn start, Lsn end, Instant stamp) {}

    /** What a row of the history says of its transaction. */
    record Move(long xid, int client, long delta) {}

    /** A table that was made or dropped. */
    record Ddl(long xid, String table, boolean made) {}

    final List<Commit> commits = new ArrayList<>();
    final List<Lsn> borders = new ArrayList<>();
    private final Map<Long, Commit> byXid = new HashMap<>();
    private final List<Move> moves;
    private final List<Ddl> ddl;

    /**
     * @param redo where to begin; what was committed before is everywhere
     */
    WrittenHistory(WalFolder wal, Lsn redo, List<Move> moves, List<Ddl> ddl) throws IOException {
        this.moves = moves;
        this.ddl = ddl;
        try (WalWalker walker = WalWalker.open(wal, redo)) {
            for (WalRecord record = walker.next(); record != null; record = walker.next()) {
                borders.add(record.endLsn());
                if (record.outcome().filter(WalRecord.Outcome::commits).isPresent()) {
                    Commit commit =
                            new Commit(
                                    record.xid(),
                                    record.lsn(),
                                    record.endLsn(),
                                    record.outcomeTime().orElseThrow());
                    commits.add(commit);
                    byXid.put(commit.xid(), commit);
                }
            }
        }
    }

    /** Per client: how many rows of the history, and their sum. */
    String movesAt(Lsn point) {
        Map<Integer, long[]> perClient = new TreeMap<>();
        for (Move move : moves) {
            if (isIn(move.xid(), point)) {
                long[] sum = perClient.computeIfAbsent(move.client(), client -> new long[2]);
                sum[0]++;
                sum[1] += move.delta();
            }
        }
        return perClient.entrySet().stream()
                .map(e -> "%d:%d:%d".formatted(e.getKey(), e.getValue()[0], e.getValue()[1]))
                .collect(Collectors.joining(","));
    }

    String tablesAt(Lsn point) {
        Set<String> dropped = new HashSet<>();
        Set<String> made = new TreeSet<>();
        for (Ddl change : ddl) {
            if (isIn(change.xid(), point)) {
                (change.made() ? made : dropped).add(change.table());
            }
        }
        made.removeAll(dropped);
        return String.join(",", made);
    }

    private boolean isIn(long xid, Lsn point) {
        Commit commit = byXid.get(xid);
        return commit == null || !commit.end().isAfter(point);
    }
}
