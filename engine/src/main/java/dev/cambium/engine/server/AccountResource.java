package dev.cambium.engine.server;

import io.javalin.http.Context;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
        routes.get("/regions", AccountResource::regions);
    }

    private static void auth(Context context) throws IOException {
        Map<String, Object> body = Reply.envelope("account_id", user());
        body.put("auth_method", "api_key_user");
        Reply.ok(context, body);
    }

    /** The one in the home; its age is not kept, so that of the running engine is told. */
    private void keys(Context context) throws IOException {
        Map<String, Object> maker =
                Reply.envelope(
                        "id", UUID.nameUUIDFromBytes(user().getBytes(StandardCharsets.UTF_8)));
        maker.put("name", user());
        maker.put("image", "");
        Map<String, Object> key = Reply.envelope("id", 1);
        key.put("name", "the file api-key of this home");
        key.put("created_at", engine.info().startedAt());
        key.put("created_by", maker);
        key.put("last_used_from_addr", "127.0.0.1");
        Reply.ok(context, List.of(key));
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
        Reply.ok(context, body);
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
