package dev.cambium.engine.branch.creation;

import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.compute.PrivateCompute;
import dev.cambium.engine.branch.endpoint.EndpointChange;
import dev.cambium.engine.branch.endpoint.SettingsTrial;
import dev.cambium.engine.branch.history.History;
import dev.cambium.engine.branch.operation.BranchNews;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Names;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Lease;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.DuplicateNameException;
import dev.cambium.engine.catalog.EndpointSettings;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.catalog.KnownDatabase;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Role;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.compute.ComputeException;
import dev.cambium.engine.compute.InitDb;
import dev.cambium.engine.compute.PostgresBinaries;
import dev.cambium.engine.compute.PostgresVersions;
import dev.cambium.engine.compute.ProjectRole;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.Point;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Creates a project with its default branch, role and database.
 *
 * <p>Steps: intent (project, role, branch CREATING, timeline OPENING) → the template's rest opened
 * → role and database renamed by a private compute, if they are to have other names → outcome
 * (branch READY). Until the outcome it can be cancelled; that and a kill leave nothing of it. The
 * role gets its password at the branch's first start, before anybody is let in.
 */
public final class CreateProject {

    private static final Duration HISTORY = Duration.ofHours(24);

    private static final long HISTORY_BYTES = 10_000_000_000L;

    private final EngineParts parts;
    private final OperationLog operations;
    private final Template template;
    private final History history;
    private final PrivateCompute privateCompute;
    private final PortChooser ports;
    private final BranchNews news;
    private final SettingsTrial trial;

    public CreateProject(
            EngineParts parts,
            OperationLog operations,
            Template template,
            History history,
            PrivateCompute privateCompute,
            PortChooser ports,
            BranchNews news) {
        this.parts = parts;
        this.operations = operations;
        this.template = template;
        this.history = history;
        this.privateCompute = privateCompute;
        this.ports = ports;
        this.news = news;
        this.trial = new SettingsTrial(parts);
    }

    /** Returns when the project exists durably; its compute sleeps. */
    public Project run(ProjectSetup setup) {
        PostgresBinaries binaries = binaries(setup.pgMajor(), setup.postgresBin());
        Instant now = parts.clock().instant();
        String id = Ids.project();
        String role =
                setup.roleName() == null ? ProjectRole.DEFAULT_NAME : Names.role(setup.roleName());
        Project project =
                new Project(
                        id,
                        setup.name() == null ? id : Names.checked("project", setup.name()),
                        binaries.major(),
                        binaries.installed() ? binaries.bin().toString() : null,
                        role,
                        database(setup.databaseName(), role),
                        orElse(setup.historySeconds(), HISTORY.toSeconds()),
                        orElse(setup.historyBytes(), HISTORY_BYTES),
                        now,
                        now);
        EndpointSettings none = EndpointSettings.none(id, now);
        EndpointSettings defaults = trial.changed(() -> binaries, none, setup.endpointDefaults());
        String branchName = setup.branchName();
        Branch creating =
                Branches.creating(
                        project,
                        branchName == null ? "main" : branchName,
                        null,
                        ports::choose,
                        true,
                        true,
                        now);
        try {
            create(
                    project,
                    setup.endpointDefaults().equals(EndpointChange.NOTHING) ? null : defaults,
                    creating,
                    Timelines.opening(Ids.timeline(), project, now),
                    binaries);
        } finally {
            ports.giveBack(creating.port());
        }
        return project;
    }

    private PostgresBinaries binaries(@Nullable Integer major, @Nullable String bin) {
        PostgresVersions postgres = parts.postgres();
        try {
            if (bin == null) {
                return major == null ? postgres.byDefault() : postgres.bundled(major);
            }
            PostgresBinaries found = postgres.installed(Path.of(bin).normalize());
            if (major != null && major != found.major()) {
                throw new ComputeException(
                        "The Postgres in '%s' is version %s, not %d."
                                .formatted(bin, found.version(), major));
            }
            return found;
        } catch (ComputeException | InvalidPathException e) {
            throw new Refusal(
                    Kind.INVALID, "POSTGRES_NOT_USABLE", String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw Refusal.of(e, "find the Postgres of the project");
        }
    }

    private static long orElse(@Nullable Long asked, long otherwise) {
        return asked == null ? otherwise : asked;
    }

    private void create(
            Project project,
            @Nullable EndpointSettings defaults,
            Branch creating,
            Timeline opening,
            PostgresBinaries binaries) {
        Operation operation = begin(project, defaults, creating, opening);
        try {
            operations.cancellable(operation, opening.id());
            operations.progress(operation, "preparing an empty Postgres", null);
            Image image = template.image(binaries, () -> operations.requireWanted(operation));
            operations.progress(operation, "opening it", null);
            Point point = new Point(image.timeline(), image.end());
            parts.opening().openPresent(image, opening.id());
            boolean named = !TemplateNames.suit(project);
            if (named) {
                name(project, opening, image.end(), operation);
            }
            try (Lease rest = history.rest(opening.id())) {
                operations.pointOfNoReturn(operation);
                Instant now = parts.clock().instant();
                Timeline opened = Timelines.openedAt(opening, point);
                operations.finish(
                        operation,
                        change -> {
                            change.put(named ? Timelines.started(opened) : opened);
                            rest.birth(change, opening.id());
                            change.put(Branches.ready(creating, null, now));
                            change.appendTenure(creating.id(), opening.id(), now);
                            database(project, creating, now).ifPresent(change::put);
                        });
            }
        } catch (IOException | RuntimeException e) {
            Refusal refusal =
                    operations.why(
                            operation, Refusal.of(e, "create project '" + project.name() + "'"));
            operations.giveUp(
                    operation,
                    opening.id(),
                    refusal,
                    change -> {
                        change.removeBranch(creating.id());
                        change.removeProject(project.id());
                    });
            throw refusal;
        }
        news.tell(
                creating,
                BranchEventKind.CREATED,
                "%s was created in project %s".formatted(creating.name(), project.name()));
    }

    private Operation begin(
            Project project,
            @Nullable EndpointSettings defaults,
            Branch creating,
            Timeline opening) {
        Role role =
                new Role(
                        creating.id(),
                        project.roleName(),
                        Ids.password(),
                        project.createdAt(),
                        project.createdAt());
        try {
            return operations.begin(
                    "create_project",
                    project.id(),
                    creating.id(),
                    creating.endpointId(),
                    Map.of(OperationLog.TIMELINE, opening.id().value()),
                    change -> {
                        change.put(project);
                        if (defaults != null) {
                            change.put(defaults);
                        }
                        change.put(opening);
                        change.put(creating);
                        change.put(role);
                    });
        } catch (DuplicateNameException e) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "PROJECT_EXISTS",
                    "There is a project '%s' already. Choose another name."
                            .formatted(project.name()),
                    e);
        }
    }

    private void name(Project project, Timeline opening, Lsn point, Operation operation)
            throws IOException {
        privateCompute.with(
                opening.id(),
                point,
                console -> {
                    // Who cancels from here on finds a server to end; who did before is heard.
                    operations.progress(operation, "naming the role and the database", null);
                    TemplateNames.change(project, console);
                });
    }

    private static Optional<KnownDatabase> database(Project project, Branch branch, Instant now) {
        return Optional.ofNullable(project.defaultDatabase())
                .map(
                        name ->
                                new KnownDatabase(
                                        branch.id(),
                                        InitDb.DATABASE_OID,
                                        name,
                                        project.roleName(),
                                        now));
    }

    private static @Nullable String database(@Nullable String asked, String role) {
        if (asked == null) {
            return role;
        }
        return asked.isEmpty() ? null : Names.identifier("database", asked);
    }
}
