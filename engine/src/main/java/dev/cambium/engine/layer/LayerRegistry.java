package dev.cambium.engine.layer;

import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Which layers, timelines and seals a store has, and who needs which layer. In memory only, no I/O
 * under its lock. Thread-safe.
 */
final class LayerRegistry {

    /**
     * A timeline's files and what belongs to it alone.
     *
     * @param sealing held while the timeline is sealed or deleted
     */
    record Member(TimelineFiles files, ReentrantLock sealing) {}

    // All guarded by this.
    private final Map<LayerId, Layer> layers = new HashMap<>();
    private final Map<SealId, Layer> seals = new HashMap<>();
    private final Map<TimelineId, Member> timelines = new HashMap<>();
    private final Set<String> beingMade = new HashSet<>();
    private final List<Layer> inUse = new ArrayList<>();

    /**
     * Takes a name from the moment somebody starts to make the thing.
     *
     * @throws FileAlreadyExistsException if it is taken
     */
    synchronized void reserve(TimelineId id) throws FileAlreadyExistsException {
        reserve(id.value(), timelines.containsKey(id));
    }

    synchronized void reserve(SealId id) throws FileAlreadyExistsException {
        reserve(id.value(), seals.containsKey(id));
    }

    private void reserve(String name, boolean taken) throws FileAlreadyExistsException {
        if (taken || !beingMade.add(name)) {
            throw new FileAlreadyExistsException(name);
        }
    }

    /** The thing is made, or will not be. */
    synchronized void release(String name) {
        beingMade.remove(name);
    }

    synchronized void add(Layer layer) {
        layers.put(layer.id(), layer);
    }

    synchronized void add(SealId id, Layer top) {
        seals.put(id, top);
    }

    synchronized void add(TimelineId id, TimelineFiles files) {
        Layer top = files.stack().top();
        layers.put(top.id(), top);
        timelines.put(id, new Member(files, new ReentrantLock()));
    }

    synchronized void remove(TimelineId id) {
        timelines.remove(id);
    }

    synchronized Layer remove(SealId id) throws NoSuchFileException {
        Layer top = seals.remove(id);
        if (top == null) {
            throw new NoSuchFileException(id.value());
        }
        return top;
    }

    synchronized Member member(TimelineId id) throws NoSuchFileException {
        Member member = timelines.get(id);
        if (member == null) {
            throw new NoSuchFileException(id.value());
        }
        return member;
    }

    synchronized @Nullable Member memberOrNull(TimelineId id) {
        return timelines.get(id);
    }

    synchronized List<Member> members() {
        return List.copyOf(timelines.values());
    }

    synchronized Map<TimelineId, Member> allMembers() {
        return Map.copyOf(timelines);
    }

    synchronized Set<TimelineId> timelineIds() {
        return Set.copyOf(timelines.keySet());
    }

    synchronized Set<SealId> sealIds() {
        return Set.copyOf(seals.keySet());
    }

    synchronized Set<LayerId> layerIds() {
        return new TreeSet<>(layers.keySet());
    }

    synchronized List<Layer> layers() {
        return List.copyOf(layers.values());
    }

    /** The top layer of a seal, kept from being collected until it is given back. */
    synchronized Layer lease(SealId id) throws NoSuchFileException {
        Layer top = seals.get(id);
        if (top == null) {
            throw new NoSuchFileException(id.value());
        }
        inUse.add(top);
        return top;
    }

    /** Keeps a layer from being collected until it is given back; false if it is gone already. */
    synchronized boolean lease(Layer layer) {
        return layers.containsKey(layer.id()) && inUse.add(layer);
    }

    synchronized void giveBack(Layer layer) {
        inUse.remove(layer);
    }

    /**
     * The layers that only a timeline and some seals need, the timeline's newest first; for many
     * timelines in one walk over all layers. Leases are nobody's need, as below.
     *
     * @param own by timeline the seals that are its own; none may be those of two
     * @return the timelines of these that are there
     */
    synchronized Map<TimelineId, List<Layer>> ownLayers(Map<TimelineId, Set<SealId>> own) {
        Map<TimelineId, List<Layer>> tops = new LinkedHashMap<>();
        Map<SealId, TimelineId> ownerOf = new HashMap<>();
        own.forEach(
                (id, ownSeals) -> {
                    Member member = timelines.get(id);
                    if (member != null) {
                        tops.put(id, new ArrayList<>(List.of(member.files().stack().top())));
                        ownSeals.forEach(seal -> ownerOf.put(seal, id));
                    }
                });
        LayerOwners owners = new LayerOwners();
        timelines.forEach((id, member) -> owners.claim(id, member.files().stack().top()));
        seals.forEach(
                (seal, top) -> {
                    TimelineId owner = ownerOf.get(seal);
                    List<Layer> begins = owner == null ? null : tops.get(owner);
                    if (owner == null || begins == null) {
                        owners.share(top);
                    } else {
                        owners.claim(owner, top);
                        begins.add(top);
                    }
                });
        tops.replaceAll((id, begins) -> owners.below(id, begins));
        return tops;
    }

    /** The layers that any of these needs, each once; those that are not there need none. */
    synchronized Set<Layer> neededBy(Set<TimelineId> some, Set<SealId> someSeals) {
        return reachable(tops(some::contains, someSeals::contains));
    }

    /**
     * The layers that are needed even if none of these were there. Leases need none: they are over
     * in a moment, and what goes would be free then.
     */
    synchronized Set<Layer> neededWithout(Set<TimelineId> some, Set<SealId> someSeals) {
        return reachable(tops(id -> !some.contains(id), id -> !someSeals.contains(id)));
    }

    /** The layers that only this seal needs. */
    synchronized List<Layer> ownLayers(SealId id) throws NoSuchFileException {
        Layer top = seals.get(id);
        if (top == null) {
            throw new NoSuchFileException(id.value());
        }
        Set<Layer> others = neededWithout(Set.of(), Set.of(id));
        List<Layer> own = new ArrayList<>();
        for (Layer layer : new LayerStack(top)) {
            if (others.contains(layer)) {
                break;
            }
            own.add(layer);
        }
        return own;
    }

    /** The layers at which a seal begins. */
    synchronized Set<Layer> sealed() {
        return Set.copyOf(seals.values());
    }

    /** Takes out the layers that nothing needs any more. */
    synchronized List<Layer> removeUnreached() {
        Set<Layer> reached = reachable(allTops());
        List<Layer> unreached = new ArrayList<>();
        for (Iterator<Layer> all = layers.values().iterator(); all.hasNext(); ) {
            Layer layer = all.next();
            if (!reached.contains(layer)) {
                unreached.add(layer);
                all.remove();
            }
        }
        return unreached;
    }

    /**
     * Runs of two and more layers, each run newest first, between which nothing begins: no seal, no
     * lease, no timeline and no other branch of layers needs one of them without the uppermost.
     */
    synchronized List<List<Layer>> runs() {
        Map<Layer, Layer> inside = inside();
        Set<Layer> continued = new HashSet<>(inside.values());
        List<List<Layer>> runs = new ArrayList<>();
        List<Layer> tops = new ArrayList<>(inside.keySet());
        tops.sort(Comparator.comparingLong(layer -> layer.id().value()));
        for (Layer top : tops) {
            if (!continued.contains(top)) {
                List<Layer> run = new ArrayList<>(List.of(top));
                for (Layer next = inside.get(top); next != null; next = inside.get(next)) {
                    run.add(next);
                }
                runs.add(run);
            }
        }
        return runs;
    }

    /** By each layer the one right below it, if both are durable and only it needs that one. */
    private Map<Layer, Layer> inside() {
        Set<Layer> needed = new HashSet<>(allTops());
        Set<Layer> seen = new HashSet<>();
        for (Layer layer : layers.values()) {
            Layer parent = layer.parent();
            if (parent != null && !seen.add(parent)) {
                needed.add(parent);
            }
        }
        Map<Layer, Layer> inside = new HashMap<>();
        for (Layer layer : layers.values()) {
            Layer parent = layer.parent();
            if (parent != null
                    && layer.state() == Layer.State.DURABLE
                    && parent.state() == Layer.State.DURABLE
                    && !needed.contains(parent)) {
                inside.put(layer, parent);
            }
        }
        return inside;
    }

    private static Set<Layer> reachable(List<Layer> tops) {
        Set<Layer> reached = new HashSet<>();
        for (Layer top : tops) {
            for (Layer layer : new LayerStack(top)) {
                if (!reached.add(layer)) {
                    break;
                }
            }
        }
        return reached;
    }

    /** Where the walk begins for all that needs layers: leases, seals and timelines. */
    private List<Layer> allTops() {
        List<Layer> tops = tops(_ -> true, _ -> true);
        tops.addAll(inUse);
        return tops;
    }

    private List<Layer> tops(Predicate<TimelineId> whose, Predicate<SealId> which) {
        List<Layer> tops = new ArrayList<>();
        seals.forEach(
                (id, top) -> {
                    if (which.test(id)) {
                        tops.add(top);
                    }
                });
        timelines.forEach(
                (id, member) -> {
                    if (whose.test(id)) {
                        tops.add(member.files().stack().top());
                    }
                });
        return tops;
    }
}
