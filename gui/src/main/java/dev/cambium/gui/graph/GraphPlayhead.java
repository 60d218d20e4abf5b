package dev.cambium.gui.graph;

import java.time.Instant;

/**
 * A moment that all lanes are crossed at.
 *
 * @param words stand above the line
 */
public record GraphPlayhead(Instant time, String words) {}
