package dev.cambium.gui.workspace;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.engine.api.Tick;
import dev.cambium.engine.api.Undoable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one reading of a project brought; empty where it was not asked for. */
record Contents(
        Optional<List<Branch>> branches,
        Optional<List<Tick>> ticks,
        Optional<List<Operation>> operations,
        Optional<List<Snapshot>> snapshots,
        Optional<List<Undoable>> undoable) {

    /** The engine answers at most this many ticks at a time: the limit of {@code ticks}. */
    private static final int TICKS_A_TIME = 10_000;

    static Contents read(
            EngineClient client, String projectId, Set<Topic> topics, List<Tick> known) {
        return new Contents(
                topics.contains(Topic.BRANCHES)
                        ? Optional.of(client.branches().list(projectId))
                        : Optional.empty(),
                topics.contains(Topic.TICKS)
                        ? Optional.of(ticksAfter(client, projectId, known))
                        : Optional.empty(),
                topics.contains(Topic.OPERATIONS)
                        ? Optional.of(client.projects().operations(projectId))
                        : Optional.empty(),
                topics.contains(Topic.SNAPSHOTS)
                        ? Optional.of(client.snapshots().list(projectId))
                        : Optional.empty(),
                topics.contains(Topic.UNDO)
                        ? Optional.of(client.life().undoable(projectId))
                        : Optional.empty());
    }

    /** Asks only for what is new, and goes on until the engine has no more. */
    private static List<Tick> ticksAfter(EngineClient client, String projectId, List<Tick> known) {
        List<Tick> all = new ArrayList<>(known);
        while (true) {
            Instant since = all.isEmpty() ? Instant.EPOCH : all.getLast().time();
            List<Tick> found = client.past().ticks(projectId, since);
            Set<Tick> overlap = new HashSet<>();
            for (int i = all.size() - 1; i >= 0 && !all.get(i).time().isBefore(since); i--) {
                overlap.add(all.get(i));
            }
            int before = all.size();
            found.stream().filter(tick -> !overlap.contains(tick)).forEach(all::add);
            if (found.size() < TICKS_A_TIME || all.size() == before) {
                return all;
            }
        }
    }
}
