package dev.cambium.engine.server;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchSpace;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointDefaults;
import dev.cambium.engine.api.Granularity;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.Role;
import dev.cambium.engine.api.Tick;
import dev.cambium.engine.branch.BranchCondition;
import dev.cambium.engine.branch.retention.Trash;
import dev.cambium.engine.branch.usage.Usage;
import dev.cambium.engine.catalog.BranchRestore;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.Deletion;
import dev.cambium.engine.catalog.EndpointSettings;
import dev.cambium.engine.catalog.KnownDatabase;
import dev.cambium.engine.catalog.OperationState;
import dev.cambium.engine.catalog.ParentPoint;
import dev.cambium.engine.catalog.ReadOnlyEndpoint;
import dev.cambium.engine.catalog.SchemaSource;
import dev.cambium.engine.compute.ComputeState;
import dev.cambium.engine.journal.JournalEntry;
import dev.cambium.engine.journal.JournalEntry.BranchEvent;
import dev.cambium.engine.journal.JournalEntry.ComputeEvent;
import dev.cambium.engine.journal.JournalEntry.OperationOutcome;
import dev.cambium.engine.journal.JournalEntry.WalTick;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The engine's own records in the shape of Neon's API. Fields for which one computer has no answer,
 * such as compute units, hold the values of a project that has none of it.
 */
final class Representations {

    /** There is one user of an engine: who started it. */
    private static final String USER = System.getProperty("user.name", "");

    /** The gateway listens on both addresses that this name stands for. */
    private static final String HOST = "localhost";

    private static final String REGION = "local";
    private static final String PLATFORM = "local";
    private static final String PROVISIONER = "k8s-pod";
    private static final String OWNER = "local";

    /** Neon's default for a paid plan, in MiB; this engine sets no limit of its own. */
    private static final long BRANCH_SIZE_LIMIT_MIB = 1L << 24;

    private Representations() {}

    /**
     * @param deletedAt when it was put into the trash; null if it was not
     */
    static Project project(
            dev.cambium.engine.catalog.Project project,
            Usage used,
            EndpointDefaults defaults,
            @Nullable Instant deletedAt) {
        Instant month = Granularity.MONTHLY.floor(Instant.now());
        return new Project(
                project.id(),
                PLATFORM,
                REGION,
                project.name(),
                PROVISIONER,
                project.pgMajor(),
                HOST,
                BRANCH_SIZE_LIMIT_MIB,
                BRANCH_SIZE_LIMIT_MIB << 20,
                true,
                used.activeMillis() / 1000,
                used.cpuMillis() / 1000,
                used.writtenBytes(),
                0,
                Math.round(used.byteHours()),
                used.cpuMillis() / 1000,
                used.storedBytes(),
                "console",
                project.historyRetentionSeconds(),
                project.createdAt(),
                project.updatedAt(),
                month,
                Granularity.MONTHLY.next(month),
                OWNER,
                project.historyMaxBytes(),
                project.postgresBin(),
                defaults,
                deletedAt,
                deletedAt == null ? null : deletedAt.plus(Trash.KEPT));
    }

    static Branch branch(
            dev.cambium.engine.catalog.Branch branch, BranchCondition condition, Usage used) {
        BranchRestore restore = condition.restore();
        Optional<ParentPoint> point = Optional.ofNullable(branch.parentPoint());
        String state =
                switch (branch.state()) {
                    case CREATING -> "init";
                    case READY, DELETING, DELETED -> "ready";
                };
        return new Branch(
                branch.id(),
                branch.projectId(),
                branch.parentId(),
                point.map(known -> known.lsn().toString()).orElse(null),
                point.map(ParentPoint::time).orElse(null),
                branch.name(),
                state,
                pending(branch.state()),
                branch.stateChangedAt(),
                condition.logicalBytes(),
                branch.creationSource(),
                branch.isDefault(),
                branch.isDefault(),
                branch.isProtected(),
                used.cpuMillis() / 1000,
                used.cpuMillis() / 1000,
                used.activeMillis() / 1000,
                used.writtenBytes(),
                0,
                branch.createdAt(),
                branch.updatedAt(),
                branch.expiresAt(),
                branch.lastResetAt(),
                condition.schemaSource() == null ? "parent-data" : "schema-only",
                restore == null ? null : restore.status().word(),
                restore == null ? null : restore.snapshotId(),
                restore == null ? null : restore.targetBranchId(),
                local(branch, condition),
                branch.ttlSeconds(),
                recovery(branch),
                new Branch.Maker(USER, ""));
    }

    static Endpoint endpoint(
            dev.cambium.engine.catalog.Branch branch,
            ComputeState state,
            EndpointSettings settings,
            @Nullable Instant lastActive) {
        return endpoint(
                branch,
                new ReadOnlyEndpoint(
                        branch.endpointId(),
                        branch.id(),
                        null,
                        branch.port(),
                        branch.createdAt(),
                        branch.updatedAt()),
                "read_write",
                state,
                settings,
                lastActive);
    }

    static Endpoint endpoint(
            dev.cambium.engine.catalog.Branch branch,
            ReadOnlyEndpoint endpoint,
            ComputeState state,
            EndpointSettings settings,
            @Nullable Instant lastActive) {
        return endpoint(branch, endpoint, "read_only", state, settings, lastActive);
    }

    private static Endpoint endpoint(
            dev.cambium.engine.catalog.Branch branch,
            ReadOnlyEndpoint endpoint,
            String type,
            ComputeState state,
            EndpointSettings settings,
            @Nullable Instant lastActive) {
        return new Endpoint(
                HOST + ":" + endpoint.port(),
                endpoint.id(),
                endpoint.name(),
                branch.projectId(),
                branch.id(),
                1,
                1,
                REGION,
                type,
                state == ComputeState.RUNNING ? "active" : "idle",
                state == ComputeState.STARTING ? "active" : null,
                Map.of(
                        "pg_settings",
                        settings.pgSettings(),
                        "preload_libraries",
                        Map.of(
                                "use_defaults",
                                false,
                                "enabled_libraries",
                                settings.preloadLibraries()),
                        "pool_timeout_seconds",
                        settings.poolTimeoutSeconds()),
                false,
                "transaction",
                false,
                false,
                lastActive,
                branch.creationSource(),
                endpoint.createdAt(),
                later(endpoint.updatedAt(), settings.updatedAt()),
                null,
                null,
                HOST,
                settings.suspendTimeoutSeconds(),
                PROVISIONER);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    static Operation operation(dev.cambium.engine.catalog.Operation operation) {
        String status =
                switch (operation.state()) {
                    case RUNNING -> "running";
                    case FINISHED -> "finished";
                    case FAILED -> "failed";
                };
        return new Operation(
                operation.id().toString(),
                operation.projectId(),
                operation.branchId(),
                operation.endpointId(),
                operation.action(),
                status,
                operation.error(),
                operation.state() == OperationState.FAILED ? 1 : 0,
                operation.createdAt(),
                operation.updatedAt(),
                Duration.between(operation.createdAt(), operation.updatedAt()).toMillis());
    }

    static Role role(String branchId, dev.cambium.engine.catalog.Role role, boolean reveal) {
        return new Role(
                branchId,
                role.name(),
                reveal && role.canLogIn() ? role.password() : null,
                false,
                role.canLogIn() ? "password" : "no_login",
                role.createdAt(),
                role.updatedAt());
    }

    static Database database(KnownDatabase database) {
        return new Database(
                database.oid(),
                database.branchId(),
                database.name(),
                database.ownerName(),
                database.createdAt(),
                database.createdAt());
    }

    static ConnectionUri connection(
            dev.cambium.engine.catalog.Branch branch,
            String database,
            dev.cambium.engine.catalog.Role role) {
        String host = HOST + ":" + branch.port();
        return new ConnectionUri(
                "postgresql://%s:%s@%s/%s"
                        .formatted(encoded(role.name()), role.password(), host, encoded(database)),
                new ConnectionUri.Parameters(database, role.password(), role.name(), host, host));
    }

    /** What belongs on a branch's line; empty for entries of the project as a whole. */
    static Optional<Tick> tick(JournalEntry entry) {
        String branchId = entry.branchId();
        if (branchId == null) {
            return Optional.empty();
        }
        return switch (entry) {
            case WalTick tick ->
                    Optional.of(
                            new Tick(
                                    branchId,
                                    tick.at(),
                                    tick.lsn().toString(),
                                    "wal",
                                    tick.bytes(),
                                    ""));
            case BranchEvent event ->
                    Optional.of(
                            new Tick(
                                    branchId,
                                    event.at(),
                                    null,
                                    event.kind().name().toLowerCase(Locale.ROOT),
                                    0,
                                    event.detail()));
            case ComputeEvent event -> Optional.empty();
            case OperationOutcome outcome -> Optional.empty();
        };
    }

    private static Branch.Local local(
            dev.cambium.engine.catalog.Branch branch, BranchCondition condition) {
        return new Branch.Local(
                condition.state().word(),
                condition.reason(),
                branch.port(),
                condition.head() == null ? null : condition.head().toString(),
                condition.uniqueBytes(),
                condition.walBytes(),
                branch.currentTimeline() == null ? "" : branch.currentTimeline().value(),
                MomentTexts.range(condition.range()),
                schemaFrom(condition.schemaSource()),
                condition.masked(),
                new BranchSpace(condition.historyBytes(), condition.sharedBytes()));
    }

    private static @Nullable String schemaFrom(@Nullable SchemaSource source) {
        return source == null
                ? null
                : "%s as it was at %s (%s)"
                        .formatted(
                                source.sourceName(),
                                source.at().truncatedTo(ChronoUnit.MILLIS),
                                source.lsn());
    }

    private static Branch.@Nullable Recovery recovery(dev.cambium.engine.catalog.Branch branch) {
        Deletion deletion = branch.deletion();
        return deletion == null
                ? null
                : new Branch.Recovery(
                        deletion.at(),
                        deletion.at().plus(Trash.KEPT),
                        deletion.method().name().toLowerCase(Locale.ROOT));
    }

    private static @Nullable String pending(BranchState state) {
        return switch (state) {
            case CREATING -> "ready";
            case READY, DELETING, DELETED -> null;
        };
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
