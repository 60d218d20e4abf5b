package dev.cambium.engine.cli;

import dev.cambium.engine.api.Caller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of variables, {@code .env} as a rule, from which programs take the address of their
 * database.
 */
final class EnvironmentFile {

    static final String URL = "DATABASE_URL";

    /** Neon's command line writes these, too: left alone they would tell of another branch. */
    private static final String URL_UNPOOLED = "DATABASE_URL_UNPOOLED";

    private static final String BRANCH = "NEON_BRANCH";

    /** In front of what led somewhere else before git moved the database along. */
    private static final String FORMER = "# before cambium git install: ";

    /** What frameworks read; the later counts more with most of them. */
    private static final List<String> NAMES = List.of(".env", ".env.local");

    private static final Pattern VARIABLE =
            Pattern.compile("(\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=).*");

    private final Path path;

    EnvironmentFile(Path path) {
        this.path = path;
    }

    /** The one of a folder: the first that is there, else {@code .env}. */
    static EnvironmentFile in(Path folder) {
        return new EnvironmentFile(
                NAMES.stream()
                        .map(folder::resolve)
                        .filter(Files::exists)
                        .findFirst()
                        .orElse(folder.resolve(NAMES.getFirst())));
    }

    Path path() {
        return path;
    }

    /**
     * Makes {@link #URL} lead to a database, and what else tells of the branch, where it is there.
     *
     * @throws Refusal if git tracks the file
     */
    void leadTo(String url, String branch, Caller caller) throws IOException, InterruptedException {
        Path folder = Objects.requireNonNull(path.getParent(), "a file lies in a folder");
        if (!Files.isDirectory(folder)) {
            throw new Refusal("There is no folder %s.".formatted(folder));
        }
        Optional<GitRepository> repository = GitRepository.around(caller, folder);
        if (repository.isPresent()) {
            repository.get().keepOutOfGit(path);
        }
        set(url, branch);
    }

    /**
     * Keeps the value that {@link #URL} has now, in a comment, for {@link #bringBackFormer}.
     *
     * @return whether there was one to be kept
     */
    boolean keepFormer() throws IOException {
        if (!Files.exists(path)) {
            return false;
        }
        List<String> lines = new ArrayList<>();
        boolean kept = false;
        for (String line : Files.readAllLines(path)) {
            if (line.startsWith(FORMER)) {
                return false; // of an install that was not ended by an uninstall
            }
            if (isUrl(line)) {
                lines.add(FORMER + line);
                kept = true;
            }
            lines.add(line);
        }
        if (kept) {
            write(lines);
        }
        return kept;
    }

    /**
     * Puts the value that was kept in the place of the present one.
     *
     * @return whether there was one
     */
    boolean bringBackFormer() throws IOException {
        List<String> before = Files.exists(path) ? Files.readAllLines(path) : List.of();
        if (before.stream().noneMatch(line -> line.startsWith(FORMER))) {
            return false;
        }
        write(
                before.stream()
                        .filter(line -> !isUrl(line))
                        .map(
                                line ->
                                        line.startsWith(FORMER)
                                                ? line.substring(FORMER.length())
                                                : line)
                        .toList());
        return true;
    }

    private static boolean isUrl(String line) {
        Matcher matcher = VARIABLE.matcher(line);
        return matcher.matches() && URL.equals(matcher.group(2));
    }

    /** Leaves the other variables as they are; the file is readable by its owner alone. */
    private void set(String url, String branch) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean set = false;
        for (String line : Files.exists(path) ? Files.readAllLines(path) : List.<String>of()) {
            Matcher matcher = VARIABLE.matcher(line);
            String name = matcher.matches() ? matcher.group(2) : null;
            String value =
                    switch (name == null ? "" : name) {
                        case URL, URL_UNPOOLED -> url;
                        case BRANCH -> branch;
                        default -> null;
                    };
            lines.add(value == null ? line : matcher.group(1) + value);
            set |= URL.equals(name);
        }
        if (!set) {
            lines.add(URL + "=" + url);
        }
        write(lines);
    }

    private void write(List<String> lines) throws IOException {
        Path target = Files.exists(path) ? path.toRealPath() : path;
        // 0600 from its first byte on
        Path next = Files.createTempFile(target.getParent(), ".env", ".new");
        Files.write(next, lines);
        Files.move(
                next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
