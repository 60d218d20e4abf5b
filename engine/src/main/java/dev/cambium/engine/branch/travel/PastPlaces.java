package dev.cambium.engine.branch.travel;

import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.compute.ServerRoles;
import dev.cambium.engine.branch.moment.Found;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.compute.ComputeAddress;
import dev.cambium.engine.timeline.Point;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The computes that show the past: at most a few, each at one point, with the number of its guests.
 * One that a client has written to takes no more of them, and ends with the last. Thread-safe.
 */
final class PastPlaces {

    /**
     * Each is a Postgres with its own buffers. People look at one moment, or compare two; a third
     * and a fourth leave room for a second person or program.
     */
    static final int COMPUTES_MAX = 4;

    /** Who comes. */
    enum Guest {
        /** Reads in transactions that nobody can make writable. */
        ENGINE,
        /** Whoever connects. */
        CLIENT
    }

    /** Where a compute stands, and for whom. */
    record Spot(Point point, Guest guest) {}

    /** A compute, and who is on it. Guarded by the lock of {@link PastPlaces}. */
    static final class Place {
        final Spot spot;
        final PastCompute compute;
        final ComputeAddress address;

        /** Held while the compute starts and while it ends, so that others wait for that alone. */
        private final ReentrantLock busy = new ReentrantLock();

        private int guests;
        private Instant lastUsed;
        private volatile boolean started;
        private boolean gone;

        private Place(Spot spot, PastCompute compute, ComputeAddress address, Instant now) {
            this.spot = spot;
            this.compute = compute;
            this.address = address;
            this.lastUsed = now;
        }

        private boolean hasDied() {
            return started && !compute.isRunning();
        }
    }

    private final EngineParts parts;
    private final ServerRoles serverRoles;
    private final PortChooser ports;

    // All guarded by this.
    private final Map<Spot, Place> places = new HashMap<>();

    /** Those that somebody wrote to: they end with the last of the guests they have. */
    private final Set<Place> closedToOthers = new HashSet<>();

    private final Deque<ComputeAddress> freeAddresses = new ArrayDeque<>();
    private boolean closed;

    PastPlaces(EngineParts parts, ServerRoles serverRoles, PortChooser ports) {
        this.parts = parts;
        this.serverRoles = serverRoles;
        this.ports = ports;
    }

    /**
     * Takes the place at a spot, a new one if there is none; counts as a guest from then on.
     *
     * @throws Refusal if all places are in use
     */
    Place enter(Branch branch, Spot spot) {
        List<Place> ending = new ArrayList<>();
        try {
            synchronized (this) {
                if (closed) {
                    throw new Refusal(
                            Kind.UNAVAILABLE, "ENGINE_STOPPING", "The engine is stopping.");
                }
                Place there = places.get(spot);
                if (there != null && there.hasDied()) {
                    ending.add(forgotten(there));
                    there = null;
                }
                if (there == null) {
                    if (places.size() + closedToOthers.size() >= COMPUTES_MAX) {
                        ending.add(forgotten(longestIdle()));
                    }
                    there = make(branch, spot);
                }
                there.guests++;
                return there;
            }
        } finally {
            ending.forEach(this::end);
        }
    }

    private Place make(Branch branch, Spot spot) {
        ComputeAddress address = freeAddresses.poll();
        if (address == null) {
            address = ComputeAddress.tcp(ports.choose());
        }
        Place made =
                new Place(
                        spot,
                        new PastCompute(parts, serverRoles, branch, spot.point(), address),
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

    /** Comes to a place again, as one guest more; false if it is not there any more. */
    synchronized boolean rejoin(Place place) {
        if (!isThere(place) || !place.compute.isRunning()) {
            return false;
        }
        place.guests++;
        return true;
    }

    /** Whether others are let in at a place. */
    synchronized boolean isThere(Place place) {
        return places.get(place.spot) == place;
    }

    /** The first guest starts the compute; the others wait for that, and try when it failed. */
    void startOnce(Place place, Branch branch, Found found) throws IOException {
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
                release(forgotten(place));
            }
            throw e;
        } finally {
            place.busy.unlock();
        }
    }

    void leave(Place place) {
        synchronized (this) {
            place.guests--;
            place.lastUsed = parts.clock().instant();
        }
        endIfLeft(place);
    }

    /** Lets no one else onto a compute that a client has written to. */
    void closeIfTouched(Spot spot) {
        Place place;
        synchronized (this) {
            place = places.get(spot);
        }
        // Asked without the lock: it takes a session.
        if (place == null || !isTouched(place)) {
            return;
        }
        synchronized (this) {
            if (!isThere(place)) {
                return;
            }
            closedToOthers.add(forgotten(place));
        }
        endIfLeft(place);
    }

    private static boolean isTouched(Place place) {
        return place.spot.guest() == Guest.CLIENT
                && place.started
                && place.compute.isRunning()
                && place.compute.isTouched();
    }

    private void endIfLeft(Place place) {
        synchronized (this) {
            if (place.guests > 0 || !closedToOthers.remove(place)) {
                return;
            }
        }
        end(place);
    }

    /** Ends those that nobody was on since then, and buries those that died. */
    void endUnusedSince(Instant then) {
        List<Place> idle = new ArrayList<>();
        synchronized (this) {
            for (Place place : places.values()) {
                boolean unused = place.guests == 0 && !place.lastUsed.isAfter(then);
                if (unused || place.hasDied()) {
                    idle.add(place);
                }
            }
            idle.forEach(this::forgotten);
        }
        idle.forEach(this::end);
    }

    /** Ends all of them; nobody is let in any more. */
    void close() {
        List<Place> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(places.values());
            all.addAll(closedToOthers);
            places.clear();
            closedToOthers.clear();
        }
        all.forEach(this::end);
    }

    /** Lets no one in at it any more; the caller ends it. */
    private Place forgotten(Place place) {
        places.remove(place.spot, place);
        return place;
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

    private void release(Place place) {
        if (!place.gone) {
            place.gone = true;
            freeAddresses.add(place.address);
        }
    }
}
