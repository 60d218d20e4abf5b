package dev.cambium.engine.branch.anonymize;

import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs that can be cancelled, by the name of the branch that they make or fill. Thread-safe. */
final class RunsUnderWay {

    /** Each with what it is for: two may have begun for one name, of which one will be refused. */
    private final Map<AtomicBoolean, String> underWay = new ConcurrentHashMap<>();

    private static String key(String projectId, String branch) {
        return projectId + "/" + branch;
    }

    /** A run begins; the answer becomes true when it is to end. */
    AtomicBoolean begin(String projectId, String branch) {
        AtomicBoolean cancelled = new AtomicBoolean();
        underWay.put(cancelled, key(projectId, branch));
        return cancelled;
    }

    /**
     * @param begun what {@link #begin} has answered
     */
    void end(AtomicBoolean begun) {
        underWay.remove(begun);
    }

    /**
     * Asks the runs of a name to end.
     *
     * @throws Refusal if there is none
     */
    void cancel(String projectId, String branch) {
        String asked = key(projectId, branch);
        List<AtomicBoolean> found =
                underWay.entrySet().stream()
                        .filter(one -> one.getValue().equals(asked))
                        .map(Map.Entry::getKey)
                        .toList();
        if (found.isEmpty()) {
            throw new Refusal(
                    Kind.NOT_FOUND,
                    "NO_MASKING_RUN",
                    "No anonymization of '%s' is under way.".formatted(branch));
        }
        found.forEach(one -> one.set(true));
    }

    void cancelAll() {
        underWay.keySet().forEach(one -> one.set(true));
    }
}
