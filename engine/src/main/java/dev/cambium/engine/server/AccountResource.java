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
        routes.get("/users/me", AccountResource::me);
        routes.get(
                "/users/me/organizations",
                c -> Reply.ok(c, Reply.envelope("organizations", List.of())));
        routes.get("/auth", AccountResource::auth);
        routes.get("/api_keys", this::keys);
        routes.post("/api_keys", this::createKey);
        routes.delete("/api_keys/{k}", this::revokeKey);
        routes.get("/regions", AccountResource::regions);
    }

    private static void auth(Context context) throws IOException {
        Map<String, Object> body = Reply.envelope("account_id", user());
        body.put("auth_method", "api_key_user");
        Reply.ok(context, body);
    }

    private void keys(Context context) throws IOException {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (ApiKey key : engine.account().apiKeys()) {
            Map<String, Object> maker = Reply.envelope("id", maker());
            maker.put("name", user());
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
        return UUID.nameUUIDFromBytes(user().getBytes(StandardCharsets.UTF_8));
    }

    /** There is one user here: whoever has the key. */
    private static void me(Context context) throws IOException {
        String user = user();
        Map<String, Object> body = Reply.envelope("id", user);
        body.put("login", user);
        body.put("name", user);
        body.put("last_name", "");
        body.put("email", user + "@localhost");
        body.put("image", "");
        body.put("projects_limit", -1);
        body.put("branches_limit", -1);
        body.put("active_seconds_limit", -1);
        body.put("max_autoscaling_limit", 0);
        body.put("auth_accounts", List.of());
        body.put("plan", "local");
        body.put("billing_account", nobodyPays(user));
        Reply.ok(context, body);
    }

    /**
     * Neon's MCP server takes who has none for somebody who must be in an organization, and looks
     * for projects nowhere else.
     */
    private static Map<String, Object> nobodyPays(String user) {
        Map<String, Object> account = Reply.envelope("state", "active");
        account.put("payment_source", Map.of("type", ""));
        account.put("subscription_type", "UNKNOWN");
        account.put("payment_method", "none");
        account.put("quota_reset_at_last", Instant.EPOCH);
        account.put("name", user);
        account.put("email", user + "@localhost");
        for (String line : List.of("city", "country", "line1", "line2", "postal_code", "state")) {
            account.put("address_" + line, "");
        }
        return account;
    }

    private static void regions(Context context) throws IOException {
        Map<String, Object> here = Reply.envelope("region_id", "local");
        here.put("name", "This computer");
        here.put("default", true);
        here.put("geo_lat", "");
        here.put("geo_long", "");
        Reply.ok(context, Reply.envelope("regions", List.of(here)));
    }

    private static String user() {
        return System.getProperty("user.name", "");
    }
}
