package dev.cambium.engine.wal;

import java.util.List;

/**
 * The part of Postgres that a record belongs to, with the ids of {@code
 * src/include/access/rmgrlist.h}. Extensions use ids from 128 on.
 */
public enum ResourceManager {
    XLOG(0, "XLOG"),
    TRANSACTION(1, "Transaction"),
    STORAGE(2, "Storage"),
    CLOG(3, "CLOG"),
    DATABASE(4, "Database"),
    TABLESPACE(5, "Tablespace"),
    MULTIXACT(6, "MultiXact"),
    RELATION_MAP(7, "RelMap"),
    STANDBY(8, "Standby"),
    HEAP2(9, "Heap2"),
    HEAP(10, "Heap"),
    BTREE(11, "Btree"),
    HASH(12, "Hash"),
    GIN(13, "Gin"),
    GIST(14, "Gist"),
    SEQUENCE(15, "Sequence"),
    SPGIST(16, "SPGist"),
    BRIN(17, "BRIN"),
    COMMIT_TIMESTAMP(18, "CommitTs"),
    REPLICATION_ORIGIN(19, "ReplicationOrigin"),
    GENERIC(20, "Generic"),
    LOGICAL_MESSAGE(21, "LogicalMessage"),
    /** Of an extension. */
    CUSTOM(128, "custom");

    /** All but the last are at the place of their id. */
    private static final List<ResourceManager> ALL = List.of(values());

    private static final int BUILT_IN_COUNT = ALL.size() - 1;

    private final int id;
    private final String postgresName;

    ResourceManager(int id, String postgresName) {
        this.id = id;
        this.postgresName = postgresName;
    }

    /** The name that pg_waldump and pg_walinspect print. */
    public String postgresName() {
        return postgresName;
    }

    /** Whether a record with this id belongs to this resource manager. */
    public boolean owns(int recordId) {
        return recordId == id;
    }

    static boolean exists(int id) {
        return id < BUILT_IN_COUNT || id >= CUSTOM.id;
    }

    static ResourceManager of(int id) {
        return id < BUILT_IN_COUNT ? ALL.get(id) : CUSTOM;
    }
}
