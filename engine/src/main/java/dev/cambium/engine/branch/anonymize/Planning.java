package dev.cambium.engine.branch.anonymize;

import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.plan.MaskingPlan;
import dev.cambium.anonymizer.plan.Planner;
import dev.cambium.anonymizer.plan.Problem;
import dev.cambium.anonymizer.rules.MaskingRules;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.masking.DatabaseDetection;
import dev.cambium.engine.masking.DatabaseDetection.Found;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** From rules to a plan for a server that is there; refuses what must not run. Thread-safe. */
final class Planning {

    /** So many problems are told at once. */
    private static final int PROBLEMS_TOLD = 20;

    private final DatabaseDetection detection = new DatabaseDetection();

    /**
     * Looks at all columns, plans, and says what speaks against it without refusing.
     *
     * @param acceptDetected whether what is found and has no rule gets the function that suits it,
     *     and all columns count as reviewed
     */
    DatabasePlan plan(Console console, MaskingRules rules, int version, boolean acceptDetected) {
        return plan(console, rules, version, acceptDetected, table -> true);
    }

    /**
     * As {@link #plan(Console, MaskingRules, int, boolean)}.
     *
     * @param looked which tables are looked at; for a run all must be
     */
    DatabasePlan plan(
            Console console,
            MaskingRules rules,
            int version,
            boolean acceptDetected,
            Predicate<TableId> looked) {
        Found found = detect(console, rules.database(), looked);
        MaskingRules followed = rules;
        if (acceptDetected) {
            followed =
                    rules.with(Planner.suggest(found.shape(), found.findings(), rules))
                            .approved(found.shape());
        }
        MaskingPlan plan = Planner.plan(found.shape(), followed, found.findings());
        return new DatabasePlan(followed, version, found.shape(), plan);
    }

    private Found detect(Console console, String database, Predicate<TableId> looked) {
        try {
            return detection.run(console, database, Set.of(), looked);
        } catch (SQLException e) {
            throw refusal(e, database);
        }
    }

    static Refusal refusal(SQLException e, String database) {
        if ("53100".equals(e.getSQLState())) {
            return new Refusal(
                    Kind.DISK_FULL,
                    "DISK_FULL",
                    "The disk is full, so database '%s' was not anonymized. Nothing was changed. Free some space, then try again."
                            .formatted(database),
                    e);
        }
        return "3D000".equals(e.getSQLState())
                ? new Refusal(
                        Kind.NOT_FOUND,
                        "DATABASE_NOT_FOUND",
                        "There is no database '%s' on this branch. 'cambium databases list' shows those there are."
                                .formatted(database),
                        e)
                : new Refusal(
                        Kind.CONFLICT,
                        "MASKING_FAILED",
                        "Database '%s' could not be anonymized: %s"
                                .formatted(database, e.getMessage()),
                        e);
    }

    /**
     * Refuses a plan with problems.
     *
     * @throws Refusal that names them
     */
    static DatabasePlan checked(DatabasePlan planned) {
        List<Problem> problems = planned.plan().problems();
        if (!problems.isEmpty()) {
            String more =
                    problems.size() > PROBLEMS_TOLD
                            ? "\n… and %d more.".formatted(problems.size() - PROBLEMS_TOLD)
                            : "";
            throw new Refusal(
                    Kind.CONFLICT,
                    "MASKING_REFUSED",
                    "Nothing was anonymized, because the rules leave questions open:\n"
                            + problems.stream()
                                    .limit(PROBLEMS_TOLD)
                                    .map(problem -> "- " + problem.message())
                                    .collect(Collectors.joining("\n"))
                            + more);
        }
        return planned;
    }
}
