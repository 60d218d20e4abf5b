package dev.cambium.engine;

import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.EngineInfo;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Happenings;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.cli.HostedCommands;
import dev.cambium.engine.compute.ComputeFolders;
import dev.cambium.engine.compute.DataFolderProcesses;
import dev.cambium.engine.compute.PostgresVersions;
import dev.cambium.engine.compute.ServerCertificate;
import dev.cambium.engine.compute.TrialStart;
import dev.cambium.engine.gateway.ListenAddresses;
import dev.cambium.engine.journal.Journal;
import dev.cambium.engine.page.BuildVersion;
import dev.cambium.engine.posix.Folders;
import dev.cambium.engine.server.ApiKeys;
import dev.cambium.engine.server.ApiServer;
import dev.cambium.engine.server.LocalEngine;
import dev.cambium.engine.timeline.Opening;
import dev.cambium.engine.timeline.Sealing;
import dev.cambium.engine.timeline.StartCheck;
import dev.cambium.engine.timeline.StartNeeds;
import dev.cambium.engine.timeline.WalFolders;
import dev.cambium.engine.transfer.BranchImport;
import dev.cambium.engine.transfer.NightlyRefreshes;
import dev.cambium.engine.volume.Volume;
import dev.cambium.engine.volume.VolumeDescription;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * A running engine: its parts, put together in the order in which they need each other, and taken
 * apart in the reverse.
 */
public final class Engine implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    private final EngineHome home;
    private final Clock clock;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private @Nullable BranchService branches;
    private @Nullable HostedCommands commands;
    private boolean closed;

    private Engine(EngineHome home, Clock clock) {
        this.home = home;
        this.clock = clock;
    }

    /**
     * Opens a home folder and serves it: when this returns, the API answers.
     *
     * @param port where the API listens; 0 takes any free port
     * @param stopAsked called when a client asks the engine to stop
     * @throws EngineException with a sentence if the home cannot be served
     */
    public static Engine open(EngineHome home, int port, VolumeChoice volume, Runnable stopAsked) {
        return open(home, port, volume, ListenAddresses.LOOPBACK, stopAsked);
    }

    /**
     * As {@link #open(EngineHome, int, VolumeChoice, Runnable)}.
     *
     * @param listen where the branches' clients can come from
     */
    public static Engine open(
            EngineHome home,
            int port,
            VolumeChoice volume,
            ListenAddresses listen,
            Runnable stopAsked) {
        return open(home, port, volume, listen, stopAsked, Clock.systemUTC());
    }

    /** As {@link #open(EngineHome, int, VolumeChoice, Runnable)}, at a time of one's own. */
    static Engine open(
            EngineHome home, int port, VolumeChoice volume, Runnable stopAsked, Clock clock) {
        return open(home, port, volume, ListenAddresses.LOOPBACK, stopAsked, clock);
    }

    private static Engine open(
            EngineHome home,
            int port,
            VolumeChoice volume,
            ListenAddresses listen,
            Runnable stopAsked,
            Clock clock) {
        Engine engine = new Engine(home, clock);
        try {
            engine.start(new HomeLayout(home.folder()), port, volume, listen, stopAsked);
            return engine;
        } catch (IOException | RuntimeException e) {
            engine.close();
            if (e instanceof EngineException refused) {
                throw refused;
            }
            log.error("The engine could not start", e);
            throw new EngineException(
                    500, "ENGINE_START_FAILED", "The engine could not start: " + e.getMessage());
        }
    }

    private void start(
            HomeLayout layout,
            int port,
            VolumeChoice choice,
            ListenAddresses listen,
            Runnable stopAsked)
            throws IOException {
        Instant startedAt = Instant.now();
        parts.push(HomeLock.take(layout.root()));
        DataFolderProcesses.endAll(layout.work());
        Folders.deleteTree(layout.work());
        Files.createDirectories(layout.work());
        DataFolderProcesses.endAll(layout.mount());
        DataFolderProcesses.endAll(layout.copies());

        Catalog catalog = opened(Catalog.open(layout.catalog()));
        Journal journal = opened(Journal.open(layout.journal()));
        Volume volume = opened(Volumes.open(layout, choice));
        WalFolders walFolders = new WalFolders(layout.wal());
        HomePlace.check(layout.root(), volume, walFolders);
        PostgresVersions postgres = PostgresVersions.open(HomeLayout.binaries());
        ComputeFolders computeFolders =
                new ComputeFolders(
                        layout.sockets(),
                        layout.hostRules(),
                        layout.logs(),
                        ServerCertificate.openOrMake(
                                layout.tls(), startedAt, listen.certificateNames()));
        computeFolders.prepare();
        parts.push(() -> Folders.deleteTree(layout.sockets()));
        BranchService branches =
                opened(
                        BranchService.open(
                                new EngineParts(
                                        catalog,
                                        journal,
                                        volume,
                                        walFolders,
                                        new Sealing(volume, walFolders, clock),
                                        new Opening(volume, walFolders),
                                        new StartCheck(volume, walFolders),
                                        new StartNeeds(volume, walFolders),
                                        postgres,
                                        computeFolders,
                                        new TrialStart(
                                                computeFolders, layout.work().resolve("trial")),
                                        new Happenings(),
                                        listen,
                                        layout.index(),
                                        layout.work(),
                                        clock),
                                layout.lostAndFound(),
                                layout.hash()));

        this.branches = branches;
        VolumeDescription description = volume.describe();
        EngineInfo info =
                new EngineInfo(
                        ProcessHandle.current().pid(),
                        BuildVersion.cambium(),
                        layout.root().toString(),
                        "",
                        postgres.byDefault().version(),
                        description.kind(),
                        description.reason(),
                        branches.routerPort(),
                        listen.words(),
                        startedAt);
        BranchImport imports = new BranchImport(branches);
        NightlyRefreshes nightly =
                opened(
                        new NightlyRefreshes(
                                catalog, imports::refresh, clock.withZone(ZoneId.systemDefault())));
        nightly.start();
        LocalEngine local =
                new LocalEngine(
                        info, branches, imports, nightly, new ApiKeys(catalog, clock), stopAsked);
        HostedCommands commands = opened(new HostedCommands(home, local));
        this.commands = commands;
        ApiServer server = opened(new ApiServer(local, home.apiKeyOrNew(), port, commands));
        server.start();
        home.writeListening(
                new EngineHome.Listening(info.pid(), server.apiUrl().toString(), info.version()));
        parts.push(home::deleteListening);
        if (!listen.others().isEmpty()) {
            log.warn("Other computers can connect to the branches at {}", listen.words());
        }
        log.info("Serving {} at {} with volume {}", layout.root(), server.apiUrl(), info.volume());
    }

    /** The verbs themselves, for who runs an engine in the same process. */
    BranchService branches() {
        return Objects.requireNonNull(branches, "the engine was not opened");
    }

    /** Command lines that run in this process. */
    HostedCommands commands() {
        return Objects.requireNonNull(commands, "the engine was not opened");
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /** Stops all computes cleanly and lets go of the home. Does nothing the second time. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception | LinkageError e) {
                // The latter if a build has replaced the jar that this runs from: a class that was
                // not needed before is missing. An engine that stayed would keep its home for ever.
                log.error("A part of the engine could not be closed", e);
            }
        }
    }
}
