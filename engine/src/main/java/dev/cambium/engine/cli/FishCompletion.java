package dev.cambium.engine.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What makes fish complete, of which picocli knows nothing. */
final class FishCompletion {

    private static final String BRANCHES = "(__cambium_branches)";

    /** Asks the program that is being typed, which need not be on the PATH. */
    private static final String BEGIN =
            """
            # fish completion for cambium
            function __cambium_branches
                set -l typed (commandline -opc)
                set -l program (string replace -r '^~(?=/)' $HOME -- $typed[1])
                command $program branch-names 2>/dev/null
            end
            complete -c cambium -f
            """;

    private final StringBuilder script = new StringBuilder(BEGIN);

    private FishCompletion() {}

    /** A script for a command with all of its subcommands. */
    static String of(CommandSpec root) {
        FishCompletion completion = new FishCompletion();
        completion.append(root, List.of());
        return completion.script.toString();
    }

    private void append(CommandSpec spec, List<String> path) {
        List<String> next = List.copyOf(spec.subcommands().keySet());
        String seen = String.join("; and ", path.stream().map(FishCompletion::seen).toList());
        for (Map.Entry<String, CommandLine> entry : spec.subcommands().entrySet()) {
            String name = entry.getKey();
            CommandSpec child = entry.getValue().getCommandSpec();
            String none = "not __fish_seen_subcommand_from " + String.join(" ", next);
            line(seen.isEmpty() ? none : seen + "; and " + none, "-a " + name, help(child));
            List<String> below = new ArrayList<>(path);
            below.add(name);
            append(child, below);
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden() && !(option.inherited() && !path.isEmpty())) {
                line(seen, asWord(option), String.join(" ", option.description()));
            }
        }
        if (spec.positionalParameters().stream().anyMatch(FishCompletion::isBranch)) {
            line(seen, "-a '" + BRANCHES + "'", "branch");
        }
    }

    private static String asWord(OptionSpec option) {
        String letter =
                option.shortestName().length() == 2
                        ? "-s " + option.shortestName().substring(1) + " "
                        : "";
        String word = "-l " + option.longestName().replaceFirst("^-+", "");
        String value = option.arity().max() > 0 ? " -r" : "";
        return letter + word + value + (isBranch(option) ? " -a '" + BRANCHES + "'" : "");
    }

    private static boolean isBranch(ArgSpec argument) {
        Iterable<String> values = argument.completionCandidates();
        return values instanceof BranchNames;
    }

    private void line(String when, String what, String help) {
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
