package dev.cambium.engine.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code cambium completion}. */
@Command(
        name = "completion",
        header = "Print what makes a shell complete commands, options and names of branches.",
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

    /** An array of picocli's with the values of a parameter that is a branch. */
    private static final Pattern MARKED =
            Pattern.compile(
                    "local (\\w+_(option|pos_param)_args)=\\(\"" + BranchNames.MARK + "\"\\)");

    /** Asks the program that is being typed, which need not be on the PATH. */
    private static final String BRANCHES =
            """
            # The names of the branches there are, a line each.
            function _cambium_branches() {
              if [[ "${curr_word}" != -* ]]; then
                "${COMP_WORDS[0]/#\\~/$HOME}" branch-names 2>/dev/null
              fi
            }

            """;

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
            case bash, zsh -> withBranches(AutoComplete.bash(NAME, whole));
            case fish -> FishCompletion.of(whole.getCommandSpec());
        };
    }

    /**
     * Where picocli has written the values that a parameter can have, as the elements of an array,
     * the names of branches are filled in when somebody completes. Who is at an option waits for
     * nothing. Those of what is no option picocli's script reads as a shell does, once more.
     */
    private static String withBranches(String script) {
        return MARKED.matcher(script)
                .replaceAll(
                        array ->
                                Matcher.quoteReplacement(
                                        filled(
                                                array.group(1),
                                                array.group(2).equals("option")
                                                        ? "$one_branch"
                                                        : "$(printf %q \"$one_branch\")")))
                .replaceFirst("(?m)^function ", Matcher.quoteReplacement(BRANCHES) + "$0");
    }

    private static String filled(String array, String element) {
        return "local %1$s=() one_branch=''; while IFS= read -r one_branch; do %1$s+=(\"%2$s\"); done < <(_cambium_branches)"
                .formatted(array, element);
    }
}
