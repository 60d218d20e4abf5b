package dev.cambium.engine.wal.digest;

import org.jspecify.annotations.Nullable;

/** What a transaction or subtransaction has written and not yet committed. Not thread-safe. */
final class OpenTransaction {

    /** Where its first record that counts begins. */
    final long firstLsn;

    final RowTally rows = new RowTally();

    /** Prepared transactions outlive the server; all others end with it. */
    boolean prepared;

    private @Nullable SchemaFacts schema;

    OpenTransaction(long firstLsn) {
        this.firstLsn = firstLsn;
    }

    SchemaFacts schema() {
        SchemaFacts known = schema;
        if (known == null) {
            known = new SchemaFacts();
            schema = known;
        }
        return known;
    }

    @Nullable SchemaFacts schemaIfAny() {
        return schema;
    }

    void add(OpenTransaction other) {
        rows.add(other.rows);
        SchemaFacts theirs = other.schema;
        if (theirs != null) {
            schema().add(theirs);
        }
    }
}
