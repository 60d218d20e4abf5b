package dev.cambium.engine.branch.anonymize;

import dev.cambium.anonymizer.rules.MaskingRules;
import dev.cambium.engine.branch.anonymize.MaskedContent.Plans;
import dev.cambium.engine.branch.anonymize.ProjectRules.Versioned;
import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.compute.PrivateCompute;
import dev.cambium.engine.branch.compute.ServerRoles;
import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.creation.Branched;
import dev.cambium.engine.branch.creation.CreateSchemaOnly;
import dev.cambium.engine.branch.history.History;
import dev.cambium.engine.branch.life.ReplaceContent;
import dev.cambium.engine.branch.life.Replaced;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.moment.Moments;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.Cleanup;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.AnonymizedBranch;
import dev.cambium.engine.catalog.AnonymizedState;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.KnownDatabase;
import dev.cambium.engine.catalog.Project;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes branches with anonymized data, and fills them anew. Thread-safe. */
public final class MaskingRuns {

    private final EngineParts parts;
    private final Lookup lookup;
    private final CreateSchemaOnly createSchemaOnly;
    private final RefreshBranch refreshBranch;
    private final MaskedContent.Parts content;
    private final ProjectRules rules;
    private final Planning planning;
    private final RunsUnderWay underWay = new RunsUnderWay();

    /** What is needed of the other verbs. */
    public record Verbs(
            OperationLog operations,
            BranchLocks locks,
            Moments moments,
            History history,
            PortChooser ports,
            ServerRoles serverRoles,
            PrivateCompute privateCompute,
            CreateSchemaOnly createSchemaOnly,
            ReplaceContent replaceContent) {}

    MaskingRuns(
            EngineParts parts,
            Verbs verbs,
            MaskingKeys keys,
            ProjectRules rules,
            Planning planning) {
        this.parts = parts;
        this.lookup = new Lookup(parts.catalog());
        this.createSchemaOnly = verbs.createSchemaOnly();
        this.refreshBranch = new RefreshBranch(parts, verbs);
        this.content =
                new MaskedContent.Parts(
                        parts,
                        verbs.operations(),
                        verbs.ports(),
                        verbs.serverRoles(),
                        verbs.privateCompute(),
                        keys);
        this.rules = rules;
        this.planning = planning;
    }

    /** Says of runs that a killed engine left that they came to nothing; to be called once. */
    public void settle() {
        for (AnonymizedBranch branch : parts.catalog().masking().branches()) {
            if (branch.state() == AnonymizedState.ANONYMIZING) {
                note(
                        branch.failed(
                                "The engine ended while rows were being masked; the branch still has what it had before. Start the anonymization again.",
                                parts.clock().instant()));
            }
        }
    }

    private void note(AnonymizedBranch branch) {
        parts.catalog().commit(change -> change.masking().put(branch));
    }

    /**
     * How a run is to go.
     *
     * @param database whose rows are masked; other databases come without rows
     * @param yaml rules to follow and to keep as a new version; null for those of the project
     * @param acceptDetected whether what is found and has no rule gets the function that suits it,
     *     and all columns count as reviewed
     */
    public record Wish(String database, @Nullable String yaml, boolean acceptDetected) {}

    /**
     * Creates a branch with masked rows of another one. Nobody sees it before all rows are masked.
     *
     * @param source null means the default branch
     * @param moment of the source
     */
    public Branched create(
            String projectId,
            @Nullable String source,
            Moment moment,
            BranchWish branch,
            Wish wish) {
        Project project = lookup.project(projectId);
        Branch from =
                source == null
                        ? lookup.defaultBranch(project.id())
                        : lookup.branch(project.id(), source);
        String name = String.valueOf(branch.name());
        AtomicBoolean cancelled = underWay.begin(project.id(), name);
        try (MaskedContent run =
                new MaskedContent(content, project, plans(project, wish), null, cancelled)) {
            return createSchemaOnly.run(project, from, moment, branch, run);
        } finally {
            underWay.end(cancelled);
        }
    }

    private Plans plans(Project project, Wish wish) {
        MaskingRules given = wish.yaml() == null ? null : ProjectRules.read(wish.yaml());
        if (given != null && !given.database().equals(wish.database())) {
            throw new Refusal(
                    Kind.INVALID,
                    "MASKING_RULE_INVALID",
                    "The rules are for database '%s', and '%s' is to be anonymized."
                            .formatted(given.database(), wish.database()));
        }
        Versioned kept = rules.of(project.id(), wish.database());
        MaskingRules followed = given == null ? kept.rules() : given;
        if (given == null && !followed.areApproved() && !wish.acceptDetected()) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "MASKING_RULES_NOT_APPROVED",
                    "Nobody has approved masking rules for database '%s'. Look at 'cambium anonymize detect', approve them with 'cambium anonymize rules approve', or accept what is detected with --accept-detected."
                            .formatted(wish.database()));
        }
        return console -> {
            DatabasePlan plan =
                    Planning.checked(
                            planning.plan(
                                    console, followed, kept.version(), wish.acceptDetected()));
            Versioned stored =
                    given == null && !wish.acceptDetected()
                            ? kept
                            : rules.store(project.id(), plan.rules());
            return List.of(
                    new DatabasePlan(plan.rules(), stored.version(), plan.shape(), plan.plan()));
        };
    }

    /**
     * Creates a branch that has the schema of another one and no rows, and waits for {@link
     * #refresh}.
     */
    public Branched createWaiting(
            String projectId,
            @Nullable String source,
            Moment moment,
            BranchWish wish,
            List<MaskingRule> own) {
        Project project = lookup.project(projectId);
        Branch from =
                source == null
                        ? lookup.defaultBranch(project.id())
                        : lookup.branch(project.id(), source);
        String written = NeonRules.written(own);
        return createSchemaOnly.run(project, from, moment, wish, new WaitingContent(from, written));
    }

    /** The rules of a branch's own, as Neon writes them. */
    public List<MaskingRule> ownRules(String projectId, String branch) {
        return NeonRules.read(anonymized(lookup.branch(projectId, branch)).rules());
    }

    /** Replaces all rules of a branch's own. */
    public List<MaskingRule> setOwnRules(String projectId, String branch, List<MaskingRule> own) {
        AnonymizedBranch found = anonymized(lookup.branch(projectId, branch));
        note(found.withRules(NeonRules.written(own), parts.clock().instant()));
        return own;
    }

    /** A branch that holds anonymized data, or is to. */
    public AnonymizedBranch anonymized(Branch branch) {
        return parts.catalog()
                .masking()
                .branch(branch.id())
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Kind.CONFLICT,
                                        "NOT_ANONYMIZED",
                                        "Branch '%s' was not made by an anonymization. Create one with 'cambium anonymize run'."
                                                .formatted(branch.name())));
    }

    /**
     * Says that a run begins; {@link #refresh} is to follow.
     *
     * @throws Refusal if the source is gone
     */
    public AnonymizedBranch begin(Branch branch) {
        AnonymizedBranch state = anonymized(branch);
        var _ = lookup.branch(branch.projectId(), state.sourceId());
        AnonymizedBranch started = state.started(parts.clock().instant());
        note(started);
        return started;
    }

    /**
     * Fills a branch anew with masked rows of what its source holds now. The branch keeps its id,
     * its port and its passwords, and what it had until all is done. Columns that are found
     * sensitive and have no rule are masked as suits them.
     *
     * @return the replaced branch
     */
    public Replaced refresh(String projectId, String branch) {
        Project project = lookup.project(projectId);
        Branch found = lookup.branch(project.id(), branch);
        AnonymizedBranch state = begin(found);
        Branch source = lookup.branch(project.id(), state.sourceId());
        AtomicBoolean cancelled = underWay.begin(project.id(), found.name());
        try (MaskedContent run =
                new MaskedContent(
                        content, project, refreshing(project, state), state.rules(), cancelled)) {
            return refreshBranch.run(project, found, source, run);
        } catch (RuntimeException e) {
            Cleanup.attempt(
                    () ->
                            note(
                                    anonymized(found)
                                            .failed(
                                                    String.valueOf(e.getMessage()),
                                                    parts.clock().instant())));
            throw e;
        } finally {
            underWay.end(cancelled);
        }
    }

    /** The branch's own rules if it has some, else those that made it, as they are now. */
    private Plans refreshing(Project project, AnonymizedBranch state) {
        List<MaskingRules> own = NeonRules.byDatabase(NeonRules.read(state.rules()));
        return console -> {
            List<DatabasePlan> plans = new ArrayList<>();
            for (MaskingRules one : own) {
                plans.add(Planning.checked(planning.plan(console, one, 0, true)));
            }
            if (plans.isEmpty()) {
                String database = databaseOf(project, state);
                Versioned kept = rules.of(project.id(), database);
                plans.add(
                        Planning.checked(
                                planning.plan(
                                        console,
                                        kept.rules(),
                                        kept.version(),
                                        !kept.rules().areApproved())));
            }
            return plans;
        };
    }

    /** That of the last run, else the project's default, else the first there is. */
    private String databaseOf(Project project, AnonymizedBranch state) {
        Optional<String> last =
                parts.catalog()
                        .branch(state.branchId())
                        .map(Lookup::timelineOf)
                        .flatMap(timeline -> parts.catalog().masking().report(timeline))
                        .map(Reports::read)
                        .filter(reports -> !reports.isEmpty())
                        .map(reports -> reports.getFirst().database());
        return last.or(() -> Optional.ofNullable(project.defaultDatabase()))
                .or(
                        () ->
                                parts.catalog().databases(state.sourceId()).stream()
                                        .map(KnownDatabase::name)
                                        .findFirst())
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Kind.CONFLICT,
                                        "NO_DATABASE",
                                        "Branch '%s' has no database to anonymize."
                                                .formatted(state.sourceName())));
    }

    /** Asks a run to end; what it made is thrown away. */
    public void cancel(String projectId, String branch) {
        underWay.cancel(lookup.project(projectId).id(), branch);
    }

    /** Asks all runs to end. */
    public void cancelAll() {
        underWay.cancelAll();
    }
}
