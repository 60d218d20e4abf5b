package dev.cambium.engine.server;

import dev.cambium.engine.api.User;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Here there is one user: whoever has the key. Thread-safe. */
final class OneUser {

    private OneUser() {}

    static String name() {
        return System.getProperty("user.name", "");
    }

    static User described() {
        String name = name();
        String email = name + "@localhost";
        return new User(
                name,
                name,
                name,
                "",
                email,
                "",
                -1,
                -1,
                -1,
                0,
                List.of(),
                "local",
                nobodyPays(name, email));
    }

    /**
     * Neon's MCP server takes who has none for somebody who must be in an organization, and looks
     * for projects nowhere else.
     */
    private static Map<String, Object> nobodyPays(String name, String email) {
        Map<String, Object> account = Reply.envelope("state", "active");
        account.put("payment_source", Map.of("type", ""));
        account.put("subscription_type", "UNKNOWN");
        account.put("payment_method", "none");
        account.put("quota_reset_at_last", Instant.EPOCH);
        account.put("name", name);
        account.put("email", email);
        for (String line : List.of("city", "country", "line1", "line2", "postal_code", "state")) {
            account.put("address_" + line, "");
        }
        return account;
    }
}
