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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

    /** The folders in which the files of relations are. */
    private static final List<String> RELATION_FOLDERS = List.of("base", "global", "pg_tblspc");

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
            new FirstStart(parts).firstToEmpty(compute, from.lsn(), relationFiles().size());
            Set<String> before = relationFiles();
            UntouchedDatabases untouched = new UntouchedDatabases(parts.volume(), copy);
            Emptied emptied =
                    new Emptying(
                                    compute.console(),
                                    project.pgMajor(),
                                    untouched.relations(),
                                    progress)
                            .run(passwords);
            compute.stop();
            KeptFiles kept = emptied.files();
            requireNewFiles(kept, before, untouched);
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

    private Set<String> relationFiles() throws IOException {
        Set<String> files = new HashSet<>();
        for (String folder : RELATION_FOLDERS) {
            files.addAll(parts.volume().files(copy, folder));
        }
        return files;
    }

    /**
     * What was there when the copy began may hold rows: no file of that name is kept, unless all of
     * it is what initdb wrote.
     */
    private static void requireNewFiles(
            KeptFiles kept, Set<String> before, UntouchedDatabases untouched) throws IOException {
        for (String file : kept.relations()) {
            Invariant.check(
                    !before.contains(file) || untouched.isAsMade(file),
                    "%s was there before the schema was separated from the rows",
                    file);
        }
    }

    private void requireWhole(KeptFiles kept, TimelineId target) throws IOException {
        List<String> missing = new ArrayList<>(kept.relations());
        for (String folder : RELATION_FOLDERS) {
            missing.removeAll(new HashSet<>(parts.volume().files(target, folder)));
        }
        Invariant.check(missing.isEmpty(), "of the schema %s were not copied", missing);
        for (String file : kept.empty()) {
            Invariant.check(
                    parts.volume().read(target, file).length == 0,
                    "%s of a table is not empty",
                    file);
        }
    }
}
