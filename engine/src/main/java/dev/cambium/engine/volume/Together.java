package dev.cambium.engine.volume;

/**
 * What several things take on disk together; what they share with one another counts once.
 *
 * @param takenBytes allocated bytes that they need
 * @param ownBytes the part of them that would be free if all of them went now
 */
public record Together(long takenBytes, long ownBytes) {}
