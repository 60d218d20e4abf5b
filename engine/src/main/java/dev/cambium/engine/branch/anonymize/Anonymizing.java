package dev.cambium.engine.branch.anonymize;

import dev.cambium.anonymizer.column.ColumnId;
import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.detect.ColumnFinding;
import dev.cambium.anonymizer.function.FunctionCall;
import dev.cambium.anonymizer.plan.Planner;
import dev.cambium.anonymizer.plan.Problem;
import dev.cambium.anonymizer.report.MaskingReport;
import dev.cambium.anonymizer.rules.MaskingRules;
import dev.cambium.engine.branch.anonymize.ProjectRules.Versioned;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.travel.Questions;
import dev.cambium.engine.catalog.AnonymizedBranch;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.masking.DatabaseDetection;
import dev.cambium.engine.masking.MaskingPreview;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be asked about personal data, and the rules for it. Thread-safe. */
public final class Anonymizing {

    private final EngineParts parts;
    private final Lookup lookup;
    private final Questions questions;
    private final MaskingKeys keys;
    private final ProjectRules rules;
    private final Planning planning = new Planning();
    private final MaskingRuns runs;

    public Anonymizing(EngineParts parts, Questions questions, MaskingRuns.Verbs verbs) {
        this.parts = parts;
        this.lookup = new Lookup(parts.catalog());
        this.questions = questions;
        this.keys = new MaskingKeys(parts);
        this.rules = new ProjectRules(parts, keys);
        this.runs = new MaskingRuns(parts, verbs, keys, rules, planning);
    }

    /** Branches that are made and filled. */
    public MaskingRuns runs() {
        return runs;
    }

    /**
     * A finding, with what would be done about it.
     *
     * @param type of the column
     * @param suggested null when the finding is not sure enough, or something was decided already
     */
    public record Detected(
            ColumnFinding finding, ColumnType type, @Nullable FunctionCall suggested) {}

    /**
     * Which columns of a database hold personal data.
     *
     * @param all also columns about which the project's rules have decided
     */
    public List<Detected> detect(String projectId, String branch, String database, boolean all) {
        Branch found = branch(projectId, branch);
        MaskingRules decided = rules.of(found.projectId(), database).rules();
        Set<ColumnId> known = all ? Set.of() : decided.decided();
        return questions.visit(
                found,
                new Moment.Head(),
                (console, moment) -> {
                    try {
                        DatabaseDetection.Found result =
                                new DatabaseDetection()
                                        .run(console, database, known, table -> true);
                        Map<ColumnId, FunctionCall> suggested =
                                Planner.suggest(result.shape(), result.findings(), decided);
                        return result.findings().stream()
                                .map(
                                        finding ->
                                                new Detected(
                                                        finding,
                                                        result.shape()
                                                                .column(finding.column())
                                                                .orElseThrow()
                                                                .type(),
                                                        suggested.get(finding.column())))
                                .toList();
                    } catch (SQLException e) {
                        throw Planning.refusal(e, database);
                    }
                });
    }

    /** Rules as the project has them. */
    public record Shown(MaskingRules rules, int version) {}

    public Shown rules(String projectId, String database) {
        return shown(rules.of(lookup.project(projectId).id(), database));
    }

    private static Shown shown(Versioned versioned) {
        return new Shown(versioned.rules(), versioned.version());
    }

    /** Stores rules as a new version. */
    public Shown setRules(String projectId, String yaml) {
        return shown(rules.store(lookup.project(projectId).id(), ProjectRules.read(yaml)));
    }

    /** Stores the project's rules with other functions for some columns as a new version. */
    public Shown changeRules(String projectId, String database, List<MaskingRule> changes) {
        String id = lookup.project(projectId).id();
        return shown(rules.store(id, NeonRules.changed(rules.of(id, database).rules(), changes)));
    }

    /**
     * Approves the rules for the columns that a branch has now: all of them count as reviewed.
     *
     * @param acceptDetected whether what is found and has no rule gets the function that suits it
     */
    public Shown approve(String projectId, String branch, String database, boolean acceptDetected) {
        Branch found = branch(projectId, branch);
        Versioned last = rules.of(found.projectId(), database);
        DatabasePlan plan = plan(found, unreviewed(last.rules()), acceptDetected);
        return shown(
                rules.store(
                        found.projectId(), Planning.checked(plan).rules().approved(plan.shape())));
    }

    /** What is new is what is being approved. */
    private static MaskingRules unreviewed(MaskingRules rules) {
        return new MaskingRules(
                rules.database(), rules.calls(), rules.subsets(), new java.util.TreeSet<>());
    }

    private DatabasePlan plan(Branch branch, MaskingRules followed, boolean acceptDetected) {
        return questions.visit(
                branch,
                new Moment.Head(),
                (console, moment) -> planning.plan(console, followed, 0, acceptDetected));
    }

    /**
     * What is to be previewed.
     *
     * @param yaml rules to try; null for those of the project
     * @param changes to those rules, for this preview alone
     * @param table the only one to show and to look at; null for all
     * @param rows of each table
     */
    public record Trial(
            String database,
            @Nullable String yaml,
            List<MaskingRule> changes,
            @Nullable TableId table,
            boolean acceptDetected,
            int rows) {}

    /** Shows rows before and after; nothing is written. */
    public Preview preview(String projectId, String branch, Trial trial) {
        Branch found = branch(projectId, branch);
        MaskingRules kept =
                trial.yaml() == null
                        ? rules.of(found.projectId(), trial.database()).rules()
                        : ProjectRules.read(trial.yaml());
        MaskingRules followed = NeonRules.changed(kept, trial.changes());
        return questions.visit(
                found,
                new Moment.Head(),
                (console, moment) -> preview(console, found, trial, followed));
    }

    private Preview preview(Console console, Branch branch, Trial trial, MaskingRules followed) {
        TableId only = trial.table();
        DatabasePlan plan =
                planning.plan(
                        console,
                        followed,
                        0,
                        trial.acceptDetected(),
                        table -> only == null || table.equals(only));
        List<Problem> problems =
                plan.plan().problems().stream()
                        .filter(one -> only == null || one.column().tableId().equals(only))
                        .toList();
        if (!problems.isEmpty()) {
            return new Preview(List.of(), problems, plan.plan().warnings());
        }
        try {
            return new Preview(
                    MaskingPreview.of(
                            console,
                            followed.database(),
                            plan.plan().tables().stream()
                                    .filter(one -> only == null || one.table().id().equals(only))
                                    .toList(),
                            keys.of(branch.projectId()),
                            trial.rows()),
                    problems,
                    plan.plan().warnings());
        } catch (SQLException e) {
            throw Planning.refusal(e, followed.database());
        }
    }

    /** What is known of a branch that holds anonymized data; empty for others. */
    public Optional<AnonymizedBranch> status(Branch branch) {
        return parts.catalog().masking().branch(branch.id());
    }

    /**
     * What the run did that made the branch's content, for each database.
     *
     * @throws Refusal if no run made it
     */
    public List<MaskingReport> report(String projectId, String branch) {
        Branch found = branch(projectId, branch);
        return parts.catalog()
                .masking()
                .report(Lookup.timelineOf(found))
                .map(Reports::read)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Kind.NOT_FOUND,
                                        "NO_MASKING_REPORT",
                                        "What branch '%s' holds was not made by an anonymization."
                                                .formatted(found.name())));
    }

    private Branch branch(String projectId, String branch) {
        return lookup.branch(lookup.project(projectId).id(), branch);
    }
}
