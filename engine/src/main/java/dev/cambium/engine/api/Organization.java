package dev.cambium.engine.api;

/** What projects belong to in Neon's cloud, as its API lists those of a user. */
public record Organization(String id, String name) {}
