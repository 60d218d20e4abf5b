package dev.cambium.engine.server;

import dev.cambium.engine.api.ApiKey;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What Neon's clients ask about the account: here there is one user, whoever has the home's key,
 * with no organization and one region, this computer.
 */
final class AccountResource {

    private final EngineService engine;

    AccountResource(EngineService engine, Routes routes) {
        this.engine = engine;
        routes.get("/users/me", c -> Reply.ok(c, engine.account().me()));
        routes.get(
                "/users/me/organizations",
                c ->
                        Reply.ok(
                                c,
                                Reply.envelope("organizations", engine.account().organizations())));
        routes.get("/auth", AccountResource::auth);
        routes.get("/api_keys", this::keys);
        routes.post("/api_keys", this::createKey);
        routes.delete("/api_keys/{k}", this::revokeKey);
        routes.get("/regions", AccountResource::regions);
    }

    private static void auth(Context context) throws IOException {
        Map<String, Object> body = Reply.envelope("account_id", OneUser.name());
        body.put("auth_method", "api_key_user");
        Reply.ok(context, body);
    }

    private void keys(Context context) throws IOException {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (ApiKey key : engine.account().apiKeys()) {
            Map<String, Object> maker = Reply.envelope("id", maker());
            maker.put("name", OneUser.name());
            maker.put("image", "");
            shown.add(shown(key, maker));
        }
        Reply.ok(context, shown);
    }

    private void createKey(Context context) throws IOException {
        String name = RequestBody.of(context).text("key_name");
        if (name == null) {
            throw RequestBody.bad("\"key_name\" must say what the key is for.");
        }
        ApiKey made = engine.account().createApiKey(name);
        Map<String, Object> body = shown(made, maker());
        body.put("key", made.key());
        Reply.ok(context, body);
    }

    private void revokeKey(Context context) throws IOException {
        String id = context.pathParam("k");
        if (!id.matches("[0-9]{1,18}")) {
            throw RequestBody.bad("A key is named by its number, not \"%s\".".formatted(id));
        }
        Map<String, Object> body =
                shown(engine.account().revokeApiKey(Long.parseLong(id)), maker());
        body.put("revoked", true);
        Reply.ok(context, body);
    }

    /** The server listens on this computer alone, so that is where calls come from. */
    private static Map<String, Object> shown(ApiKey key, Object maker) {
        Map<String, Object> shown = Reply.envelope("id", key.id());
        shown.put("name", key.name());
        shown.put("created_at", milliseconds(key.createdAt()));
        shown.put("created_by", maker);
        shown.put("last_used_at", milliseconds(key.lastUsedAt()));
        shown.put("last_used_from_addr", "127.0.0.1");
        return shown;
    }

    /** As {@link dev.cambium.engine.api.NeonTime} has it. */
    private static @Nullable Instant milliseconds(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
    }

    private static UUID maker() {
        return UUID.nameUUIDFromBytes(OneUser.name().getBytes(StandardCharsets.UTF_8));
    }

    private static void regions(Context context) throws IOException {
        Map<String, Object> here = Reply.envelope("region_id", "local");
        here.put("name", "This computer");
        here.put("default", true);
        here.put("geo_lat", "");
        here.put("geo_long", "");
        Reply.ok(context, Reply.envelope("regions", List.of(here)));
    }
}
