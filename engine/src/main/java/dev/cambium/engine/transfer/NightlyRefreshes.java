package dev.cambium.engine.transfer;

import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.NightlyRefresh;
import dev.cambium.engine.transfer.twin.SourceDatabase;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Fills branches anew every night from the running databases that they copy, one after another.
 * What was due while no engine ran is done at the next start. One that is cut off by a kill is due
 * still: the branch has what it had, and it begins anew. Thread-safe.
 */
public final class NightlyRefreshes implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NightlyRefreshes.class);

    /** Plans are at full hours; nobody misses fresh data for some seconds. */
    private static final long LOOK_SECONDS = 20;

    private static final int ERROR_CHARACTERS_MAX = 4000;

    /** How a branch gets the present content of its source. */
    public interface Refreshing {

        /**
         * @throws RuntimeException with a sentence when it has not; the branch is as it was then
         */
        void refresh(Branch branch, SourceDatabase source, @Nullable String database);
    }

    private final Catalog catalog;
    private final Refreshing refreshing;
    private final Clock clock;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("nightly-refreshes").factory());

    /**
     * @param clock in its zone the hours count
     */
    public NightlyRefreshes(Catalog catalog, Refreshing refreshing, Clock clock) {
        this.catalog = catalog;
        this.refreshing = refreshing;
        this.clock = clock;
    }

    public void start() {
        var _ =
                timer.scheduleWithFixedDelay(
                        this::runDue, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * From now on the branch is refreshed at that hour of every day; replaces what was planned.
     *
     * @throws Refusal if the hour or the address is wrong
     */
    public NightlyRefresh plan(Branch branch, String url, @Nullable String database, int hour) {
        if (hour < 0 || hour > 23) {
            throw new Refusal(
                    Refusal.Kind.INVALID, "HOUR_INVALID", "The hour is a number from 0 to 23.");
        }
        SourceDatabase _ = SourceDatabase.parse(url);
        NightlyRefresh planned =
                new NightlyRefresh(branch.id(), url, database, hour, next(hour), null, null);
        catalog.commit(change -> change.put(planned));
        return planned;
    }

    public Optional<NightlyRefresh> of(Branch branch) {
        return catalog.nightlyRefreshes().stream()
                .filter(refresh -> refresh.branchId().equals(branch.id()))
                .findFirst();
    }

    /** The branch keeps what it has. */
    public void end(Branch branch) {
        catalog.commit(change -> change.removeNightlyRefresh(branch.id()));
    }

    /** Does what is due, and says when each is due next. */
    void runDue() {
        try {
            List<NightlyRefresh> due =
                    catalog.nightlyRefreshes().stream()
                            .filter(refresh -> !refresh.nextRun().isAfter(clock.instant()))
                            .toList();
            for (NightlyRefresh refresh : due) {
                Optional<Branch> branch =
                        catalog.branch(refresh.branchId())
                                .filter(found -> found.state() == BranchState.READY);
                if (branch.isPresent() && !timer.isShutdown()) {
                    run(refresh, branch.get());
                }
            }
        } catch (RuntimeException e) {
            log.warn("Nightly refreshes could not be looked for this time", e);
        }
    }

    private void run(NightlyRefresh refresh, Branch branch) {
        SourceDatabase source = SourceDatabase.parse(refresh.url());
        log.info("Branch {} is filled anew from {}", branch.name(), source.shown());
        String error = null;
        try {
            refreshing.refresh(branch, source, refresh.database());
        } catch (RuntimeException e) {
            error = String.valueOf(e.getMessage());
            log.warn("Branch {} was not filled anew: {}", branch.name(), error);
        }
        if (timer.isShutdown() && error != null) {
            return; // it was broken off, and is due at the next start
        }
        NightlyRefresh done =
                new NightlyRefresh(
                        refresh.branchId(),
                        refresh.url(),
                        refresh.database(),
                        refresh.hour(),
                        next(refresh.hour()),
                        clock.instant(),
                        shortened(error));
        // Unless it was changed or ended meanwhile.
        catalog.commit(
                change -> of(branch).filter(refresh::equals).ifPresent(_ -> change.put(done)));
    }

    private static @Nullable String shortened(@Nullable String error) {
        return error == null || error.length() <= ERROR_CHARACTERS_MAX
                ? error
                : error.substring(0, ERROR_CHARACTERS_MAX);
    }

    private Instant next(int hour) {
        ZonedDateTime now = clock.instant().atZone(clock.getZone());
        ZonedDateTime today = now.truncatedTo(ChronoUnit.DAYS).withHour(hour);
        return (today.isAfter(now) ? today : today.plusDays(1)).toInstant();
    }

    /** Begins none any more; does not wait for one that runs. */
    @Override
    public void close() {
        timer.shutdown();
    }
}
