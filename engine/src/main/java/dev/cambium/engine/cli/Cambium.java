package dev.cambium.engine.cli;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The command {@code cambium}: the options every command shares, and what an error looks like. */
@Command(
        name = "cambium",
        mixinStandardHelpOptions = true,
        versionProvider = CambiumVersion.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "Postgres branches on this computer.",
        description = {
            "",
            "A project holds a tree of branches. Each branch is a Postgres of its own that shares",
            "its data with its parent, so that making one takes milliseconds and no space.",
            "The engine that serves them runs in the background and is started when needed."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused; the sentence on standard error says why and what to do",
            "2:wrong usage",
            "3:the engine cannot be reached"
        },
        subcommands = {
            DemoCommand.class,
            WorkbenchCommand.class,
            ImportCommand.class,
            ProjectsCommand.class,
            BranchesCommand.class,
            DatabasesCommand.class,
            ConnectionStringCommand.class,
            PsqlCommand.class,
            EngineCommand.class,
            DoctorCommand.class
        })
public final class Cambium implements Runnable {

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            description =
                    "The engine's home folder; else $$CAMBIUM_HOME, else $$XDG_DATA_HOME/cambium, else ~/.local/share/cambium.")
    private @Nullable Path home;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            scope = ScopeType.INHERIT,
            description = "${COMPLETION-CANDIDATES}; table is the default.")
    private Format format = Format.table;

    private final InputStream in;
    private final PrintWriter out;
    private final PrintWriter err;
    private @Nullable EngineClient engine;

    private Cambium(InputStream in, PrintWriter out, PrintWriter err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(System.in, out, err, args));
    }

    /** Runs one command line and returns its exit code. */
    static int run(InputStream in, PrintWriter out, PrintWriter err, String... args) {
        Cambium cambium = new Cambium(in, out, err);
        try {
            return cambium.commandLine().execute(args);
        } finally {
            out.flush();
            err.flush();
            if (cambium.engine != null) {
                cambium.engine.close();
            }
        }
    }

    /** Without a command: says what there is. */
    @Override
    public void run() {
        new CommandLine(this).usage(out);
    }

    EngineHome home() {
        return EngineHome.find(home);
    }

    EngineLauncher launcher() {
        return new EngineLauncher(home());
    }

    /** The engine, started when none runs. */
    EngineClient engine() {
        EngineClient known = engine;
        if (known != null) {
            return known;
        }
        EngineLauncher launcher = launcher();
        EngineClient found =
                launcher.running()
                        .orElseGet(
                                () -> {
                                    output().sayWithTable(
                                                    output().style()
                                                            .faint(
                                                                    "Starting the engine on "
                                                                            + launcher.home()
                                                                                    .folder()
                                                                            + " …"));
                                    return launcher.runningOrStarted(null);
                                });
        engine = found;
        return found;
    }

    Output output() {
        return new Output(format, out, err, new Style(coloured()));
    }

    InputStream in() {
        return in;
    }

    /** Whether remarks may redraw a line: the launcher script looks, Java cannot. */
    static boolean errorsOnTerminal() {
        return Boolean.getBoolean("cambium.stderr.tty");
    }

    private static boolean coloured() {
        String unwanted = System.getenv("NO_COLOR");
        return Boolean.getBoolean("cambium.stdout.tty") && (unwanted == null || unwanted.isEmpty());
    }

    private CommandLine commandLine() {
        CommandLine line = new CommandLine(this);
        line.setOut(out);
        line.setErr(err);
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(
                        coloured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setParameterExceptionHandler((e, args) -> wrongUsage(e));
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e));
        return line;
    }

    private int wrongUsage(ParameterException e) {
        err.println("cambium: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println(
                "Try `%s --help`.".formatted(e.getCommandLine().getCommandSpec().qualifiedName()));
        return Verb.WRONG_USAGE;
    }

    private int failed(Exception e) {
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
