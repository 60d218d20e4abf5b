package dev.cambium.engine.server;

import static dev.cambium.engine.server.Answers.answer;

import dev.cambium.engine.api.AccountCalls;
import dev.cambium.engine.api.ApiKey;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.Granularity;
import dev.cambium.engine.api.Organization;
import dev.cambium.engine.api.UsageFrame;
import dev.cambium.engine.api.UsageQuery;
import dev.cambium.engine.api.User;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.usage.Usage;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Project;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Keys and usage, as the engine of this process answers for them. Thread-safe. */
final class LocalAccount implements AccountCalls {

    private final ApiKeys keys;
    private final Instant startedAt;
    private final BranchService branches;

    LocalAccount(ApiKeys keys, Instant startedAt, BranchService branches) {
        this.keys = keys;
        this.startedAt = startedAt;
        this.branches = branches;
    }

    @Override
    public User me() {
        return OneUser.described();
    }

    /** One user needs none. */
    @Override
    public List<Organization> organizations() {
        return List.of();
    }

    @Override
    public List<UsageFrame> usage(UsageQuery query) {
        return answer(() -> frames(query));
    }

    /** That of the home first; its age is not kept, so that of the running engine is told. */
    @Override
    public List<ApiKey> apiKeys() {
        List<ApiKey> all = new ArrayList<>();
        all.add(
                new ApiKey(
                        ApiKeys.OF_HOME, "the file api-key of this home", startedAt, null, null));
        all.addAll(keys.list());
        return all;
    }

    @Override
    public ApiKey createApiKey(String name) {
        return answer(() -> keys.create(name));
    }

    @Override
    public ApiKey revokeApiKey(long id) {
        return answer(() -> keys.revoke(id));
    }

    private List<UsageFrame> frames(UsageQuery query) {
        Instant now = Instant.now();
        Granularity granularity = query.granularity();
        if (query.from().isBefore(granularity.floor(now.minus(granularity.reach())))
                || !query.from().isBefore(query.to())) {
            throw new EngineException(
                    406,
                    "RANGE_INVALID",
                    "\"from\" must lie before \"to\" and at most %d hours back for %s figures."
                            .formatted(
                                    granularity.reach().toHours(),
                                    granularity.name().toLowerCase(Locale.ROOT)));
        }
        List<UsageFrame> frames = new ArrayList<>();
        for (Project project : projects(query.projects())) {
            Map<String, String> names =
                    branches.branches(project.id()).stream()
                            .collect(Collectors.toMap(Branch::id, Branch::name));
            if (query.byBranch()) {
                for (String id : branches.usage().branches(project.id())) {
                    frames.addAll(
                            frames(
                                    query,
                                    now,
                                    (from, to) -> branches.usage().ofBranch(id, from, to, now),
                                    new Subject(project.id(), id, names.get(id))));
                }
            } else {
                frames.addAll(
                        frames(
                                query,
                                now,
                                (from, to) ->
                                        branches.usage().ofProject(project.id(), from, to, now),
                                new Subject(project.id(), null, null)));
            }
        }
        return frames;
    }

    private List<Project> projects(List<String> asked) {
        return asked.isEmpty()
                ? branches.projects().all()
                : asked.stream().map(branches::project).toList();
    }

    /** What frames are of. */
    private record Subject(
            String projectId, @Nullable String branchId, @Nullable String branchName) {}

    private static List<UsageFrame> frames(
            UsageQuery query,
            Instant now,
            BiFunction<Instant, Instant, Usage> used,
            Subject subject) {
        Granularity granularity = query.granularity();
        Instant end = query.to().isAfter(now) ? now : query.to();
        List<UsageFrame> frames = new ArrayList<>();
        for (Instant from = granularity.floor(query.from());
                from.isBefore(end);
                from = granularity.next(from)) {
            Instant to = granularity.next(from);
            Usage usage = used.apply(from, to);
            frames.add(
                    new UsageFrame(
                            subject.projectId(),
                            subject.branchId(),
                            subject.branchName(),
                            from,
                            to,
                            usage.activeMillis() / 1000,
                            usage.cpuMillis() / 1000,
                            usage.writtenBytes(),
                            usage.logicalBytes(),
                            usage.storedBytes(),
                            Math.round(usage.logicalByteHours()),
                            Math.round(usage.rootByteHours()),
                            Math.round(usage.childByteHours()),
                            Math.round(usage.historyByteHours())));
        }
        return frames;
    }
}
