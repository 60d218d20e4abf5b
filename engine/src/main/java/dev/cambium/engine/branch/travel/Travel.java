package dev.cambium.engine.branch.travel;

import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.compute.RolesAndDatabases;
import dev.cambium.engine.branch.moment.Found;
import dev.cambium.engine.branch.moment.FoundMoment;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.moment.Moments;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.compute.ComputeAddress;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Point;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

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

    /**
     * Each is a Postgres with its own buffers. People look at one moment, or compare two; a third
     * and a fourth leave room for a second person or program.
     */
    static final int COMPUTES_MAX = 4;

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

    /** Who comes. */
    private enum Guest {
        /** Reads in transactions that nobody can make writable. */
        ENGINE,
        /** Whoever connects. */
        CLIENT
    }

    /** A moment asked for, of a branch as it stands now. */
    private record Asked(String branchId, TimelineId current, Moment moment, Guest guest) {}

    /** Where a compute stands. */
    private record Spot(Point point, Guest guest) {}

    /** A compute, and who is on it. Guarded by the lock of {@link Travel}. */
    private static final class Place {
        final Spot spot;
        final PastCompute compute;
        final ComputeAddress address;

        /** Held while the compute starts and while it ends, so that others wait for that alone. */
        final ReentrantLock busy = new ReentrantLock();

        int guests;
        Instant lastUsed;
        volatile boolean started;
        boolean gone;

        Place(Spot spot, PastCompute compute, ComputeAddress address, Instant now) {
            this.spot = spot;
            this.compute = compute;
            this.address = address;
            this.lastUsed = now;
        }
    }

    private record Known(FoundMoment moment, Place place) {}

    private final EngineParts parts;
    private final Moments moments;
    private final RolesAndDatabases rolesAndDatabases;
    private final PortChooser ports;
    private final Map<Spot, Place> places = new HashMap<>();

    /** Those that somebody wrote to: they end with the last of the guests they have. */
    private final Set<Place> closedToOthers = new HashSet<>();

    private final Map<Asked, Known> known = new HashMap<>();
    private final Deque<ComputeAddress> freeAddresses = new ArrayDeque<>();
    private final ScheduledExecutorService reaper =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("travel-reaper").factory());
    private boolean closed;

    public Travel(
            EngineParts parts,
            Moments moments,
            RolesAndDatabases rolesAndDatabases,
            PortChooser ports) {
        this.parts = parts;
        this.moments = moments;
        this.rolesAndDatabases = rolesAndDatabases;
        this.ports = ports;
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
            closeIfTouched(spot);
            Place place = enter(branch, spot);
            boolean arrived = false;
            try {
                startOnce(place, branch, found);
                Stay stay = remember(asked, new Known(found.told(), place));
                arrived = true;
                return stay;
            } finally {
                if (!arrived) {
                    leave(place);
                }
            }
        }
    }

    /** Whether a compute is there for anyone now; for tests and for what people are told. */
    synchronized int placesVisited() {
        return places.size();
    }

    /** A moment that was found before, on a compute that still runs. */
    private Optional<Stay> rejoin(Asked asked) {
        Known before;
        synchronized (this) {
            before = known.get(asked);
        }
        if (before == null || asked.moment() instanceof Moment.Head) {
            return Optional.empty();
        }
        closeIfTouched(before.place().spot);
        return rejoinUntouched(asked);
    }

    private synchronized Optional<Stay> rejoinUntouched(Asked asked) {
        Known before = known.get(asked);
        if (before == null) {
            return Optional.empty();
        }
        boolean isThere = places.get(before.place().spot) == before.place();
        if (!isThere || before.place().gone || !before.place().compute.isRunning()) {
            known.remove(asked);
            return Optional.empty();
        }
        before.place().guests++;
        return Optional.of(stay(before));
    }

    /** Lets no one else onto a compute that a client has written to. */
    private void closeIfTouched(Spot spot) {
        Place place;
        synchronized (this) {
            place = places.get(spot);
        }
        // Asked without the lock: it takes a session.
        if (place == null
                || spot.guest() == Guest.ENGINE
                || !place.started
                || !place.compute.isRunning()
                || !place.compute.isTouched()) {
            return;
        }
        synchronized (this) {
            if (places.get(spot) != place) {
                return;
            }
            forget(place);
            closedToOthers.add(place);
        }
        endIfLeft(place);
    }

    private void endIfLeft(Place place) {
        synchronized (this) {
            if (place.guests > 0 || !closedToOthers.remove(place)) {
                return;
            }
        }
        end(place);
    }

    /** Takes the place at a spot, a new one if there is none; counts as a guest from then on. */
    private Place enter(Branch branch, Spot spot) {
        Place evicted = null;
        Place entered;
        synchronized (this) {
            if (closed) {
                throw new Refusal(Kind.UNAVAILABLE, "ENGINE_STOPPING", "The engine is stopping.");
            }
            Place there = places.get(spot);
            if (there != null && there.started && !there.compute.isRunning()) {
                forget(there); // it died
                evicted = there;
                there = null;
            }
            if (there == null && places.size() + closedToOthers.size() >= COMPUTES_MAX) {
                evicted = longestIdle();
                forget(evicted);
            }
            entered = there == null ? make(branch, spot) : there;
            entered.guests++;
        }
        if (evicted != null) {
            end(evicted);
        }
        return entered;
    }

    private Place make(Branch branch, Spot spot) {
        ComputeAddress address = freeAddresses.poll();
        if (address == null) {
            address = ComputeAddress.tcp(ports.choose(parts.catalog().usedPorts()));
        }
        Place made =
                new Place(
                        spot,
                        new PastCompute(parts, rolesAndDatabases, branch, spot.point(), address),
                        address,
                        parts.clock().instant());
        places.put(spot, made);
        return made;
    }

    private Place longestIdle() {
        return places.values().stream()
                .filter(place -> place.guests == 0)
                .min(Comparator.comparing((Place place) -> place.lastUsed))
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Kind.BUSY,
                                        "TOO_MANY_MOMENTS",
                                        "%d moments are being looked at, and more are not shown at once. Try again when one of them is left."
                                                .formatted(COMPUTES_MAX)));
    }

    /** The first guest starts the compute; the others wait for that, and try when it failed. */
    private void startOnce(Place place, Branch branch, Found found) throws IOException {
        place.busy.lock();
        try {
            if (place.gone) {
                throw new Refusal(
                        Kind.UNAVAILABLE,
                        "MOMENT_GONE",
                        "Branch '%s' could not be shown as of %s. Try again."
                                .formatted(branch.name(), place.spot.point().lsn()));
            }
            if (!place.started) {
                place.compute.start(
                        parts.catalog().project(branch.projectId()).orElseThrow(), found);
                place.started = true;
            }
        } catch (IOException | RuntimeException e) {
            synchronized (this) {
                forget(place);
                release(place);
            }
            throw Refusal.of(e, "show a moment of branch '%s'".formatted(branch.name()));
        } finally {
            place.busy.unlock();
        }
    }

    private synchronized Stay remember(Asked asked, Known found) {
        known.put(asked, found);
        return stay(found);
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
                    leave(found.place());
                }
            }
        };
    }

    private void leave(Place place) {
        synchronized (this) {
            place.guests--;
            place.lastUsed = parts.clock().instant();
        }
        endIfLeft(place);
    }

    /** Lets no one in any more; the caller ends it. */
    private void forget(Place place) {
        places.remove(place.spot, place);
        known.values().removeIf(one -> one.place() == place);
    }

    private void release(Place place) {
        if (!place.gone) {
            place.gone = true;
            freeAddresses.add(place.address);
        }
    }

    private void endIdle() {
        try {
            Instant before = parts.clock().instant().minus(IDLE_MAX);
            List<Place> idle = new ArrayList<>();
            synchronized (this) {
                for (Place place : places.values()) {
                    boolean unused = place.guests == 0 && !place.lastUsed.isAfter(before);
                    if (unused || (place.started && !place.compute.isRunning())) {
                        idle.add(place);
                    }
                }
                idle.forEach(this::forget);
            }
            idle.forEach(this::end);
        } catch (RuntimeException e) {
            log.warn("The computes of the past could not be looked after this time", e);
        }
    }

    private void end(Place place) {
        place.busy.lock();
        try {
            place.compute.end();
        } finally {
            place.busy.unlock();
            synchronized (this) {
                release(place);
            }
        }
    }

    /** Ends all of them; nobody is let in any more. */
    @Override
    public void close() {
        reaper.shutdown();
        List<Place> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(places.values());
            all.forEach(this::forget);
            all.addAll(closedToOthers);
            closedToOthers.clear();
        }
        all.forEach(this::end);
    }
}
