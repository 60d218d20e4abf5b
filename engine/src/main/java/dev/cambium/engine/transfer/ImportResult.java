package dev.cambium.engine.transfer;

import java.time.Duration;
import java.util.List;

/**
 * What an import did.
 *
 * @param statements those the server ran, COPY among them
 * @param rowsCopied rows of COPY blocks, as the server counted them
 * @param bytesRead of the files as they lie on disk, packed or not
 * @param databases those connected to, in their order
 * @param notes what was done differently from the script, and remarks of the server
 */
public record ImportResult(
        long statements,
        long rowsCopied,
        long bytesRead,
        Duration duration,
        List<String> databases,
        List<String> notes) {

    public ImportResult {
        databases = List.copyOf(databases);
        notes = List.copyOf(notes);
    }
}
