package dev.cambium.gui.inspector;

import dev.cambium.engine.api.EndpointDefaults;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** When a compute falls asleep, in a few words. */
final class SuspendWords {

    private SuspendWords() {}

    /**
     * @param own seconds without a client that the branch's endpoint has set; 0 means the
     *     project's, -1 never
     * @param project what holds then; null when the engine does not tell
     */
    static String of(long own, @Nullable EndpointDefaults project) {
        if (own != 0) {
            return after(own);
        }
        return project == null
                ? Text.get("inspector.suspends.default")
                : Text.get("inspector.suspends.project", after(project.suspendTimeoutSeconds()));
    }

    private static String after(long seconds) {
        return seconds < 0
                ? Text.get("inspector.suspends.never")
                : Text.get(
                        "inspector.suspends.after", Figures.duration(Duration.ofSeconds(seconds)));
    }
}
