package dev.cambium.engine.schema;

import org.pgcodekeeper.core.monitor.IMonitor;
import org.pgcodekeeper.core.monitor.NullMonitor;

/** Tells pgCodeKeeper, which asks now and then, whether a comparison is still wanted. */
final class ComparingMonitor extends NullMonitor {

    private final Comparing comparing;

    ComparingMonitor(Comparing comparing) {
        this.comparing = comparing;
    }

    @Override
    public boolean isCanceled() {
        return comparing.isCancelled();
    }

    @Override
    public IMonitor createSubMonitor() {
        return new ComparingMonitor(comparing);
    }
}
