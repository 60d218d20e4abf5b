package dev.cambium.engine.layer;

/**
 * What several timelines and seals take together, each layer counted once.
 *
 * @param takenBytes allocated bytes that they need
 * @param ownBytes the part of them that would be free if all of them went now
 */
public record StoreTogether(long takenBytes, long ownBytes) {}
