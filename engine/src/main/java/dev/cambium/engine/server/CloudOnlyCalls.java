package dev.cambium.engine.server;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.regex.Pattern;

/** Calls of Neon's that make no sense on one computer, or that this engine has nothing for. */
final class CloudOnlyCalls {

    /**
     * @param path what the path must be, without the root
     * @param why a sentence
     */
    private record Family(Pattern path, String why) {

        Family(String path, String why) {
            this(Pattern.compile(path), why);
        }
    }

    private static final String PROJECT = "/projects/[^/]+";
    private static final String BRANCH = PROJECT + "/branches/[^/]+";

    /**
     * Neon's clients look whether a branch has these, and take 404 for "no": with any other answer
     * they write no address of the database either.
     */
    private static final Pattern LOOKED_FOR = Pattern.compile(BRANCH + "/(auth|data-api/[^/]+)");

    private static final List<Family> FAMILIES =
            List.of(
                    new Family(
                            "/organizations/.*|/users/me/projects/transfer",
                            "there are no organizations on one computer: every project belongs to whoever has the key"),
                    new Family(
                            PROJECT + "/(permissions|transfer_requests)(/.*)?",
                            "a project is not shared or transferred: whoever has the home's key has it"),
                    new Family(
                            PROJECT + "/vpc_endpoints(/.*)?",
                            "branches are reached at this computer's own addresses, so there are no private networks to them"),
                    new Family(
                            PROJECT + "/jwks(/.*)?|.*/auth(/.*)?|.*/data-api/.*",
                            "Cambium serves Postgres alone, without login service and without a REST interface to its data"),
                    // Neon's clients look for these words to know that a project goes without.
                    new Family(
                            BRANCH
                                    + "/(buckets|storage|ai_gateway|credentials|functions|triggers)(/.*)?",
                            "that is not available for this project, nor for any other here: Cambium branches Postgres alone, not files or functions beside it"),
                    new Family(
                            PROJECT + "/(advisors|available_preload_libraries)",
                            "this engine does not advise or list that; Postgres itself tells, for example in pg_settings"));

    private CloudOnlyCalls() {}

    /** The status that such a call is refused with. */
    static int status(String method, String path) {
        return method.equals("GET") && LOOKED_FOR.matcher(path).matches() ? 404 : 501;
    }

    /**
     * Why a call is not served; null if it is none of Neon's that is left out on purpose.
     *
     * @param path without the root
     */
    static @Nullable String why(String path) {
        return FAMILIES.stream()
                .filter(family -> family.path().matcher(path).matches())
                .map(Family::why)
                .findFirst()
                .orElse(null);
    }
}
