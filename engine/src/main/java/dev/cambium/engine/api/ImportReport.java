package dev.cambium.engine.api;

import java.util.List;

/**
 * What an import did.
 *
 * @param databases those the files connected to
 */
public record ImportReport(
        Branch branch,
        long statements,
        long rowsCopied,
        long bytesRead,
        long durationMs,
        List<String> databases,
        List<ConnectionUri> connectionUris) {}
