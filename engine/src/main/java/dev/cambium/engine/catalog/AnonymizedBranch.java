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
        return new AnonymizedBranch(
                branchId,
                sourceId,
                sourceName,
                state,
                message,
                newRules,
                maskedColumns,
                createdAt,
                now,
                failedAt,
                startedAt,
                completedAt);
    }

    public AnonymizedBranch started(Instant now) {
        return new AnonymizedBranch(
                branchId,
                sourceId,
                sourceName,
                AnonymizedState.ANONYMIZING,
                "Rows of %s are being masked.".formatted(sourceName),
                rules,
                maskedColumns,
                createdAt,
                now,
                failedAt,
                now,
                null);
    }

    public AnonymizedBranch done(int columns, Instant began, Instant now) {
        return new AnonymizedBranch(
                branchId,
                sourceId,
                sourceName,
                AnonymizedState.ANONYMIZED,
                "%d columns were masked.".formatted(columns),
                rules,
                columns,
                createdAt,
                now,
                failedAt,
                began,
                now);
    }

    public AnonymizedBranch failed(String why, Instant now) {
        return new AnonymizedBranch(
                branchId,
                sourceId,
                sourceName,
                AnonymizedState.ERROR,
                why.length() > 4_000 ? why.substring(0, 4_000) : why,
                rules,
                maskedColumns,
                createdAt,
                now,
                now,
                startedAt,
                now);
    }
}
