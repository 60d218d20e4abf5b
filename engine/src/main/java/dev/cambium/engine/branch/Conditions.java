package dev.cambium.engine.branch;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.endpoint.Doors;
import dev.cambium.engine.branch.history.OwnSeals;
import dev.cambium.engine.branch.history.WalHeads;
import dev.cambium.engine.branch.moment.Moments;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.volume.SpaceUse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Measures how branches are. Space takes a walk over files, so it is measured at most every few
 * seconds for each timeline. Thread-safe.
 */
final class Conditions {

    private static final Logger log = LoggerFactory.getLogger(Conditions.class);

    private static final Duration SPACE_AGE_MAX = Duration.ofSeconds(3);

    private record Measured(SpaceUse space, long walBytes, Instant at) {}

    private final EngineParts parts;
    private final Computes computes;
    private final BranchLocks locks;
    private final WalHeads heads;
    private final Moments moments;
    private final Doors doors;
    private final Map<TimelineId, Measured> spaces = new ConcurrentHashMap<>();

    Conditions(
            EngineParts parts,
            Computes computes,
            BranchLocks locks,
            WalHeads heads,
            Moments moments,
            Doors doors) {
        this.parts = parts;
        this.computes = computes;
        this.locks = locks;
        this.heads = heads;
        this.moments = moments;
        this.doors = doors;
    }

    BranchCondition of(Branch branch) {
        TimelineId timeline = branch.currentTimeline();
        Measured measured = timeline == null ? null : measured(timeline);
        Lsn head = timeline == null ? null : heads.head(timeline).orElse(null);
        return new BranchCondition(
                computes.state(branch.id()),
                doors.reason(branch.id()).or(() -> computes.reason(branch.id())).orElse(null),
                head,
                measured == null ? 0 : measured.space().logicalBytes(),
                measured == null ? 0 : measured.space().uniqueBytes(),
                measured == null ? 0 : measured.space().historyBytes(),
                measured == null ? 0 : measured.space().sharedBytes(),
                measured == null ? 0 : measured.walBytes(),
                locks.isHeld(branch.id()),
                moments.range(branch).orElse(null),
                parts.catalog().schemaSource(branch.id()).orElse(null));
    }

    void forget(TimelineId timeline) {
        spaces.remove(timeline);
    }

    private @Nullable Measured measured(TimelineId timeline) {
        Instant now = parts.clock().instant();
        Measured known = spaces.get(timeline);
        if (known != null && known.at().plus(SPACE_AGE_MAX).isAfter(now)) {
            return known;
        }
        try {
            Measured fresh =
                    new Measured(
                            parts.volume().space(timeline, OwnSeals.of(parts.catalog(), timeline)),
                            parts.walFolders().allocatedBytes(timeline),
                            now);
            spaces.put(timeline, fresh);
            return fresh;
        } catch (IOException e) {
            log.debug("The space of {} could not be measured", timeline, e);
            return known;
        }
    }
}
