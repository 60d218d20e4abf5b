package dev.cambium.engine.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@code cambium completion}. */
@Command(
        name = "completion",
        header = "Print what makes a shell complete commands and options.",
        description = {
            "",
            "  source <(cambium completion bash)            # and so for zsh",
            "  cambium completion fish | source",
            ""
        })
final class CompletionCommand extends Verb {

    /** The shells that are known. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    private static final String NAME = "cambium";

    /**
     * What was printed before: shells ask at each of their starts, of an engine that reads the
     * annotations of all commands for it.
     */
    private static final Map<Shell, String> SCRIPTS = new ConcurrentHashMap<>();

    @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
    private Shell shell = Shell.bash;

    @Override
    void run() {
        output().out().print(SCRIPTS.computeIfAbsent(shell, CompletionCommand::script));
        output().out().flush();
    }

    private static String script(Shell shell) {
        CommandLine whole = Cambium.whole();
        return switch (shell) {
            // The script itself tells the two apart.
            case bash, zsh -> AutoComplete.bash(NAME, whole);
            case fish -> fish(whole.getCommandSpec());
        };
    }

    private static String fish(CommandSpec root) {
        StringBuilder script = new StringBuilder("# fish completion for cambium\n");
        script.append("complete -c cambium -f\n");
        append(script, root, List.of());
        return script.toString();
    }

    private static void append(StringBuilder script, CommandSpec spec, List<String> path) {
        List<String> next = List.copyOf(spec.subcommands().keySet());
        String seen = String.join("; and ", path.stream().map(CompletionCommand::seen).toList());
        for (Map.Entry<String, CommandLine> entry : spec.subcommands().entrySet()) {
            String name = entry.getKey();
            CommandSpec child = entry.getValue().getCommandSpec();
            String none = "not __fish_seen_subcommand_from " + String.join(" ", next);
            line(script, seen.isEmpty() ? none : seen + "; and " + none, "-a " + name, help(child));
            List<String> below = new ArrayList<>(path);
            below.add(name);
            append(script, child, below);
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden() && !(option.inherited() && !path.isEmpty())) {
                String letter =
                        option.shortestName().length() == 2
                                ? "-s " + option.shortestName().substring(1) + " "
                                : "";
                String word = "-l " + option.longestName().replaceFirst("^-+", "");
                String value = option.arity().max() > 0 ? " -r" : "";
                line(script, seen, letter + word + value, String.join(" ", option.description()));
            }
        }
    }

    private static void line(StringBuilder script, String when, String what, String help) {
        script.append("complete -c cambium ");
        if (!when.isEmpty()) {
            script.append("-n '").append(when).append("' ");
        }
        script.append(what).append(" -d '").append(help.replace("'", "\\'")).append("'\n");
    }

    private static String seen(String name) {
        return "__fish_seen_subcommand_from " + name;
    }

    private static String help(CommandSpec spec) {
        String[] header = spec.usageMessage().header();
        return header.length == 0 ? "" : header[0];
    }
}
