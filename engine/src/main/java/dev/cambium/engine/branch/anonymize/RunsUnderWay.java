package dev.cambium.engine.branch.anonymize;

import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs that can be cancelled, by the name of the branch that they make or fill. Thread-safe. */
final class RunsUnderWay {

    private final Map<String, AtomicBoolean> cancelled = new ConcurrentHashMap<>();

    private static String key(String projectId, String branch) {
        return projectId + "/" + branch;
    }

    /** A run begins; the answer becomes true when it is to end. */
    AtomicBoolean begin(String projectId, String branch) {
        AtomicBoolean flag = new AtomicBoolean();
        cancelled.put(key(projectId, branch), flag);
        return flag;
    }

    void end(String projectId, String branch) {
        cancelled.remove(key(projectId, branch));
    }

    /**
     * Asks a run to end.
     *
     * @throws Refusal if there is none
     */
    void cancel(String projectId, String branch) {
        AtomicBoolean flag = cancelled.get(key(projectId, branch));
        if (flag == null) {
            throw new Refusal(
                    Kind.NOT_FOUND,
                    "NO_MASKING_RUN",
                    "No anonymization of '%s' is under way.".formatted(branch));
        }
        flag.set(true);
    }

    void cancelAll() {
        cancelled.values().forEach(flag -> flag.set(true));
    }
}
