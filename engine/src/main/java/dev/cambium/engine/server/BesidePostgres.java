package dev.cambium.engine.server;

import java.util.List;

/**
 * What Neon keeps beside the databases of a branch: here there is none of it. Neon's clients list
 * it before they write the address of a database into a file, and do not after a refusal.
 * Credentials are not among it: a list of none would be taken for leave to make one.
 */
final class BesidePostgres {

    private static final List<String> KINDS = List.of("buckets", "functions");

    BesidePostgres(EngineService engine, Routes routes) {
        for (String kind : KINDS) {
            routes.get(
                    "/projects/{p}/branches/{b}/" + kind,
                    context -> {
                        // One that is not there has no list either.
                        engine.branches().get(context.pathParam("p"), context.pathParam("b"));
                        Reply.ok(context, Reply.envelope(kind, List.of()));
                    });
        }
    }
}
