package dev.cambium.engine.branch.travel;

import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.compute.ServerRoles;
import dev.cambium.engine.branch.moment.Found;
import dev.cambium.engine.branch.moment.FoundMoment;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.moment.Moments;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.travel.PastPlaces.Guest;
import dev.cambium.engine.branch.travel.PastPlaces.Place;
import dev.cambium.engine.branch.travel.PastPlaces.Spot;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.page.TimelineId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Shows moments of branches: each on a hidden, read-only compute that is shared by all who ask for
 * the same point, and is gone some time after the last of them left. Thread-safe.
 *
 * <p>Clients can insist on writing to it, the engine's own questions cannot. So the two never meet
 * on one compute, and one that a client has written to takes no more guests.
 */
public final class Travel implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Travel.class);

    /** As long as Neon keeps the computes of its time travel. */
    static final Duration IDLE_MAX = Duration.ofSeconds(30);

    /** Somebody at a moment; the compute stays until this is closed. */
    public interface Stay extends AutoCloseable {

        /** For the engine itself. */
        Console console();

        /** For clients that the gateway lets in. */
        InetSocketAddress address();

        FoundMoment moment();

        @Override
        void close();
    }

    /** A moment asked for, of a branch as it stands now. */
    private record Asked(String branchId, TimelineId current, Moment moment, Guest guest) {}

    private record Known(FoundMoment moment, Place place) {}

    private final EngineParts parts;
    private final Moments moments;
    private final PastPlaces places;
    private final Map<Asked, Known> known = new ConcurrentHashMap<>();
    private final ScheduledExecutorService reaper =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("travel-reaper").factory());

    public Travel(EngineParts parts, Moments moments, ServerRoles serverRoles, PortChooser ports) {
        this.parts = parts;
        this.moments = moments;
        this.places = new PastPlaces(parts, serverRoles, ports);
        var _ = reaper.scheduleWithFixedDelay(this::endIdle, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * Goes to a moment of a branch, to read; the caller closes the stay.
     *
     * @throws Refusal if the moment cannot be reached, or too many are being visited
     */
    public Stay visit(Branch branch, Moment moment) throws IOException {
        return visit(branch, moment, Guest.ENGINE);
    }

    /** As {@link #visit(Branch, Moment)}, for a client who may do there whatever he likes. */
    public Stay letIn(Branch branch, Moment moment) throws IOException {
        return visit(branch, moment, Guest.CLIENT);
    }

    private Stay visit(Branch branch, Moment moment, Guest guest) throws IOException {
        Asked asked = new Asked(branch.id(), Lookup.timelineOf(branch), moment, guest);
        Optional<Stay> again = rejoin(asked);
        if (again.isPresent()) {
            return again.get();
        }
        try (Found found = moments.find(branch, moment)) {
            Spot spot = new Spot(found.point(), guest);
            places.closeIfTouched(spot);
            Place place = places.enter(branch, spot);
            boolean arrived = false;
            try {
                places.startOnce(place, branch, found);
                Known arrival = new Known(found.told(), place);
                known.put(asked, arrival);
                arrived = true;
                return stay(arrival);
            } catch (IOException | RuntimeException e) {
                throw Refusal.of(e, "show a moment of branch '%s'".formatted(branch.name()));
            } finally {
                if (!arrived) {
                    places.leave(place);
                }
            }
        }
    }

    /** A moment that was found before, on a compute that still runs. */
    private Optional<Stay> rejoin(Asked asked) {
        Known before = known.get(asked);
        if (before == null || asked.moment() instanceof Moment.Head) {
            return Optional.empty();
        }
        places.closeIfTouched(before.place().spot);
        if (!places.rejoin(before.place())) {
            known.remove(asked, before);
            return Optional.empty();
        }
        return Optional.of(stay(before));
    }

    private Stay stay(Known found) {
        return new Stay() {
            private boolean left;

            @Override
            public Console console() {
                return found.place().compute.console();
            }

            @Override
            public InetSocketAddress address() {
                return found.place().address.socketAddress();
            }

            @Override
            public FoundMoment moment() {
                return found.moment();
            }

            @Override
            public synchronized void close() {
                if (!left) {
                    left = true;
                    places.leave(found.place());
                }
            }
        };
    }

    private void endIdle() {
        try {
            places.endUnusedSince(parts.clock().instant().minus(IDLE_MAX));
            known.values().removeIf(one -> !places.isThere(one.place()));
        } catch (RuntimeException e) {
            log.warn("The computes of the past could not be looked after this time", e);
        }
    }

    /** Ends all of them; nobody is let in any more. */
    @Override
    public void close() {
        reaper.shutdown();
        places.close();
    }
}
