package dev.cambium.gui.branch;

/**
 * A moment that was picked for a new branch.
 *
 * @param asked what the engine is asked for: an LSN or a time of RFC 3339
 * @param words the same for people, for example {@code just before DROP TABLE orders}
 */
public record PickedMoment(String asked, String words) {}
