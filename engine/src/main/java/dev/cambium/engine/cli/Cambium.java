package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Caller;
import dev.cambium.engine.api.CallersProgram;
import dev.cambium.engine.api.CommandLineHost.Prints;
import dev.cambium.engine.api.CommandLineHost.Watch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.EngineLauncher;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The command {@code cambium}: the options every command shares, and what an error looks like. */
@Command(
        name = "cambium",
        mixinStandardHelpOptions = true,
        versionProvider = CambiumVersion.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        header = "Postgres branches on this computer.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused; the sentence on standard error says why and what to do",
            "2:wrong usage",
            "3:the engine cannot be reached"
        })
public final class Cambium implements Runnable {

    /** Not in the annotation, from which every command would have it. */
    private static final String[] DESCRIPTION = {
        "",
        "A project holds a tree of branches. Each branch is a Postgres of its own",
        "that shares its data with its parent: making one copies nothing where",
        "there is FUSE (see doctor). The engine that serves them runs in the",
        "background and is started when needed.",
        ""
    };

    private static final List<String> VERSION_OPTIONS = List.of("--version", "-V");

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            description =
                    "The engine's home folder; else $$CAMBIUM_HOME, else $$XDG_DATA_HOME/cambium, else ~/.local/share/cambium.")
    private @Nullable Path home;

    @Option(
            names = "--context-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "Says which project and branch are meant; else the nearest .neon upward from here (see link).")
    private @Nullable Path contextFile;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            scope = ScopeType.INHERIT,
            description = "table (the default), json or yaml; query also writes csv.")
    private Format format = Format.table;

    private final InputStream in;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Caller caller;
    private @Nullable EngineHome host;
    private @Nullable Prints prints;
    private @Nullable Supplier<Optional<EngineClient>> serving;
    private @Nullable EngineClient engine;
    private @Nullable FolderContext context;

    private Cambium(InputStream in, PrintWriter out, PrintWriter err, Caller caller) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.caller = caller;
    }

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(System.in, out, err, args));
    }

    /** Runs one command line and returns its exit code. */
    static int run(InputStream in, PrintWriter out, PrintWriter err, String... args) {
        if (args.length == 1 && VERSION_OPTIONS.contains(args[0])) {
            // Scripts ask this often, and it needs no command line to be put together.
            out.println(HandOver.version());
            return Verb.DONE;
        }
        return new Cambium(in, out, err, here()).execute(args);
    }

    /** Runs, in this process, what is to be done when a program has ended. */
    static int runAfterwards(Path home, String... args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Cambium cambium = new Cambium(InputStream.nullInputStream(), out, err, here());
        cambium.host = new EngineHome(home);
        return cambium.execute(args);
    }

    /**
     * As {@link #run}, in the process of the engine that serves {@code home}.
     *
     * @param serving that engine, which is not closed afterwards; empty if it does not listen yet
     */
    static int runHosted(
            EngineHome home,
            Supplier<Optional<EngineClient>> serving,
            Caller caller,
            Prints prints,
            String... args) {
        PrintWriter out = new PrintWriter(prints.out(), false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(prints.err(), false, StandardCharsets.UTF_8);
        Cambium cambium = new Cambium(InputStream.nullInputStream(), out, err, caller);
        cambium.host = home;
        cambium.serving = serving;
        cambium.prints = prints;
        return cambium.execute(args);
    }

    private int execute(String... typed) {
        String[] args = HelpWord.asOption(typed);
        try {
            if (WholeHelp.isWanted(args)) {
                out.print(WholeHelp.text(caller.colours()));
                return Verb.DONE;
            }
            return commandLine(args).execute(args);
        } finally {
            out.flush();
            err.flush();
            if (engine != null && !isHosted()) {
                engine.close();
            }
        }
    }

    /** With options and without a command: says what there is. */
    @Override
    public void run() {
        out.print(WholeHelp.text(caller.colours()));
    }

    EngineHome home() {
        return host == null ? EngineHome.find(home) : host;
    }

    EngineLauncher launcher() {
        return new EngineLauncher(home());
    }

    /** The engine, started when none runs. */
    EngineClient engine() {
        return engineIfRunning().orElseGet(this::startedEngine);
    }

    /** The engine if there is one. */
    Optional<EngineClient> engineIfRunning() {
        EngineClient known = engine;
        if (known != null) {
            return Optional.of(known);
        }
        Optional<EngineClient> found = serving == null ? launcher().running() : serving.get();
        engine = found.orElse(null);
        return found;
    }

    private EngineClient startedEngine() {
        EngineLauncher launcher = launcher();
        String sentence = "Starting the engine on " + launcher.home().folder() + " …";
        output().sayWithTable(output().style().faint(sentence));
        EngineClient started = launcher.runningOrStarted(null);
        engine = started;
        return started;
    }

    Output output() {
        return new Output(format, out, err, new Style(caller.colours()));
    }

    /** Where this was typed. */
    Caller caller() {
        return caller;
    }

    /** What the folder that this was typed in says of projects and branches. */
    FolderContext context() {
        FolderContext known = context;
        if (known == null) {
            known = new FolderContext(ContextFile.of(caller, contextFile));
            context = known;
        }
        return known;
    }

    /** That a branch was meant because it is pinned, which people may have forgotten. */
    void tellPinned(Branch branch) {
        output().sayWithTable(
                        output().style()
                                .faint(
                                        "On branch %s, which %s pins."
                                                .formatted(
                                                        branch.name(), context().file().path())));
    }

    /** Whether this is the engine's process. */
    boolean isHosted() {
        return prints != null;
    }

    /** Keeps back what is printed from now on until this process has ended; in the engine alone. */
    void holdUntilEnd() {
        out.flush();
        Prints there = prints;
        if (there != null) {
            there.holdUntilEndOf(ProcessHandle.current().pid());
        }
    }

    /**
     * Takes back what a command has begun if whoever gave it does not wait for its end, until the
     * watch is closed.
     *
     * @param takeBack done once, on another thread; what goes wrong there nobody hears of
     */
    Watch whenLeft(Runnable takeBack) {
        Runnable quietly =
                () -> {
                    try {
                        takeBack.run();
                    } catch (EngineException e) {
                        // It ended meanwhile, or has passed its last step.
                    }
                };
        Prints there = prints;
        if (there != null) {
            return there.whenLeft(quietly);
        }
        Thread hook = new Thread(quietly, "left");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // It is being done.
            }
        };
    }

    /**
     * Gives the terminal to a program until it ends; in the engine's process this begins when the
     * command has ended.
     *
     * @return the exit code of the command
     */
    int handTerminalTo(CallersProgram program) throws InterruptedException {
        Prints there = prints;
        if (there == null) {
            return ForegroundProgram.run(program, new EndingHere(program));
        }
        there.thenRun(program);
        return Verb.DONE;
    }

    /** What is to be done when a program has ended that this process has started. */
    private final class EndingHere implements ForegroundProgram.Ending {

        private final CallersProgram program;

        EndingHere(CallersProgram program) {
            this.program = program;
        }

        @Override
        public void say(String sentence) {
            output().say(sentence);
        }

        @Override
        public int ended(int code) {
            if (program.afterwards().isEmpty()) {
                return Verb.DONE;
            }
            Cambium after = new Cambium(InputStream.nullInputStream(), out, err, caller);
            after.host = home();
            return after.execute(program.lineAfterwards(code));
        }
    }

    InputStream in() {
        return in;
    }

    /** With all its commands, to be looked at. */
    static CommandLine whole() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return new Cambium(InputStream.nullInputStream(), nowhere, nowhere, here()).commandLine();
    }

    /** The launcher script looks what is a terminal, Java cannot. */
    private static Caller here() {
        String unwanted = System.getenv("NO_COLOR");
        return Caller.here(
                Boolean.getBoolean("cambium.stdout.tty")
                        && (unwanted == null || unwanted.isEmpty()),
                Boolean.getBoolean("cambium.stderr.tty"));
    }

    /** The command line with what {@code args} need of all commands; with all of them for none. */
    private CommandLine commandLine(String... args) {
        CommandLine line = new CommandLine(this);
        Commands.addTo(line, args);
        line.getCommandSpec().usageMessage().description(DESCRIPTION);
        line.registerConverter(Integer.class, new WholeNumber<>(Integer::valueOf));
        line.registerConverter(Long.class, new WholeNumber<>(Long::valueOf));
        line.registerConverter(int.class, new WholeNumber<>(Integer::valueOf));
        line.registerConverter(long.class, new WholeNumber<>(Long::valueOf));
        line.registerConverter(Instant.class, new ZonedTime());
        line.setOut(out);
        line.setErr(err);
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(
                        caller.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setParameterExceptionHandler((e, _) -> wrongUsage(e));
        line.setExecutionExceptionHandler((e, at, _) -> failed(e, at));
        return line;
    }

    /** Whether a command line asks for what a command does, and not for help or the impossible. */
    static boolean asksForWork(String... args) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        CommandLine line =
                new Cambium(InputStream.nullInputStream(), nowhere, nowhere, here())
                        .commandLine(args);
        try {
            return line.parseArgs(args).asCommandLineList().stream()
                    .map(CommandLine::getParseResult)
                    .noneMatch(
                            part -> part.isUsageHelpRequested() || part.isVersionHelpRequested());
        } catch (ParameterException e) {
            return false;
        }
    }

    private int wrongUsage(ParameterException e) {
        err.println(
                "cambium: "
                        + String.valueOf(e.getMessage())
                                .replace("Value for option option", "The value of option"));
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println(
                "Try `%s --help`.".formatted(e.getCommandLine().getCommandSpec().qualifiedName()));
        return Verb.WRONG_USAGE;
    }

    private int failed(Exception e, CommandLine at) {
        if (e instanceof WrongUsage) {
            return wrongUsage(new ParameterException(at, String.valueOf(e.getMessage())));
        }
        if (e instanceof EngineException refused) {
            err.println("cambium: " + refused.getMessage());
            return refused.status() == 0 ? Verb.UNREACHABLE : Verb.REFUSED;
        }
        if (e instanceof Refusal) {
            err.println("cambium: " + e.getMessage());
            return Verb.REFUSED;
        }
        err.println("cambium: this should not have happened: " + e);
        if (System.getenv("CAMBIUM_DEBUG") != null) {
            e.printStackTrace(err);
        } else {
            err.println("Set CAMBIUM_DEBUG=1 to see where.");
        }
        return Verb.REFUSED;
    }
}
