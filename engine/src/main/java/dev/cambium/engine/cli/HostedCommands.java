package dev.cambium.engine.cli;

import dev.cambium.engine.api.Caller;
import dev.cambium.engine.api.CallersProgram;
import dev.cambium.engine.api.CommandLineHost;
import dev.cambium.engine.api.EngineCalls;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.EngineLauncher;

import org.jspecify.annotations.Nullable;

import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs command lines in the engine's process, as {@link HandOver} sends them. They ask it as {@link
 * HostedEngine} says, all of them through one client: to make one and to connect takes longer than
 * most calls. Thread-safe.
 */
public final class HostedCommands implements CommandLineHost, AutoCloseable {

    /** After these what a command needs is loaded, and compiled where it is slow. */
    private static final int REHEARSALS = 12;

    private static final List<String> OFTEN =
            List.of(
                    "projects list",
                    "branches list -o json",
                    "branches list",
                    "engine status",
                    "run --help");

    /** Their answer is kept; shells ask for it when they start. */
    private static final List<String> ONCE = List.of("completion bash", "completion zsh", "--help");

    private final EngineHome home;
    private final EngineCalls here;
    private @Nullable EngineClient engine;

    /**
     * @param here the engine of this process, which serves {@code home}
     */
    public HostedCommands(EngineHome home, EngineCalls here) {
        this.home = home;
        this.here = here;
    }

    @Override
    public int run(List<String> arguments, Caller caller, Prints prints) {
        String[] line = arguments.toArray(String[]::new);
        if (!HandOver.isHosted(line) || (HandOver.isLasting(line) && Cambium.asksForWork(line))) {
            throw new EngineException(
                    409,
                    "NOT_HOSTED",
                    "This command needs the input of whoever gives it, or lasts: run it there.");
        }
        return Cambium.runHosted(home, this::engine, caller, prints, line);
    }

    /** The engine of this process; empty before it listens. */
    private synchronized Optional<EngineClient> engine() {
        if (engine == null) {
            engine =
                    new EngineLauncher(home)
                            .serving()
                            .map(overHttp -> new HostedEngine(here, overHttp))
                            .orElse(null);
        }
        return Optional.ofNullable(engine);
    }

    /** Breaks off what commands that still run ask over HTTP. */
    @Override
    public synchronized void close() {
        if (engine != null) {
            engine.close();
        }
    }

    /** Runs what reads and changes nothing, so that the first real command is quick, too. */
    public void rehearse() {
        for (int i = 0; i < REHEARSALS; i++) {
            OFTEN.forEach(this::rehearse);
        }
        ONCE.forEach(this::rehearse);
    }

    /** Begins and ends a run whose program is not run, in a home that is there for that alone. */
    public void rehearseRun() {
        Nowhere nowhere = new Nowhere();
        run(List.of("run", "--", "true"), nobody(), nowhere);
        CallersProgram program = nowhere.program;
        if (program != null) {
            run(List.of(program.lineAfterwards(0)), nobody(), nowhere);
        }
    }

    /**
     * Does to a branch what people do to branches, and leaves it as it was; in a home of one
     * project, which is there for that alone.
     */
    public void rehearseVerbs(String branch) {
        rehearse("branches get " + branch);
        rehearse("branches reset --parent " + branch);
        rehearse("branches restore " + branch + " ^parent");
        rehearse("branches schema-diff " + branch);
        rehearse("undo");
        rehearse("undo");
    }

    private void rehearse(String line) {
        run(List.of(line.split(" ")), nobody(), new Nowhere());
    }

    private Caller nobody() {
        return new Caller(home.folder(), Map.of(), true);
    }

    private static final class Nowhere implements Prints {

        private @Nullable CallersProgram program;

        @Override
        public OutputStream out() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public OutputStream err() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void thenRun(CallersProgram asked) {
            program = asked;
        }

        @Override
        public CommandLineHost.Watch whenLeft(Runnable action) {
            return () -> {};
        }

        @Override
        public void holdUntilEndOf(long pid) {
            throw new IllegalStateException("a rehearsal stops no engine");
        }
    }
}
