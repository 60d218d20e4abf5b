package dev.cambium.engine.wal;

/**
 * A page that a record changes.
 *
 * @param id the number of the reference in its record, 0 to 32
 * @param tablespaceOid 1663 is the default one
 * @param databaseOid 0 for relations shared by all databases
 * @param relationNumber the name of the relation's file
 * @param fork 0 main, 1 free space map, 2 visibility map, 3 init
 * @param blockNumber unsigned 32-bit
 * @param hasImage whether the record holds the whole page, possibly compressed
 */
public record BlockReference(
        int id,
        long tablespaceOid,
        long databaseOid,
        long relationNumber,
        int fork,
        long blockNumber,
        boolean hasImage) {}
