package dev.cambium.bench.storage;

import dev.cambium.engine.api.Endpoint;

import java.net.URI;

/** The compute of a branch, asked directly where it listens itself. */
final class BranchServer extends BenchServer {

    private final BenchEngine engine;
    private final String branch;

    BranchServer(BenchEngine engine, String branch) {
        this.engine = engine;
        this.branch = branch;
    }

    @Override
    String uri() {
        return throughGateway().replace("@localhost:", "@127.86.71.1:") + "?sslmode=disable";
    }

    @Override
    String jdbc() {
        return jdbc("127.86.71.1");
    }

    /** Through the gateway, which wakes a branch that sleeps. */
    String wakingJdbc() {
        return jdbc("127.0.0.1");
    }

    private String jdbc(String host) {
        URI uri = URI.create(throughGateway());
        String[] user = uri.getUserInfo().split(":");
        return "jdbc:postgresql://%s:%d%s?user=%s&password=%s&sslmode=disable"
                .formatted(host, uri.getPort(), uri.getPath(), user[0], user[1]);
    }

    private String throughGateway() {
        return engine.client()
                .endpoints()
                .connectionUri(engine.project(), branch, null, null)
                .connectionUri();
    }

    @Override
    void restart() {
        suspend();
        engine.client().endpoints().start(engine.project(), endpoint().id());
    }

    void suspend() {
        engine.client().endpoints().suspend(engine.project(), endpoint().id());
    }

    private Endpoint endpoint() {
        return engine.client().endpoints().of(engine.project(), branch).getFirst();
    }
}
