package dev.cambium.engine.branch.endpoint;

import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.EndpointSettings;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * After how long a branch falls asleep: what its endpoint says, else what its project says, else
 * the default.
 *
 * @param suspend without a client; null means never
 * @param pool with clients that are connected and all idle; null means never. Not shorter than the
 *     first
 */
public record IdleTimeouts(@Nullable Duration suspend, @Nullable Duration pool) {

    /** Neon's default. */
    static final long SUSPEND_SECONDS = 300;

    /** Longer than a pause of its user, shorter than a night. */
    static final long POOL_SECONDS = 1_800;

    /** Neon's limit, a week. */
    private static final long SECONDS_MAX = 604_800;

    public static IdleTimeouts of(Catalog catalog, Branch branch) {
        return of(catalog, branch.projectId(), branch.id());
    }

    /**
     * @param ownerId the branch, or the read-only endpoint
     */
    static IdleTimeouts of(Catalog catalog, String projectId, String ownerId) {
        List<String> owners = List.of(ownerId, projectId);
        Duration suspend =
                chosen(catalog, owners, EndpointSettings::suspendTimeoutSeconds, SUSPEND_SECONDS);
        Duration pool = chosen(catalog, owners, EndpointSettings::poolTimeoutSeconds, POOL_SECONDS);
        if (suspend == null || pool == null) {
            return new IdleTimeouts(suspend, null);
        }
        return new IdleTimeouts(suspend, pool.compareTo(suspend) < 0 ? suspend : pool);
    }

    /**
     * @throws Refusal if it is none that can be set
     */
    static long checked(String what, long seconds) {
        if (seconds < EndpointSettings.NEVER || seconds > SECONDS_MAX) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "TIMEOUT_INVALID",
                    "The %s is 0 for the default, -1 for never, or 1 to %d seconds; %d is none of these."
                            .formatted(what, SECONDS_MAX, seconds));
        }
        return seconds;
    }

    /**
     * @param owners whose word counts, in this order
     */
    private static @Nullable Duration chosen(
            Catalog catalog,
            List<String> owners,
            ToLongFunction<EndpointSettings> setting,
            long otherwise) {
        long seconds =
                owners.stream()
                        .mapToLong(owner -> set(catalog, owner, setting))
                        .filter(set -> set != EndpointSettings.DEFAULT)
                        .findFirst()
                        .orElse(otherwise);
        return seconds == EndpointSettings.NEVER ? null : Duration.ofSeconds(seconds);
    }

    private static long set(
            Catalog catalog, String ownerId, ToLongFunction<EndpointSettings> setting) {
        return catalog.endpoints()
                .settings(ownerId)
                .map(setting::applyAsLong)
                .orElse(EndpointSettings.DEFAULT);
    }
}
