package dev.cambium.engine.compute;

import java.util.HashMap;
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
     * It brings a snapshot to rest while others work: with little priority, and without cleaning up
     * what the snapshot shall show as it was.
     */
    SNAPSHOT,
    /**
     * It follows a branch's compute, on a copy that is thrown away; nobody can write on it. It
     * removes the WAL it has replayed from its own folder, where names are links.
     */
    STANDBY;

    /** What is put in front of its command. */
    List<String> prefix() {
        return switch (this) {
            case BRANCH, PAST, STANDBY -> List.of();
            case SNAPSHOT -> List.of("nice", "-n", "5");
        };
    }

    /** The settings of this purpose, and others that have the last word. */
    Map<String, String> with(Map<String, String> others) {
        Map<String, String> all =
                new HashMap<>(
                        switch (this) {
                            case BRANCH -> Map.of();
                            case PAST ->
                                    Map.of(
                                            "default_transaction_read_only", "on",
                                            "fsync", "off",
                                            "synchronous_commit", "off",
                                            "autovacuum", "off");
                            case SNAPSHOT -> Map.of("autovacuum", "off");
                            case STANDBY ->
                                    Map.of(
                                            "hot_standby", "on",
                                            "fsync", "off",
                                            "wal_keep_size", "0",
                                            "wal_retrieve_retry_interval", "10s");
                        });
        all.putAll(others);
        return all;
    }
}
