package dev.cambium.engine.catalog;

import java.time.Instant;

/**
 * A key of the API, as far as it is kept.
 *
 * @param id from 2 up: 1 is the one in the home
 * @param digest SHA-256 of it, in hexadecimal; it is 256 random bits, so nothing slower is needed
 */
public record ApiKeyDigest(long id, String name, String digest, Instant createdAt) {}
