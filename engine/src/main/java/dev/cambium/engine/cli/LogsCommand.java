package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** {@code cambium logs}. */
@Command(
        name = "logs",
        header = "Show what a branch's Postgres, or the engine, wrote last.",
        description = {"", "  cambium logs dev --lines 100", "  cambium logs --engine", ""})
final class LogsCommand extends Verb {

    private static final int LINES = 50;

    @Mixin private ProjectOption in = new ProjectOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "BRANCH",
            completionCandidates = BranchNames.class,
            description = "Its id or name; left out, the pinned or the default branch.")
    private @Nullable String branch;

    @Option(names = "--engine", description = "The engine's own log instead.")
    private boolean engineItself;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "COUNT",
            description = "How many lines; left out, 50.")
    private int lines = LINES;

    @Override
    void run() throws IOException {
        Path file = cambium().home().logs().resolve(engineItself ? "engine.out" : branchLog());
        if (!Files.exists(file)) {
            throw new Refusal("There is no log yet: %s is not there.".formatted(file));
        }
        last(file).forEach(output().out()::println);
        output().out().flush();
    }

    private String branchLog() {
        Project project = project(in.project);
        String named = branchTold(project.id(), branch);
        Branch found = engine().branches().get(project.id(), named);
        Branch.Local local = found.cambium();
        if (local == null) {
            throw new Refusal("This server does not tell where the log of a branch is.");
        }
        return local.timelineId() + ".log";
    }

    private Deque<String> last(Path file) throws IOException {
        Deque<String> kept = new ArrayDeque<>();
        try (Stream<String> all = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            all.forEach(
                    line -> {
                        kept.addLast(line);
                        if (kept.size() > Math.max(1, lines)) {
                            kept.removeFirst();
                        }
                    });
        }
        return kept;
    }
}
