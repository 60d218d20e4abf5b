package dev.cambium.engine.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A branch that holds anonymized data of another one, or is to hold it.
 *
 * @param sourceId the branch whose rows were masked; it may be gone
 * @param sourceName what that was called then
 * @param message about the state, for people
 * @param rules of its own, as Neon's masking rules in JSON; null when it follows the project's
 * @param maskedColumns by the last run that was finished
 * @param failedAt when a run last came to nothing
 * @param startedAt when the last run began
 * @param completedAt when the last run ended, however it did
 */
public record AnonymizedBranch(
        String branchId,
        String sourceId,
        String sourceName,
        AnonymizedState state,
        String message,
        @Nullable String rules,
        int maskedColumns,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant failedAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt) {

    /** One that waits for its first run. */
    public static AnonymizedBranch waiting(
            String branchId, Branch source, @Nullable String rules, Instant now) {
        return new AnonymizedBranch(
                branchId,
                source.id(),
                source.name(),
                AnonymizedState.INITIALIZED,
                "The branch has the schema of %s and no rows. Start the anonymization."
                        .formatted(source.name()),
                rules,
                0,
                now,
                now,
                null,
                null,
                null);
    }

    public AnonymizedBranch withRules(String newRules, Instant now) {
        Run same = new Run(state, message, failedAt, startedAt, completedAt);
        return with(same, newRules, maskedColumns, now);
    }

    public AnonymizedBranch started(Instant now) {
        String said = "Rows of %s are being masked.".formatted(sourceName);
        Run run = new Run(AnonymizedState.ANONYMIZING, said, failedAt, now, null);
        return with(run, rules, maskedColumns, now);
    }

    public AnonymizedBranch done(int columns, Instant began, Instant now) {
        String said = "%d columns were masked.".formatted(columns);
        Run run = new Run(AnonymizedState.ANONYMIZED, said, failedAt, began, now);
        return with(run, rules, columns, now);
    }

    public AnonymizedBranch failed(String why, Instant now) {
        String said = why.length() > 4_000 ? why.substring(0, 4_000) : why;
        Run run = new Run(AnonymizedState.ERROR, said, now, startedAt, now);
        return with(run, rules, maskedColumns, now);
    }

    /** How the last run stands. */
    private record Run(
            AnonymizedState state,
            String message,
            @Nullable Instant failedAt,
            @Nullable Instant startedAt,
            @Nullable Instant completedAt) {}

    /** The same branch after something happened now. */
    private AnonymizedBranch with(Run run, @Nullable String ownRules, int columns, Instant now) {
        return new AnonymizedBranch(
                branchId,
                sourceId,
                sourceName,
                run.state(),
                run.message(),
                ownRules,
                columns,
                createdAt,
                now,
                run.failedAt(),
                run.startedAt(),
                run.completedAt());
    }
}
