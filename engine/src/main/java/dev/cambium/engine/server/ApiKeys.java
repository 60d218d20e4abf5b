package dev.cambium.engine.server;

import dev.cambium.engine.api.ApiKey;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.catalog.ApiKeyDigest;
import dev.cambium.engine.catalog.Catalog;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys beside the one in the home: made, compared and revoked. Only digests are kept, in the
 * catalog. Thread-safe.
 */
public final class ApiKeys {

    /** The id of the key in the home. */
    static final long OF_HOME = 1;

    /** Each one is compared at each call. */
    private static final int KEYS_MAX = 100;

    /** As long as Neon's. */
    private static final int NAME_CHARACTERS_MAX = 64;

    private static final int KEY_BYTES = 32;

    private final Catalog catalog;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<Long, Instant> lastUsed = new ConcurrentHashMap<>();
    private volatile List<ApiKeyDigest> known;

    public ApiKeys(Catalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
        this.known = catalog.apiKeys();
    }

    /** Whether a key lets in. All are compared, each in constant time. */
    boolean accepts(byte[] key) {
        byte[] digest = HexFormat.of().formatHex(digest(key)).getBytes(StandardCharsets.US_ASCII);
        @Nullable Long match = null;
        for (ApiKeyDigest one : known) {
            if (MessageDigest.isEqual(digest, one.digest().getBytes(StandardCharsets.US_ASCII))) {
                match = one.id();
            }
        }
        if (match != null) {
            lastUsed.put(match, clock.instant());
        }
        return match != null;
    }

    List<ApiKey> list() {
        return known.stream().map(one -> shown(one, null)).toList();
    }

    synchronized ApiKey create(String name) {
        if (name.isBlank() || name.length() > NAME_CHARACTERS_MAX) {
            throw new EngineException(
                    400,
                    "NAME_INVALID",
                    "The name of a key has 1 to %d characters.".formatted(NAME_CHARACTERS_MAX));
        }
        if (known.size() >= KEYS_MAX) {
            throw new EngineException(
                    409,
                    "TOO_MANY_KEYS",
                    "There are %d keys; revoke one that is not used any more first."
                            .formatted(KEYS_MAX));
        }
        byte[] secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        String key = HexFormat.of().formatHex(secret);
        long id = known.stream().mapToLong(ApiKeyDigest::id).max().orElse(OF_HOME) + 1;
        ApiKeyDigest made =
                new ApiKeyDigest(
                        id,
                        name,
                        HexFormat.of().formatHex(digest(key.getBytes(StandardCharsets.UTF_8))),
                        clock.instant());
        catalog.commit(change -> change.put(made));
        List<ApiKeyDigest> all = new ArrayList<>(known);
        all.add(made);
        known = List.copyOf(all);
        return shown(made, key);
    }

    synchronized ApiKey revoke(long id) {
        if (id == OF_HOME) {
            throw new EngineException(
                    409,
                    "KEY_OF_HOME",
                    "The key in the file api-key of the home is not revoked by a call: delete that file and restart the engine for a new one.");
        }
        Optional<ApiKeyDigest> found = known.stream().filter(one -> one.id() == id).findFirst();
        ApiKeyDigest key =
                found.orElseThrow(
                        () ->
                                new EngineException(
                                        404,
                                        "KEY_NOT_FOUND",
                                        "There is no key %d; `cambium api-keys list` names those there are."
                                                .formatted(id)));
        catalog.commit(change -> change.removeApiKey(id));
        known = known.stream().filter(one -> one.id() != id).toList();
        ApiKey shown = shown(key, null);
        lastUsed.remove(id);
        return shown;
    }

    private ApiKey shown(ApiKeyDigest key, @Nullable String secret) {
        return new ApiKey(key.id(), key.name(), key.createdAt(), lastUsed.get(key.id()), secret);
    }

    private static byte[] digest(byte[] key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a Java without SHA-256", e);
        }
    }
}
