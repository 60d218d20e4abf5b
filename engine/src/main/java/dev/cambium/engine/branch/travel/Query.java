package dev.cambium.engine.branch.travel;

import java.time.Duration;

/**
 * One statement that reads.
 *
 * @param database where it runs
 * @param role as whom, with that role's rights
 * @param rowsMax more rows than this are left out
 * @param timeout it is ended after this
 */
public record Query(String sql, String database, String role, int rowsMax, Duration timeout) {}
