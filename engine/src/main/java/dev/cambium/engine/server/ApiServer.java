package dev.cambium.engine.server;

import dev.cambium.engine.api.CommandLineHost;
import dev.cambium.engine.api.EngineException;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;

import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The API's HTTP server: listens on 127.0.0.1 only, lets in who has the key, and turns every
 * failure into {@code {code, message}}. Thread-safe once started.
 */
public final class ApiServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    /** SQL that comes through a pipe may pause while its source thinks. */
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(10);

    private static final Pattern OWN_HOST =
            Pattern.compile("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?");

    private static final String BEARER = "Bearer ";

    private final EngineService engine;
    private final CommandLineHost commands;
    private final byte[] apiKey;
    private final int askedPort;
    private final EventHub events = new EventHub();
    private final AutoCloseable following;
    private final List<String> calls = new ArrayList<>();
    private final Javalin javalin;

    /** A server that runs no command lines: every one is run where it is typed. */
    public ApiServer(EngineService engine, String apiKey, int port) {
        this(
                engine,
                apiKey,
                port,
                (_, _, _) -> {
                    throw new EngineException(
                            409, "NOT_HOSTED", "This engine runs no command lines itself.");
                });
    }

    /**
     * @param port 0 takes any free one
     */
    public ApiServer(EngineService engine, String apiKey, int port, CommandLineHost commands) {
        this.engine = engine;
        this.commands = commands;
        this.apiKey = apiKey.getBytes(StandardCharsets.UTF_8);
        this.askedPort = port;
        this.javalin = Javalin.create(this::configure);
        this.following = engine.follow(events::publish);
    }

    /**
     * Starts to listen; calls are answered when this returns.
     *
     * @throws EngineException with status 409 when the port is in use
     */
    public ApiServer start() {
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new EngineException(
                    409,
                    "PORT_IN_USE",
                    "Port %d on 127.0.0.1 is in use by another program. Choose another with --port, or leave it out to take any free one."
                            .formatted(askedPort));
        }
        return this;
    }

    /** Where it listens; ends in {@code /api/v2}. */
    public URI apiUrl() {
        return URI.create("http://127.0.0.1:" + javalin.port() + Routes.ROOT);
    }

    /** Ends the event streams, lets calls under way finish for a short while, and stops. */
    @Override
    public void close() {
        try {
            following.close();
        } catch (Exception e) {
            LOG.warn("the event stream could not be left", e);
        }
        events.close();
        javalin.stop();
    }

    /** The calls that are served, as {@code GET /projects/{p}}, without the root. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    EventHub events() {
        return events;
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        // Verbs wait in native code (sockets of computes, syncs), which would hold on to the few
        // threads that virtual ones share, until no call is answered.
        config.concurrency.useVirtualThreads = false;
        config.http.prefer405over404 = false;
        config.jetty.modifyServer(server -> server.setErrorHandler(new UnreadableCalls()));
        config.jetty.addConnector(
                (server, http) -> {
                    http.setSendServerVersion(false);
                    ServerConnector connector =
                            new ServerConnector(server, new HttpConnectionFactory(http));
                    connector.setHost("127.0.0.1");
                    connector.setPort(askedPort);
                    connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
                    return connector;
                });
        config.routes.before(ApiServer::checkHost);
        config.routes.before(this::checkKey);
        CallRate rate = new CallRate(System::nanoTime);
        config.routes.before(_ -> rate.take());
        Routes routes = new Routes(config.routes);
        WithdrawableCalls withdrawable = new WithdrawableCalls(routes);
        new AccountResource(engine, routes);
        new UsageResource(engine, routes);
        new NightlyResource(engine, routes);
        new ProjectResource(engine, routes);
        new BranchResource(engine, routes);
        new BesidePostgres(engine, routes);
        new LifeResource(engine, routes);
        new EndpointResource(engine, routes);
        new DatabaseResource(engine, routes);
        new MomentResource(engine, routes);
        new TimelineResource(engine, routes);
        new SnapshotResource(engine, routes);
        new SchemaResource(engine, routes);
        new AnonymizeResource(engine, withdrawable, routes);
        new CommandResource(commands, routes);
        new CambiumResource(engine, events, withdrawable, routes, () -> apiUrl().toString());
        calls.addAll(routes.served());
        config.routes.exception(EngineException.class, orLog(ApiServer::refused));
        config.routes.exception(
                HttpResponseException.class, orLog((e, context) -> unknown(routes, e, context)));
        config.routes.exception(Exception.class, orLog(ApiServer::failed));
    }

    /**
     * A web page can make a browser send calls to a name of its own that leads here (DNS
     * rebinding); such a call names that host.
     */
    private static void checkHost(Context context) {
        String host = context.header("Host");
        if (host == null || !OWN_HOST.matcher(host).matches()) {
            throw new EngineException(
                    403,
                    "FOREIGN_HOST",
                    "This engine answers under 127.0.0.1 and localhost alone, not under another name.");
        }
    }

    private void checkKey(Context context) {
        String header = context.header("Authorization");
        byte[] key =
                header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                        ? header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8)
                        : new byte[0];
        // In constant time: how long it takes tells nothing about the key.
        if (!MessageDigest.isEqual(key, apiKey) && !engine.acceptsKey(key)) {
            throw new EngineException(
                    401,
                    "UNAUTHORIZED",
                    "This engine wants its key: send \"Authorization: Bearer KEY\" with the content of the file api-key in the engine's home folder, or with a key of `cambium api-keys create`.");
        }
    }

    private static void refused(EngineException e, Context context) throws IOException {
        // Status 0 is a client's word for "not reached"; here it can only be a mistake of ours.
        int status = e.status() >= 400 && e.status() <= 599 ? e.status() : 500;
        if (status >= 500 && status != 501) {
            LOG.warn("{} {} failed", context.method().name(), context.path(), e);
        }
        Reply.error(context, status, e.code(), e.getMessage());
    }

    private static void unknown(Routes routes, HttpResponseException e, Context context)
            throws IOException {
        String path = context.path();
        String method = context.method().name();
        String call = path.startsWith(Routes.ROOT) ? path.substring(Routes.ROOT.length()) : "";
        String why = CloudOnlyCalls.why(call);
        if (e.getStatus() == 404 && why != null) {
            Reply.error(
                    context,
                    CloudOnlyCalls.status(method, call),
                    "NOT_HERE",
                    "%s %s is a call of Neon's cloud: %s.".formatted(method, path, why));
        } else if (e.getStatus() == 404) {
            String sentence = routes.unknown(method, path);
            Reply.error(context, 404, "UNKNOWN_CALL", sentence);
        } else {
            Reply.error(context, e.getStatus(), "REFUSED", e.getMessage());
        }
    }

    private static void failed(Exception e, Context context) throws IOException {
        LOG.error("{} {} failed", context.method().name(), context.path(), e);
        EngineException told = EngineException.unexpected(e);
        Reply.error(context, told.status(), told.code(), told.getMessage());
    }

    @FunctionalInterface
    private interface Answer<E extends Exception> {
        void write(E e, Context context) throws IOException;
    }

    private static <E extends Exception> io.javalin.http.ExceptionHandler<E> orLog(
            Answer<E> answer) {
        return (e, context) -> {
            try {
                answer.write(e, context);
            } catch (IOException failure) {
                LOG.warn("an answer could not be written", failure);
            }
        };
    }
}
