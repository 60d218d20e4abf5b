package dev.cambium.engine.transfer;

import dev.cambium.engine.catalog.Branch;

import java.time.Duration;
import java.util.List;

/**
 * What an import into a branch did.
 *
 * @param branch as it is afterwards
 * @param databases those it worked in
 * @param duration of the whole, the exchange of the branch's content included
 */
public record ImportOutcome(
        Branch branch,
        long statements,
        long rowsCopied,
        long bytesRead,
        List<String> databases,
        Duration duration) {}
