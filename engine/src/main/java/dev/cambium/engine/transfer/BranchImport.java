package dev.cambium.engine.transfer;

import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.life.Filling;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.KnownDatabase;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.compute.ComputeFolders;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.transfer.sample.ShopSample;
import dev.cambium.engine.transfer.twin.SourceDatabase;
import dev.cambium.engine.transfer.twin.TwinCopy;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Imports into a branch, all or nothing: a script that fails leaves the branch as it was.
 * Thread-safe.
 */
public final class BranchImport {

    /** SQLSTATE of dropping the database that one is connected to. */
    private static final String OBJECT_IN_USE = "55006";

    private final BranchService branches;

    public BranchImport(BranchService branches) {
        this.branches = branches;
    }

    /**
     * Runs scripts on a branch in their order.
     *
     * @param database where they begin, made when missing; null means the branch's own database
     * @throws Refusal naming file, line and statement at the first thing that went wrong
     */
    public ImportOutcome run(
            String projectId,
            String branchId,
            List<ImportSource> sources,
            @Nullable String database) {
        Branch branch = branches.branch(projectId, branchId);
        Project project = branches.project(projectId);
        if (database != null) {
            return runFrom(database, project, branch, sources);
        }
        try {
            return runFrom(ownDatabase(project, branch), project, branch, sources);
        } catch (Refusal refusal) {
            boolean again =
                    replacesOwnDatabase(refusal) && sources.stream().allMatch(ImportSource::isFile);
            if (!again) {
                throw refusal;
            }
            return runFrom(ComputeFolders.ENGINE_ROLE, project, branch, sources);
        }
    }

    private ImportOutcome runFrom(
            String database, Project project, Branch branch, List<ImportSource> sources) {
        String what = sources.stream().map(ImportSource::name).collect(Collectors.joining(", "));
        return fill(
                branch,
                what,
                (console, progress) -> {
                    ImportResult result =
                            new SqlImporter(
                                            new ConsoleConnector(console, project.roleName()),
                                            now -> progress.at(sentence(now), fraction(now)))
                                    .run(sources, database);
                    if (result.statements() == 0) {
                        throw nothing(what, branch);
                    }
                    return result;
                });
    }

    /** What a dump that failed in front of a pipe leaves must not pass for an import. */
    private static Refusal nothing(String what, Branch branch) {
        return new Refusal(
                Refusal.Kind.INVALID,
                "IMPORT_EMPTY",
                "There is no SQL statement in %s: whatever was to write it has probably failed. Branch '%s' is as it was."
                        .formatted(what, branch.name()));
    }

    /** A script that drops and makes its database itself must begin in another one. */
    private static boolean replacesOwnDatabase(Refusal refusal) {
        return refusal.getCause() instanceof ImportFailure failure
                && failure.serverError() != null
                && OBJECT_IN_USE.equals(failure.serverError().sqlState());
    }

    /**
     * Loads the sample web shop into a branch's own database.
     *
     * @param scale its size, from 1 to {@link ShopSample#SCALE_MAX}
     */
    public ImportOutcome loadSample(String projectId, String branchId, int scale) {
        if (scale < 1 || scale > ShopSample.SCALE_MAX) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "SCALE_INVALID",
                    "The scale of the sample shop is a number from 1 to %d."
                            .formatted(ShopSample.SCALE_MAX));
        }
        Branch branch = branches.branch(projectId, branchId);
        Project project = branches.project(projectId);
        String database = ownDatabase(project, branch);
        return fill(
                branch,
                "the sample shop",
                (console, progress) -> {
                    progress.at("making the sample shop", null);
                    Instant began = Instant.now();
                    ConsoleConnector connector = new ConsoleConnector(console, project.roleName());
                    try (Connection connection = connector.connect(database)) {
                        long rows = new ShopSample(scale, ShopSample.DEFAULT_SEED).load(connection);
                        return new ImportResult(
                                0,
                                rows,
                                0,
                                Duration.between(began, Instant.now()),
                                List.of(database),
                                List.of());
                    }
                });
    }

    /**
     * Copies a running database from elsewhere into a branch.
     *
     * @param database in which it is put, made when missing; null means one of the source's name
     * @param refresh whether a database of that name is thrown away first; the branch then serves
     *     what it had until the copy is whole
     */
    public ImportOutcome copyDatabase(
            String projectId,
            String branchId,
            SourceDatabase source,
            @Nullable String database,
            boolean refresh) {
        Branch branch = branches.branch(projectId, branchId);
        Project project = branches.project(projectId);
        String into = database == null ? source.database() : database;
        Load load =
                (console, progress) -> {
                    ConsoleConnector target = new ConsoleConnector(console, project.roleName());
                    if (refresh) {
                        target.dropDatabase(into);
                    }
                    return new TwinCopy(source, target, progress).run(into);
                };
        return refresh
                ? fill(branch, source.shown(), load, branches::refreshBranch)
                : fill(branch, source.shown(), load, branches::fillBranch);
    }

    /** As {@link #copyDatabase} with {@code refresh}, for a branch that is known. */
    public void refresh(Branch branch, SourceDatabase source, @Nullable String database) {
        ImportOutcome _ = copyDatabase(branch.projectId(), branch.id(), source, database, true);
    }

    /** How a branch gets its content. */
    private interface Way {
        Branch fill(String projectId, String branchId, String what, Filling filling);
    }

    /** Something that loads data over a console and tells what it did. */
    private interface Load {
        ImportResult run(Console console, Filling.Progress progress)
                throws SQLException, IOException;
    }

    private ImportOutcome fill(Branch branch, String what, Load load) {
        return fill(branch, what, load, branches::fillBranch);
    }

    private ImportOutcome fill(Branch branch, String what, Load load, Way way) {
        Instant began = Instant.now();
        AtomicReference<@Nullable ImportResult> result = new AtomicReference<>();
        Branch filled =
                way.fill(
                        branch.projectId(),
                        branch.id(),
                        what,
                        (console, progress) -> {
                            try {
                                result.set(load.run(console, progress));
                            } catch (ImportFailure failure) {
                                throw refusal(failure, branch);
                            }
                        });
        ImportResult done = Objects.requireNonNull(result.get());
        return new ImportOutcome(
                filled,
                done.statements(),
                done.rowsCopied(),
                done.bytesRead(),
                done.databases(),
                Duration.between(began, Instant.now()));
    }

    /** The script's fault, or that of a full disk. */
    private static Refusal refusal(ImportFailure failure, Branch branch) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("No space left on device")) {
            return new Refusal(
                    Refusal.Kind.DISK_FULL,
                    "DISK_FULL",
                    "The disk is full: %s. Branch '%s' is as it was. Free some space, then import again."
                            .formatted(message, branch.name()),
                    failure);
        }
        return new Refusal(
                Refusal.Kind.INVALID,
                "IMPORT_FAILED",
                "%s%s Branch '%s' is as it was."
                        .formatted(message, message.endsWith(".") ? "" : ".", branch.name()),
                failure);
    }

    private String ownDatabase(Project project, Branch branch) {
        if (project.defaultDatabase() != null) {
            return project.defaultDatabase();
        }
        List<KnownDatabase> databases = branches.contents().databases(branch);
        return databases.isEmpty() ? "postgres" : databases.getFirst().name();
    }

    private static String sentence(ImportProgress now) {
        return "%s: %,d statements, %,d rows, %.1f MB at %.1f MB/s"
                .formatted(
                        now.source(),
                        now.statements(),
                        now.rowsCopied(),
                        now.bytesRead() / 1e6,
                        now.bytesPerSecond() / 1e6);
    }

    private static @Nullable Double fraction(ImportProgress now) {
        return now.bytesTotal() <= 0 ? null : (double) now.bytesRead() / now.bytesTotal();
    }
}
