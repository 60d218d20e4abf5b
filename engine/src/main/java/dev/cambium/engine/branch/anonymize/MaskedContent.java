package dev.cambium.engine.branch.anonymize;

import dev.cambium.anonymizer.mask.MaskingSecret;
import dev.cambium.anonymizer.report.MaskingReport;
import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.compute.PrivateCompute;
import dev.cambium.engine.branch.compute.ServerRoles;
import dev.cambium.engine.branch.creation.CreateSchemaOnly.Content;
import dev.cambium.engine.branch.moment.Found;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.travel.PastCompute;
import dev.cambium.engine.catalog.AnonymizedBranch;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.compute.ComputeAddress;
import dev.cambium.engine.compute.ComputePurpose;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.masking.LoadProgress;
import dev.cambium.engine.masking.MaskedLoad;
import dev.cambium.engine.masking.Stopped;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Fills emptied timelines with masked rows of a moment: a hidden, read-only server shows the
 * moment, another one runs on the timeline, and rows go from one to the other through the
 * anonymizer. What goes wrong makes the timeline useless; the caller throws it away.
 *
 * <p>One for each run: {@link #prepare}, which refuses what must not run, then {@link #fill}, then
 * {@link #note} as part of the outcome, and {@link #close} whatever happened.
 */
final class MaskedContent implements Content, AutoCloseable {

    /** Makes plans for the server that shows the moment, and refuses those with problems. */
    interface Plans {
        List<DatabasePlan> of(Console source);
    }

    /** Of the whole work, as it is with a database of middle size. */
    private static final double SCHEMA_SHARE = 0.1;

    private final Parts parts;
    private final Project project;
    private final Plans plans;
    private final @Nullable String ownRules;
    private final AtomicBoolean cancelled;
    private final int number;
    private final Instant begun;
    private @Nullable PastCompute source;
    private @Nullable Found found;
    private @Nullable Timeline filled;
    private List<DatabasePlan> planned = List.of();
    private List<MaskingReport> reports = List.of();

    /** What every run works with. */
    record Parts(
            EngineParts engine,
            OperationLog operations,
            PortChooser ports,
            ServerRoles serverRoles,
            PrivateCompute privateCompute,
            MaskingKeys keys) {}

    /**
     * @param ownRules of the branch, to be noted with it; null when it follows the project's
     * @param cancelled ends the run soon after it becomes true
     */
    MaskedContent(
            Parts parts,
            Project project,
            Plans plans,
            @Nullable String ownRules,
            AtomicBoolean cancelled) {
        this.parts = parts;
        this.project = project;
        this.plans = plans;
        this.ownRules = ownRules;
        this.cancelled = cancelled;
        this.number = parts.ports().choose();
        this.begun = parts.engine().clock().instant();
    }

    @Override
    public void prepare(Found moment) throws IOException {
        PastCompute past =
                new PastCompute(
                        parts.engine(),
                        parts.serverRoles(),
                        moment.branch(),
                        moment.point(),
                        ComputeAddress.socketOnly(number));
        source = past;
        found = moment;
        past.start(project, moment);
        planned = plans.of(past.console());
    }

    @Override
    public double shareBefore() {
        return SCHEMA_SHARE;
    }

    @Override
    public void fill(Timeline opening, Operation operation) throws IOException {
        Console from = Objects.requireNonNull(source, "prepared").console();
        MaskingSecret secret = parts.keys().of(project.id());
        List<MaskingReport> done = new ArrayList<>();
        try {
            parts.privateCompute()
                    .again(
                            opening.id(),
                            ComputePurpose.FILLED,
                            target -> {
                                for (DatabasePlan one : planned) {
                                    done.add(
                                            load(
                                                    new MaskedLoad(
                                                            from,
                                                            target,
                                                            secret,
                                                            progress(operation, done.size()),
                                                            parts.engine().clock()),
                                                    one));
                                }
                            });
        } catch (Stopped e) {
            throw new Refusal(
                    Kind.CONFLICT, "MASKING_CANCELLED", String.valueOf(e.getMessage()), e);
        }
        reports = List.copyOf(done);
        filled = opening;
    }

    private MaskingReport load(MaskedLoad load, DatabasePlan one) {
        Found moment = Objects.requireNonNull(found, "prepared");
        try {
            return load.run(
                    one.rules(),
                    one.shape(),
                    one.plan(),
                    moment.branch().name(),
                    moment.point().lsn().toString(),
                    one.version());
        } catch (SQLException e) {
            throw Planning.refusal(e, one.rules().database());
        }
    }

    /**
     * How far the whole work is.
     *
     * @param before databases that are done
     * @param fraction of the one that is not
     */
    private double whole(int before, double fraction) {
        return SCHEMA_SHARE + (1 - SCHEMA_SHARE) * (before + fraction) / planned.size();
    }

    private LoadProgress progress(Operation operation, int before) {
        return new LoadProgress() {
            @Override
            public void at(String message, @Nullable Double fraction) {
                parts.operations()
                        .progress(
                                operation,
                                message,
                                fraction == null ? null : whole(before, fraction));
            }

            @Override
            public boolean isCancelled() {
                return cancelled.get() || parts.operations().isCancelled(operation);
            }
        };
    }

    @Override
    public void note(Change change, Branch created, Instant now) {
        Branch from = Objects.requireNonNull(found, "prepared").branch();
        change.masking()
                .put(
                        AnonymizedBranch.waiting(created.id(), from, ownRules, now)
                                .done(maskedColumns(), begun, now));
        change.masking()
                .putReport(Objects.requireNonNull(filled, "filled").id(), Reports.written(reports));
    }

    @Override
    public String told(Branch created, Found moment) {
        return "%s was created with anonymized data of %s"
                .formatted(created.name(), moment.told().source());
    }

    private int maskedColumns() {
        return reports.stream().mapToInt(MaskingReport::maskedColumns).sum();
    }

    @Override
    public void close() {
        PastCompute past = source;
        if (past != null) {
            past.discard();
        }
        parts.ports().giveBack(number);
    }
}
