package dev.cambium.engine.catalog;

/** A database as a snapshot's branch had it when it was taken. */
public record SnapshotDatabase(long oid, String name, String ownerName) {}
