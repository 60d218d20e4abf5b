package dev.cambium.engine.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Which commands there are, each made only when a line needs it: to read the annotations of all of
 * them takes longer than what most of them do.
 */
final class Commands {

    /** Options that may come before a command, and have a value behind them. */
    private static final List<String> VALUE_OPTIONS =
            List.of("--home", "--context-file", "-o", "--output");

    /**
     * Nobody types these: what commands do when a program has ended that they had run, and what
     * shells ask.
     */
    private static final Map<String, Supplier<Object>> UNTYPED =
            Map.of(
                    RunEnded.NAME, RunEnded::new,
                    ExportEnded.NAME, ExportEnded::new,
                    BranchNamesCommand.NAME, BranchNamesCommand::new);

    /** In the order of the help. */
    static final Map<String, Supplier<Object>> ALL = all();

    /** Other names of commands. */
    static final Map<String, String> ALIASES =
            Map.of(
                    "project", "projects",
                    "branch", "branches",
                    "endpoint", "endpoints",
                    "ep", "endpoints",
                    "role", "roles",
                    "database", "databases",
                    "db", "databases",
                    "cs", "connection-string",
                    "bookmark", "bookmarks",
                    "org", "orgs");

    private Commands() {}

    /** Whether a word is the name of a command, or another name of one. */
    static boolean isOne(String word) {
        return ALL.containsKey(word) || ALIASES.containsKey(word);
    }

    /**
     * Gives a line the one command that {@code args} name, with the one verb, or all of them where
     * that is not clear.
     */
    static void addTo(CommandLine line, String... args) {
        List<String> words = words(args);
        String first = words.isEmpty() ? "" : words.getFirst();
        String named = ALIASES.getOrDefault(first, first);
        if (UNTYPED.containsKey(named)) {
            line.addSubcommand(UNTYPED.get(named).get());
            return;
        }
        if (ALL.containsKey(named)) {
            line.addSubcommand(withVerbs(ALL.get(named).get(), words.subList(1, words.size())));
        } else {
            ALL.values()
                    .forEach(command -> line.addSubcommand(withVerbs(command.get(), List.of())));
        }
    }

    /** Neither options nor, up to the verb, values of options. */
    private static List<String> words(String... args) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (VALUE_OPTIONS.contains(args[i])) {
                i++;
            } else if (!args[i].startsWith("-")) {
                words.add(args[i]);
            }
        }
        return words;
    }

    /**
     * A command or its class; a noun with the verb that the words begin with, or with all that it
     * has.
     */
    private static CommandLine withVerbs(Object command, List<String> words) {
        CommandLine line = new CommandLine(command);
        if (line.getCommand() instanceof NounCommand noun) {
            String word = words.isEmpty() ? "" : words.getFirst();
            List<Class<?>> verbs = noun.verbs();
            List<Class<?>> named = verbs.stream().filter(verb -> isNamed(verb, word)).toList();
            List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
            for (Class<?> verb : named.isEmpty() ? verbs : named) {
                line.addSubcommand(withVerbs(verb, rest));
            }
        }
        return line;
    }

    private static boolean isNamed(Class<?> verb, String word) {
        Command command = verb.getAnnotation(Command.class);
        return command.name().equals(word) || Arrays.asList(command.aliases()).contains(word);
    }

    private static Map<String, Supplier<Object>> all() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand::new);
        commands.put("workbench", WorkbenchCommand::new);
        commands.put("import", ImportCommand::new);
        commands.put("nightly", NightlyCommand::new);
        commands.put("projects", ProjectsCommand::new);
        commands.put("branches", BranchesCommand::new);
        commands.put("diff", DiffCommand::new);
        commands.put("link", LinkCommand::new);
        commands.put("checkout", CheckoutCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("env", EnvCommand::new);
        commands.put("set-context", SetContextCommand::new);
        commands.put("undo", UndoCommand::new);
        commands.put("gc", GcCommand::new);
        commands.put("space", BranchesCommand.Space::new);
        commands.put("usage", UsageCommand::new);
        commands.put("endpoints", EndpointsCommand::new);
        commands.put("roles", RolesCommand::new);
        commands.put("query", QueryCommand::new);
        commands.put("inspect", InspectCommand::new);
        commands.put("databases", DatabasesCommand::new);
        commands.put("timeline", TimelineCommand::new);
        commands.put("bookmarks", BookmarksCommand::new);
        commands.put("anonymize", AnonymizeCommand::new);
        commands.put("snapshots", SnapshotsCommand::new);
        commands.put("connection-string", ConnectionStringCommand::new);
        commands.put("psql", PsqlCommand::new);
        commands.put("run", RunCommand::new);
        commands.put("git", GitCommand::new);
        commands.put("export", ExportCommand::new);
        commands.put("operations", OperationsCommand::new);
        commands.put("logs", LogsCommand::new);
        commands.put("me", MeCommand::new);
        commands.put("orgs", OrgsCommand::new);
        commands.put("api-keys", ApiKeysCommand::new);
        commands.put("api", ApiCommand::new);
        commands.put("mcp", McpCommand::new);
        commands.put("engine", EngineCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("completion", CompletionCommand::new);
        return Collections.unmodifiableMap(commands);
    }
}
