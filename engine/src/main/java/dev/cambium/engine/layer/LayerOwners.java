package dev.cambium.engine.layer;

import dev.cambium.engine.page.TimelineId;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which layers only one timeline needs. What is below a layer is needed by all who need the layer,
 * so each walk down ends where nothing new is learned, and a layer is passed twice at most. Not
 * thread-safe.
 */
final class LayerOwners {

    /** By layer its only owner; empty when there are more. */
    private final Map<Layer, Optional<TimelineId>> owners = new HashMap<>();

    /** A timeline needs this layer and all below. */
    void claim(TimelineId owner, Layer top) {
        note(Optional.of(owner), top);
    }

    /** So does somebody who is no timeline. */
    void share(Layer top) {
        note(Optional.empty(), top);
    }

    private void note(Optional<TimelineId> owner, Layer top) {
        for (Layer layer : new LayerStack(top)) {
            Optional<TimelineId> known = owners.putIfAbsent(layer, owner);
            if (known == null) {
                continue;
            }
            if (known.isEmpty() || known.equals(owner)) {
                return;
            }
            owners.put(layer, Optional.empty());
        }
    }

    /** The layers from these on down that are the timeline's alone, each once. */
    List<Layer> below(TimelineId owner, List<Layer> tops) {
        Set<Layer> own = new LinkedHashSet<>();
        for (Layer top : tops) {
            for (Layer layer : new LayerStack(top)) {
                if (!owners.getOrDefault(layer, Optional.empty()).equals(Optional.of(owner))) {
                    break;
                }
                own.add(layer);
            }
        }
        return List.copyOf(own);
    }
}
