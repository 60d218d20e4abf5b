package dev.cambium.engine.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Which commands there are, each made only when a line needs it. */
final class Commands {

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
