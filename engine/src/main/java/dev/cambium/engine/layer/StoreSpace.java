package dev.cambium.engine.layer;

/**
 * What a timeline takes.
 *
 * @param logicalBytes the sum of its files' lengths
 * @param uniqueBytes allocated bytes that would be free if it and its own seals were deleted now
 * @param historyBytes the part of them that only its own seals hold: blocks that were superseded
 *     since, which are freed when the seals are given up and the layers merged
 * @param sharedBytes allocated bytes of layers below it that others need, too
 */
public record StoreSpace(
        long logicalBytes, long uniqueBytes, long historyBytes, long sharedBytes) {}
