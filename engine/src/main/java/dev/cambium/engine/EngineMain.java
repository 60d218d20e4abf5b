package dev.cambium.engine;

import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.gateway.ListenAddresses;
import dev.cambium.engine.posix.FilePermissions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * The engine daemon's entry. The command line and the window start it; a signal or the API ends it.
 */
@Command(name = "cambium-engine", description = "Serves one home folder until it is stopped.")
public final class EngineMain implements Callable<Integer> {

    @Option(names = "--home", description = "The home folder.")
    private @Nullable Path home;

    @Option(names = "--port", description = "Where the API listens; 0 takes any free port.")
    private int port;

    @Option(names = "--volume", description = "auto, layers or copy.", defaultValue = "auto")
    private VolumeChoice volume = VolumeChoice.AUTO;

    @Option(
            names = "--listen",
            description = "An address at which other computers reach the branches, or all.")
    private List<String> listen = new ArrayList<>();

    @Option(names = "--let-others-connect", description = "Says that they may.")
    private boolean othersMayConnect;

    public static void main(String[] arguments) {
        // Before any Chronicle class is loaded; the launcher's options say the same.
        System.setProperty("chronicle.analytics.disable", "true");
        CommandLine line = new CommandLine(new EngineMain());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(line.execute(arguments));
    }

    /** Serves until told to stop. The last line printed is the reason if it cannot. */
    @Override
    public Integer call() throws InterruptedException {
        FilePermissions.ownerOnly();
        EngineHome engineHome = EngineHome.find(home);
        CountDownLatch stopped = new CountDownLatch(1);
        try {
            engineHome.create();
            System.setProperty("cambium.logs", engineHome.logs().toString());
            ListenAddresses addresses = ListenAddresses.of(listen, othersMayConnect);
            Engine engine = Engine.open(engineHome, port, volume, addresses, stopped::countDown);
            Thread closing = new Thread(engine::close, "engine-close");
            Runtime.getRuntime().addShutdownHook(closing);
            workAhead(engine, new FirstAnswers(engineHome, engine.commands()));
            stopped.await();
            engine.close();
            return 0;
        } catch (EngineException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    /** The engine serves already; this is for whoever asks first, and for who makes a project. */
    private static void workAhead(Engine engine, FirstAnswers first) {
        Thread ahead =
                new Thread(
                        () -> {
                            try {
                                first.run();
                            } finally {
                                engine.branches().projects().prepare();
                            }
                        },
                        "ahead");
        ahead.setDaemon(true);
        ahead.start();
    }
}
