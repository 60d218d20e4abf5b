package dev.cambium.engine.compute;

import java.util.List;
import java.util.Map;

/** What a compute is there for, and what it is told because of that. */
public enum ComputePurpose {
    /** It serves a branch; what is committed on it must last. */
    BRANCH,
    /**
     * It shows a moment of the past, on a copy that is thrown away. Nothing has to last, nothing is
     * to be cleaned up, and a client that writes is told that it must not. A client can take that
     * setting back for its own session; what it then writes goes with the copy.
     */
    PAST,
    /**
     * The engine takes all rows out of it, on a copy of which some files are kept and made durable
     * elsewhere. Nobody else connects, nothing that users installed runs, and nothing has to last.
     */
    EMPTIED,
    /**
     * The engine fills it with rows before anybody sees it. Should it end too early all of it is
     * thrown away, so that nothing has to survive a crash until it is stopped cleanly. What it
     * writes to WAL need not lead to any moment either: the first that can be opened is the clean
     * stop (docs/decisions/0039).
     */
    FILLED,
    /**
     * It brings a snapshot to rest while others work: with little priority, and without cleaning up
     * what the snapshot shall show as it was.
     */
    SNAPSHOT,
    /**
     * It follows a branch's compute, on a copy that is thrown away; nobody can write on it. It
     * removes the WAL it has replayed from its own folder, where names are links.
     */
    STANDBY;

    private static final Map<String, String> EMPTYING =
            Map.ofEntries(
                    Map.entry("fsync", "off"),
                    Map.entry("synchronous_commit", "off"),
                    Map.entry("autovacuum", "off"),
                    Map.entry("max_logical_replication_workers", "0"),
                    Map.entry("shared_preload_libraries", ""),
                    // Whoever drops a file looks through all of them for its pages.
                    Map.entry("shared_buffers", "16MB"),
                    Map.entry("track_commit_timestamp", "off")); // deletes those there are

    private static final Map<String, String> FILLING =
            Map.ofEntries(
                    Map.entry("wal_level", "minimal"),
                    Map.entry("max_wal_senders", "0"), // or it refuses to begin with less WAL
                    Map.entry("summarize_wal", "off"), // likewise
                    Map.entry("synchronous_commit", "off"),
                    Map.entry("full_page_writes", "off"),
                    Map.entry("autovacuum", "off"),
                    Map.entry("max_wal_size", "4GB"),
                    Map.entry("max_logical_replication_workers", "0"),
                    Map.entry("shared_preload_libraries", ""));

    /** What is put in front of its command. */
    List<String> prefix() {
        return switch (this) {
            case BRANCH, PAST, EMPTIED, FILLED, STANDBY -> List.of();
            case SNAPSHOT -> List.of("nice", "-n", "5");
        };
    }

    /** What it is told; what a start needs beside that has the last word. */
    Map<String, String> settings() {
        return switch (this) {
            case BRANCH -> Map.of();
            case PAST ->
                    Map.of(
                            "default_transaction_read_only", "on",
                            "fsync", "off",
                            "synchronous_commit", "off",
                            "autovacuum", "off");
            case EMPTIED -> EMPTYING;
            case FILLED -> FILLING;
            case SNAPSHOT -> Map.of("autovacuum", "off");
            case STANDBY ->
                    Map.of(
                            "hot_standby", "on",
                            "fsync", "off",
                            "wal_keep_size", "0",
                            "wal_retrieve_retry_interval", "10s");
        };
    }
}
