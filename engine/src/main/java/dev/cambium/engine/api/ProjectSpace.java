package dev.cambium.engine.api;

/**
 * What a project takes on disk: its branches, their pasts, its snapshots and its trash. What they
 * share counts once, so this is what {@code du} says of the folders of its data and WAL.
 *
 * @param dataBytes of data folders, their past included
 * @param walBytes of WAL
 * @param trashBytes the part of both that is free once the trash is emptied
 */
public record ProjectSpace(long dataBytes, long walBytes, long trashBytes) {}
