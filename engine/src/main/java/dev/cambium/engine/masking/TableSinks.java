package dev.cambium.engine.masking;

import dev.cambium.anonymizer.column.TableId;
import dev.cambium.engine.compute.Console;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sinks of the tables that are being filled, each with a session of its own. There are never
 * more of them than threads that fill. Thread-safe.
 */
final class TableSinks implements AutoCloseable {

    private final Console target;
    private final String database;
    private final Map<TableId, TableSink> open = new HashMap<>();
    private final Deque<MaskingSession> idle = new ArrayDeque<>();
    private final List<MaskingSession> all = new ArrayList<>();

    TableSinks(Console target, String database) {
        this.target = target;
        this.database = database;
    }

    /** The one that a unit writes to; the first unit of a table opens it. */
    synchronized TableSink of(CopyUnit unit) throws SQLException {
        TableId table = unit.plan().table().id();
        TableSink sink = open.get(table);
        if (sink == null) {
            sink = new TableSink(session(), unit);
            open.put(table, sink);
        }
        return sink;
    }

    private MaskingSession session() throws SQLException {
        MaskingSession session = idle.poll();
        if (session == null) {
            session = MaskingSession.open(target, database);
            all.add(session);
        }
        return session;
    }

    /** All units of the table finished: another table may have its session. */
    synchronized void giveBack(CopyUnit last) {
        TableSink sink = open.remove(last.plan().table().id());
        if (sink != null) {
            idle.add(sink.target());
        }
    }

    /** Ends the sessions, also those in the midst of a COPY, which the server then takes back. */
    @Override
    public synchronized void close() throws SQLException {
        for (MaskingSession session : all) {
            session.close();
        }
    }
}
