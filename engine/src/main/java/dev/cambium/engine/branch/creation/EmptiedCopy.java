package dev.cambium.engine.branch.creation;

import dev.cambium.engine.branch.compute.FirstStart;
import dev.cambium.engine.branch.compute.PassingCopy;
import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Lease;
import dev.cambium.engine.branch.schemaonly.Emptied;
import dev.cambium.engine.branch.schemaonly.Emptying;
import dev.cambium.engine.branch.schemaonly.KeptFiles;
import dev.cambium.engine.branch.schemaonly.OldContent;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.compute.Compute;
import dev.cambium.engine.compute.ComputeAddress;
import dev.cambium.engine.compute.ComputeException;
import dev.cambium.engine.compute.ComputePlan;
import dev.cambium.engine.compute.ComputePurpose;
import dev.cambium.engine.page.Invariant;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Extraction;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;

/**
 * A hidden copy of a moment out of which everything but the schema is taken, and from which a
 * timeline that shares nothing with it is made.
 *
 * <p>Its server runs with fsync off. That is safe, because nothing of it is kept: what it wrote is
 * read back after it has ended and all its files are closed, which is when the kernel has handed
 * over every byte, and is made durable where it is kept, before anything names it. A loss of power
 * in between costs the copy, which nobody was promised.
 */
public final class EmptiedCopy {

    private final EngineParts parts;
    private final PortChooser ports;
    private final Project project;
    private final PassingCopy passing;
    private final TimelineId copy;

    public EmptiedCopy(EngineParts parts, PortChooser ports, Project project) {
        this.parts = parts;
        this.ports = ports;
        this.project = project;
        this.passing = new PassingCopy(parts);
        this.copy = passing.timeline();
    }

    /** The hidden copy. */
    public TimelineId timeline() {
        return copy;
    }

    /**
     * Opens the point, empties it, and makes a timeline of what is kept; durable when this returns.
     * {@link #throwAway} is to be called whether this succeeds or not.
     *
     * @param passwords whether the roles lose their passwords, too
     * @param target nothing is left of it when this fails
     */
    public void make(Lease from, boolean passwords, TimelineId target, Emptying.Progress progress)
            throws IOException {
        int number = ports.choose();
        ComputePlan plan =
                parts.plan(project.id(), copy, ComputeAddress.socketOnly(number), "schema only")
                        .fresh(true)
                        .serving(ComputePurpose.EMPTIED);
        Compute compute = new Compute(plan, (state, why) -> {});
        try {
            passing.make(project, from);
            new FirstStart(parts).firstToEmpty(compute, from.lsn(), relationFiles(copy).size());
            OldContent old = new MadeByInitDb(parts.volume(), copy);
            Emptied emptied =
                    new Emptying(compute.console(), project.pgMajor(), old, progress)
                            .run(passwords);
            compute.stop();
            KeptFiles kept = emptied.files();
            requireNothingOld(kept, old);
            new Extraction(parts.volume(), parts.walFolders())
                    .extract(copy, kept::keeps, emptied.switchedAt(), target);
            requireWhole(kept, target);
        } catch (ComputeException | SQLException e) {
            throw new Refusal(
                    Kind.UNAVAILABLE,
                    "SCHEMA_NOT_COPIED",
                    "The schema could not be taken out of a copy of the branch: %s. Nothing was changed."
                            .formatted(e.getMessage()),
                    e);
        } finally {
            compute.abort();
            ports.giveBack(number);
        }
    }

    /** Deletes the copy, whole or half made, with what its server said: that may quote rows. */
    public void throwAway() throws IOException {
        passing.throwAway(null);
    }

    private Set<String> relationFiles(TimelineId timeline) throws IOException {
        return MadeByInitDb.relationFiles(parts.volume(), timeline);
    }

    /**
     * The files are looked at once more, now that the server writes to none of them any more, and
     * with them all their parts.
     */
    private void requireNothingOld(KeptFiles kept, OldContent old) throws IOException {
        for (String file : relationFiles(copy)) {
            Invariant.check(
                    !KeptFiles.isRelation(file) || !kept.keeps(file) || !old.mayBeIn(file),
                    "%s was there before the schema was separated from the rows",
                    file);
        }
    }

    private void requireWhole(KeptFiles kept, TimelineId target) throws IOException {
        Set<String> missing = kept.relations();
        missing.removeAll(relationFiles(target));
        Invariant.check(missing.isEmpty(), "of the schema %s were not copied", missing);
        for (String file : kept.empty()) {
            Invariant.check(
                    parts.volume().read(target, file).length == 0,
                    "%s of a table is not empty",
                    file);
        }
    }
}
