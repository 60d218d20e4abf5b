package dev.cambium.engine.server;

import dev.cambium.engine.api.AccountCalls;
import dev.cambium.engine.api.ApiKey;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.Organization;
import dev.cambium.engine.api.UsageFrame;
import dev.cambium.engine.api.UsageQuery;
import dev.cambium.engine.api.User;

import org.jspecify.annotations.NullUnmarked;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keys that are kept as they are, and one branch that used something in each stretch. */
@NullUnmarked
public final class InMemoryAccount implements AccountCalls {

    private final List<ApiKey> keys = new ArrayList<>();
    private volatile UsageQuery lastQuery;

    public UsageQuery lastQuery() {
        return lastQuery;
    }

    synchronized boolean accepts(byte[] key) {
        String given = new String(key, StandardCharsets.UTF_8);
        return keys.stream().anyMatch(one -> given.equals(one.key()));
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
        lastQuery = query;
        List<UsageFrame> frames = new ArrayList<>();
        for (Instant from = query.granularity().floor(query.from());
                from.isBefore(query.to());
                from = query.granularity().next(from)) {
            frames.add(
                    new UsageFrame(
                            "shop-1",
                            query.byBranch() ? "br-one-two-three" : null,
                            query.byBranch() ? "main" : null,
                            from,
                            query.granularity().next(from),
                            90,
                            7,
                            1_000_000,
                            30_000_000,
                            40_000_000,
                            30_000_000,
                            72_000_000,
                            0,
                            10_000_000));
        }
        return frames;
    }

    @Override
    public synchronized List<ApiKey> apiKeys() {
        return List.copyOf(keys);
    }

    @Override
    public synchronized ApiKey createApiKey(String name) {
        long id = keys.size() + 2;
        ApiKey made = new ApiKey(id, name, InMemoryEngine.THEN, null, "secret-" + id);
        keys.add(made);
        return made;
    }

    @Override
    public synchronized ApiKey revokeApiKey(long id) {
        ApiKey revoked =
                keys.stream()
                        .filter(key -> key.id() == id)
                        .findFirst()
                        .orElseThrow(
                                () -> new EngineException(404, "KEY_NOT_FOUND", "No such key."));
        keys.remove(revoked);
        return revoked;
    }
}
