package dev.cambium.bench.storage;

import dev.cambium.bench.BenchEngine;
import dev.cambium.engine.api.Endpoint;

/** The compute of a branch, asked directly where it listens itself. */
final class BranchServer extends BenchServer {

    /** Where computes listen themselves. */
    private static final String OWN_ADDRESS = "127.86.71.1";

    private final BenchEngine engine;
    private final String branch;

    BranchServer(BenchEngine engine, String branch) {
        this.engine = engine;
        this.branch = branch;
    }

    @Override
    String uri() {
        String throughGateway =
                engine.client()
                        .endpoints()
                        .connectionUri(engine.project(), branch, null, null)
                        .connectionUri();
        return throughGateway.replace("@localhost:", "@" + OWN_ADDRESS + ":") + "?sslmode=disable";
    }

    @Override
    String jdbc() {
        return BenchEngine.jdbc(engine.client(), engine.project(), branch, "disable")
                .replace("//127.0.0.1:", "//" + OWN_ADDRESS + ":");
    }

    @Override
    void restart() {
        Endpoint endpoint = endpoint();
        engine.client().endpoints().suspend(engine.project(), endpoint.id());
        engine.client().endpoints().start(engine.project(), endpoint.id());
    }

    private Endpoint endpoint() {
        return engine.client().endpoints().of(engine.project(), branch).getFirst();
    }
}
