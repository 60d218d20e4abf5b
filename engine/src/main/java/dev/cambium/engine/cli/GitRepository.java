package dev.cambium.engine.cli;

import dev.cambium.engine.api.Caller;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** The git repository around the folder that a command was typed in. */
final class GitRepository {

    private static final String BEGIN = "# cambium: begin";
    private static final String END = "# cambium: end";
    private static final String ENVIRONMENT = ".env";

    private static final String SHEBANG = "#!/bin/sh\n";

    private static final Pattern OURS =
            Pattern.compile("(?s)\\n?" + BEGIN + "\\n.*?" + END + "\\n");

    private final Caller caller;
    private final Path root;
    private final Path hook;

    private GitRepository(Caller caller, Path root, Path hook) {
        this.caller = caller;
        this.root = root;
        this.hook = hook;
    }

    /**
     * @throws Refusal if there is none, or no git
     */
    static GitRepository of(Caller caller) throws IOException, InterruptedException {
        Path root = Path.of(git(caller, caller.folder(), "rev-parse", "--show-toplevel"));
        Path hooks = Path.of(git(caller, root, "rev-parse", "--git-path", "hooks"));
        return new GitRepository(caller, root, root.resolve(hooks).resolve("post-checkout"));
    }

    /** That around another folder; empty if there is none, or no git. */
    static Optional<GitRepository> around(Caller caller, Path folder)
            throws IOException, InterruptedException {
        try {
            return Optional.of(of(new Caller(folder, caller.environment(), caller.colours())));
        } catch (Refusal none) {
            return Optional.empty();
        }
    }

    /** What is checked out; null for a commit without a branch. */
    @Nullable String branch() throws IOException {
        try {
            String name = git(root, "symbolic-ref", "--quiet", "--short", "HEAD");
            return name.isEmpty() ? null : name;
        } catch (Refusal detached) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    List<String> branches() throws IOException, InterruptedException {
        return git(root, "for-each-ref", "--format=%(refname:short)", "refs/heads")
                .lines()
                .toList();
    }

    boolean hasHook() throws IOException {
        return Files.exists(hook) && Files.readString(hook).contains(BEGIN);
    }

    /**
     * Adds to a hook that is there already.
     *
     * @param launcher the program that it calls
     */
    void installHook(String projectId, Path home, String launcher) throws IOException {
        removeHook();
        String before = Files.exists(hook) ? Files.readString(hook) : SHEBANG;
        String ours =
                """

                %s
                # The third argument is 1 for a checkout of a branch. Never in the way of git, and not
                # silent when it could not: then programs go on with the data of another branch.
                if [ "${3:-0}" = 1 ]; then
                  cambium_says=$(CAMBIUM_HOME='%s' '%s' git sync --project-id %s 2>&1 >/dev/null) ||
                    printf '%%s\\n' "$cambium_says" "cambium: DATABASE_URL in .env still leads where it led before." >&2
                fi
                %s
                """
                        .formatted(
                                BEGIN, quoted(home.toString()), quoted(launcher), projectId, END);
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, before + ours);
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    void removeHook() throws IOException {
        if (!hasHook()) {
            return;
        }
        String others = OURS.matcher(Files.readString(hook)).replaceAll("");
        if (others.strip().equals(SHEBANG.strip())) {
            Files.delete(hook); // nobody but us had put anything into it
        } else {
            Files.writeString(hook, others);
        }
    }

    /** The file that {@code git sync} sets a variable of. */
    Path environment() {
        return root.resolve(ENVIRONMENT);
    }

    /**
     * Sees to it that a file which holds a password is unknown to git.
     *
     * @param file in this repository
     * @throws Refusal if git tracks it: with the next commit, what is written would be public
     */
    void keepOutOfGit(Path file) throws IOException, InterruptedException {
        String name = inside(file);
        if (isTrue("ls-files", "--error-unmatch", name)) {
            throw new Refusal(
                    "git tracks the file %s, and a password would go into it. Take it out first: git rm --cached %s"
                            .formatted(name, name));
        }
        if (!isTrue("check-ignore", "--quiet", name)) {
            // This clone's own list: nothing that others would get to see is changed.
            Path excludes = root.resolve(git(root, "rev-parse", "--git-path", "info/exclude"));
            Files.createDirectories(excludes.getParent());
            append(excludes, "/" + name);
        }
    }

    /** Puts a file into the list {@code .gitignore} beside it, if nothing ignores it yet. */
    void ignore(Path file) throws IOException, InterruptedException {
        if (!isTrue("check-ignore", "--quiet", inside(file))) {
            append(file.resolveSibling(".gitignore"), String.valueOf(file.getFileName()));
        }
    }

    private static void append(Path list, String line) throws IOException {
        String before = Files.exists(list) ? Files.readString(list) : "";
        String end = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
        Files.writeString(list, before + end + line + "\n");
    }

    /** As git names it, which knows its folder by the name that no link leads to. */
    private String inside(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent(), "a file lies in a folder");
        return root.toRealPath()
                .relativize(folder.toRealPath().resolve(file.getFileName()))
                .toString();
    }

    /** Whether git answers the question with yes. */
    private boolean isTrue(String... question) throws IOException, InterruptedException {
        try {
            git(root, question);
            return true;
        } catch (Refusal no) {
            return false;
        }
    }

    private static String quoted(String text) {
        return text.replace("'", "'\\''");
    }

    private String git(Path folder, String... arguments) throws IOException, InterruptedException {
        return git(caller, folder, arguments);
    }

    /** A hook of git's finds its repository by variables; the caller's count, not the engine's. */
    private static String git(Caller caller, Path folder, String... arguments)
            throws IOException, InterruptedException {
        Path program =
                caller.find("git").orElseThrow(() -> new Refusal("There is no git on the PATH."));
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        caller.replace(builder.environment(), "GIT_");
        Process process = builder.start();
        String answer =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new Refusal("This is no git repository: go into one first.");
        }
        return answer;
    }
}
