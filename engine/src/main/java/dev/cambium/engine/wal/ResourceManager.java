package dev.cambium.engine.wal;

/**
 * The part of Postgres that a record belongs to, in the order of {@code
 * src/include/access/rmgrlist.h}: the ordinal is the id in the record. Extensions use ids from 128
 * on.
 */
public enum ResourceManager {
    XLOG("XLOG"),
    TRANSACTION("Transaction"),
    STORAGE("Storage"),
    CLOG("CLOG"),
    DATABASE("Database"),
    TABLESPACE("Tablespace"),
    MULTIXACT("MultiXact"),
    RELATION_MAP("RelMap"),
    STANDBY("Standby"),
    HEAP2("Heap2"),
    HEAP("Heap"),
    BTREE("Btree"),
    HASH("Hash"),
    GIN("Gin"),
    GIST("Gist"),
    SEQUENCE("Sequence"),
    SPGIST("SPGist"),
    BRIN("BRIN"),
    COMMIT_TIMESTAMP("CommitTs"),
    REPLICATION_ORIGIN("ReplicationOrigin"),
    GENERIC("Generic"),
    LOGICAL_MESSAGE("LogicalMessage"),
    /** Of an extension. */
    CUSTOM("custom");

    private static final int FIRST_CUSTOM_ID = 128;
    private static final ResourceManager[] ALL = values();

    private final String postgresName;

    ResourceManager(String postgresName) {
        this.postgresName = postgresName;
    }

    /** The name that pg_waldump and pg_walinspect print. */
    public String postgresName() {
        return postgresName;
    }

    static boolean exists(int id) {
        return id < CUSTOM.ordinal() || id >= FIRST_CUSTOM_ID;
    }

    static ResourceManager of(int id) {
        return id < CUSTOM.ordinal() ? ALL[id] : CUSTOM;
    }
}
