package dev.cambium.gui.activity;

import dev.cambium.engine.api.Operation;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * An operation in words.
 *
 * @param branchName empty when it concerns none
 * @param progress between 0 and 1; null when it is not running or has not told
 * @param phase what it is at, in the engine's words; empty when it has not told
 * @param cancellable whether the engine would let go of it now
 * @param error the engine's sentence; empty when there is none
 */
record OperationRow(
        String id,
        String action,
        String branchName,
        Status status,
        Instant began,
        Duration duration,
        @Nullable Double progress,
        String phase,
        boolean cancellable,
        String error) {

    /** Nobody looks for a button that ends what ends by itself within this. */
    private static final Duration SOON_OVER = Duration.ofSeconds(1);

    /** How far an operation is. */
    enum Status {
        /** Under way; its progress is shown when the engine tells it. */
        RUNNING("operation.running"),
        /** Done. */
        FINISHED("operation.finished"),
        /** Not done; the error says why. */
        FAILED("operation.failed");

        private final String key;

        Status(String key) {
            this.key = key;
        }

        String word() {
            return Text.get(key);
        }
    }

    static OperationRow of(
            Operation operation,
            String branchName,
            @Nullable Double progress,
            String phase,
            Instant now) {
        Status status =
                switch (operation.status()) {
                    case "failed", "error" -> Status.FAILED;
                    case "finished" -> Status.FINISHED;
                    default -> Status.RUNNING;
                };
        Duration duration =
                status == Status.RUNNING
                        ? Duration.between(operation.createdAt(), now)
                        : Duration.ofMillis(operation.totalDurationMs());
        return new OperationRow(
                operation.id(),
                inWords(operation.action()),
                branchName,
                status,
                operation.createdAt(),
                duration,
                status == Status.RUNNING ? progress : null,
                status == Status.RUNNING ? phase : "",
                status == Status.RUNNING && operation.cancellable(),
                operation.error() == null ? "" : operation.error());
    }

    /** Neon's {@code create_branch} as {@code Create branch}. */
    private static String inWords(String action) {
        String words = action.replace('_', ' ');
        return words.isEmpty()
                ? words
                : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /**
     * @param words in its action, branch or error, whatever their case
     * @param only null for any
     */
    boolean fits(String words, @Nullable Status only) {
        String all = (action + " " + branchName + " " + error).toLowerCase(Locale.ROOT);
        return (only == null || status == only)
                && all.contains(words.strip().toLowerCase(Locale.ROOT));
    }

    /** Whether it takes its time and no button ends it: people look for one then. */
    boolean mustGoOn() {
        return status == Status.RUNNING && !cancellable && duration.compareTo(SOON_OVER) >= 0;
    }

    /** One line that says it all, for screen readers. */
    String spoken() {
        return Text.get(
                "operation.spoken", action, branchName, status.word(), Figures.duration(duration));
    }
}
