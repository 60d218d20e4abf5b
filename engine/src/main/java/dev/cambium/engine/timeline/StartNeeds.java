package dev.cambium.engine.timeline;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.volume.Volume;
import dev.cambium.engine.wal.ControlFile;
import dev.cambium.engine.wal.ControlState;
import dev.cambium.engine.wal.ResourceManager;
import dev.cambium.engine.wal.WalEnd;
import dev.cambium.engine.wal.WalFolder;
import dev.cambium.engine.wal.WalRecord;
import dev.cambium.engine.wal.WalWalker;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out what the next server of a timeline must be told beside its own configuration, from its
 * files and its WAL.
 *
 * <p>Replay needs at least the limits of the servers that wrote the WAL: a prepared transaction
 * finds no place otherwise, and the server does not start. The configuration files do not tell
 * them, because they are not in WAL: they are as the image has them. Thread-safe.
 */
public final class StartNeeds {

    /**
     * @param limits settings that must not be lower than this, and what they are to be: at least
     *     what is configured; empty after a clean stop without prepared transactions
     * @param mayHaveSubscriptions whether there could be rows in pg_subscription
     * @param walEnd where the WAL to replay ends, which was read for this; null if none will be
     */
    public record Needs(
            Map<String, String> limits, boolean mayHaveSubscriptions, @Nullable WalEnd walEnd) {}

    private static final String CONFIGURED = "postgresql.conf";
    private static final String CONFIGURED_BY_SQL = "postgresql.auto.conf";
    private static final String PREPARED = "pg_twophase";

    private static final String MAX_CONNECTIONS = "max_connections";
    private static final String MAX_WORKER_PROCESSES = "max_worker_processes";
    private static final String MAX_WAL_SENDERS = "max_wal_senders";
    private static final String MAX_PREPARED_TRANSACTIONS = "max_prepared_transactions";
    private static final String MAX_LOCKS_PER_TRANSACTION = "max_locks_per_transaction";

    /** In the order of xl_parameter_change (access/xlog_internal.h), which begins with them. */
    private static final List<String> LIMITS =
            List.of(
                    MAX_CONNECTIONS,
                    MAX_WORKER_PROCESSES,
                    MAX_WAL_SENDERS,
                    MAX_PREPARED_TRANSACTIONS,
                    MAX_LOCKS_PER_TRANSACTION);

    private static final int INFO_MASK = 0xF0;

    /** XLOG_PARAMETER_CHANGE (catalog/pg_control.h). */
    private static final int PARAMETER_CHANGE = 0x60;

    /**
     * XLOG_HEAP_INSERT with XLOG_HEAP_INIT_PAGE (access/heapam_xlog.h): the first row of a page.
     */
    private static final int FIRST_ROW_OF_A_PAGE = 0x80;

    /** The oid of pg_subscription (catalog/pg_subscription.h). */
    private static final int SUBSCRIPTIONS_OID = 6100;

    private final Volume volume;
    private final WalFolders walFolders;

    public StartNeeds(Volume volume, WalFolders walFolders) {
        this.volume = volume;
        this.walFolders = walFolders;
    }

    /** What a server needs that is started on a timeline as it is now; no server may run on it. */
    public Needs of(TimelineId timeline) throws IOException {
        ControlFile control = ControlFile.parse(volume.read(timeline, ControlFile.PATH));
        Findings found = new Findings(timeline, control.settings());
        boolean recovers = control.state() != ControlState.SHUT_DOWN;
        WalEnd walEnd = null;
        if (recovers) {
            WalFolder own = new WalFolder(walFolders.of(timeline), control.segments());
            walEnd = found.read(own, control.redoLsn());
        }
        boolean prepared = !volume.files(timeline, PREPARED).isEmpty();
        return new Needs(
                recovers || prepared ? atLeastConfigured(timeline, found.limits) : Map.of(),
                found.mayHaveSubscriptions,
                walEnd);
    }

    /**
     * The limits of a server that goes on replaying what the timeline's last servers wrote: it
     * refuses to begin with less, also after a clean stop.
     */
    public Map<String, String> toFollow(TimelineId timeline) throws IOException {
        ControlFile control = ControlFile.parse(volume.read(timeline, ControlFile.PATH));
        Findings found = new Findings(timeline, control.settings());
        found.read(new WalFolder(walFolders.of(timeline), control.segments()), control.redoLsn());
        return atLeastConfigured(timeline, found.limits);
    }

    /** What is to be found in the files, and what WAL adds to it. */
    private final class Findings {

        private final Map<String, Integer> limits = new LinkedHashMap<>();
        private boolean mayHaveSubscriptions;
        private int subscriptionsFile;

        Findings(TimelineId timeline, ControlFile.Settings settings) throws IOException {
            raise(
                    List.of(
                            settings.maxConnections(),
                            settings.maxWorkerProcesses(),
                            settings.maxWalSenders(),
                            settings.maxPreparedTransactions(),
                            settings.maxLocksPerTransaction()));
            subscriptionsFile = SharedMap.file(volume, timeline, SUBSCRIPTIONS_OID).orElse(0);
            mayHaveSubscriptions =
                    subscriptionsFile == 0
                            || volume.read(timeline, "global/" + subscriptionsFile).length > 0;
        }

        WalEnd read(WalFolder wal, Lsn redo) throws IOException {
            try (WalWalker walker = WalWalker.open(wal, redo)) {
                for (WalRecord record = walker.next(); record != null; record = walker.next()) {
                    if (record.resourceManager() == ResourceManager.HEAP) {
                        lookAtInsert(record);
                    } else if (record.resourceManager() == ResourceManager.XLOG) {
                        lookAtParameters(record);
                    } else if (record.resourceManager() == ResourceManager.RELATION_MAP) {
                        mayHaveSubscriptions = true; // it may lie in another file now
                    }
                }
                return walker.end();
            }
        }

        private void lookAtParameters(WalRecord record) {
            if ((record.info() & INFO_MASK) == PARAMETER_CHANGE) {
                ByteBuffer data = ByteBuffer.wrap(record.mainData()).order(ByteOrder.LITTLE_ENDIAN);
                raise(LIMITS.stream().map(name -> data.getInt()).toList());
            }
        }

        private void lookAtInsert(WalRecord record) {
            mayHaveSubscriptions |=
                    (record.info() & INFO_MASK) == FIRST_ROW_OF_A_PAGE
                            && record.blocks().stream()
                                    .anyMatch(
                                            block ->
                                                    block.databaseOid() == 0
                                                            && block.relationNumber()
                                                                    == subscriptionsFile);
        }

        private void raise(List<Integer> values) {
            for (int i = 0; i < LIMITS.size(); i++) {
                limits.merge(LIMITS.get(i), values.get(i), Math::max);
            }
        }
    }

    private Map<String, String> atLeastConfigured(TimelineId timeline, Map<String, Integer> limits)
            throws IOException {
        String configured = text(timeline, CONFIGURED) + "\n" + text(timeline, CONFIGURED_BY_SQL);
        Map<String, String> settings = new LinkedHashMap<>();
        limits.forEach(
                (name, least) ->
                        settings.put(
                                name,
                                Integer.toString(Math.max(least, configured(configured, name)))));
        return settings;
    }

    /** What the last line for a setting says; 0 if there is none, or it is no plain number. */
    private static int configured(String text, String name) {
        Matcher lines =
                Pattern.compile("(?mi)^[ \\t]*" + name + "[ \\t]*=?[ \\t]*'?(\\d{1,9})\\b")
                        .matcher(text);
        int last = 0;
        while (lines.find()) {
            last = Integer.parseInt(lines.group(1));
        }
        return last;
    }

    private String text(TimelineId timeline, String path) throws IOException {
        try {
            return new String(volume.read(timeline, path), StandardCharsets.UTF_8);
        } catch (NoSuchFileException none) {
            return "";
        }
    }
}
