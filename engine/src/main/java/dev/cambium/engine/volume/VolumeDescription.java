package dev.cambium.engine.volume;

/**
 * How the volume in use is introduced to people.
 *
 * @param kind {@code layers} or {@code copy}
 * @param reason one sentence: why this kind is in use here
 * @param location the folder under which timelines appear
 */
public record VolumeDescription(String kind, String reason, String location) {}
