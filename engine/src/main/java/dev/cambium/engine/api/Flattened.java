package dev.cambium.engine.api;

/**
 * A branch that was cut free from its ancestors.
 *
 * @param copied whether blocks had to be copied: false if it shared nothing
 * @param words what was done and what that means for the branch, for people
 */
public record Flattened(Branch branch, boolean copied, String words) {}
