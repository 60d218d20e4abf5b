package dev.cambium.gui.verb;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.gui.branch.Opener;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Notice;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts psql in the terminal program that this computer has. The password goes through the
 * environment, so that it stands in no list of processes.
 */
public final class PsqlTerminal implements Opener {

    /**
     * A program, and what comes between it and the command that it is to run.
     *
     * @param before {@code -e} or the like
     */
    private record Program(String name, List<String> before) {}

    private static final List<Program> KNOWN =
            List.of(
                    new Program("x-terminal-emulator", List.of("-e")),
                    new Program("gnome-terminal", List.of("--")),
                    new Program("konsole", List.of("-e")),
                    new Program("xfce4-terminal", List.of("-x")),
                    new Program("kitty", List.of()),
                    new Program("alacritty", List.of("-e")),
                    new Program("foot", List.of()),
                    new Program("xterm", List.of("-e")));

    private final VerbRunner runner;
    private final List<String> begin;
    private final @Nullable Path psql;

    private PsqlTerminal(VerbRunner runner, List<String> begin, @Nullable Path psql) {
        this.runner = runner;
        this.begin = begin;
        this.psql = psql;
    }

    /** Looks for the programs on the PATH. */
    public static PsqlTerminal onPath(VerbRunner runner) {
        return in(runner, OnPath.own());
    }

    static PsqlTerminal in(VerbRunner runner, String path) {
        List<String> begin =
                KNOWN.stream()
                        .flatMap(program -> command(program, path).stream())
                        .findFirst()
                        .orElse(List.of());
        return new PsqlTerminal(runner, begin, OnPath.find("psql", path).orElse(null));
    }

    private static Optional<List<String>> command(Program program, String path) {
        return OnPath.find(program.name(), path)
                .map(
                        file -> {
                            List<String> words = new ArrayList<>(List.of(file.toString()));
                            words.addAll(program.before());
                            return List.copyOf(words);
                        });
    }

    @Override
    public String whyNot() {
        if (psql == null) {
            return Text.get("psql.missing");
        }
        return begin.isEmpty() ? Text.get("psql.no-terminal") : "";
    }

    @Override
    public void open(Branch branch) {
        Path program = psql;
        if (program == null || begin.isEmpty()) {
            runner.tell(new Notice(true, Text.get("notice.psql.failed"), whyNot()));
            return;
        }
        runner.run(
                Verb.of(
                        Text.get("notice.psql.failed"),
                        (client, project) ->
                                start(
                                        program,
                                        client.endpoints()
                                                .connectionUri(project, branch.id(), null, null)),
                        pid -> BranchVerbs.done(Text.get("notice.psql", branch.name()), "")));
    }

    private long start(Path program, ConnectionUri uri) {
        ConnectionUri.Parameters parts = uri.connectionParameters();
        int colon = parts.host().lastIndexOf(':');
        List<String> words = new ArrayList<>(begin);
        words.add(program.toString());
        words.addAll(
                List.of("--host", colon < 0 ? parts.host() : parts.host().substring(0, colon)));
        if (colon >= 0) {
            words.addAll(List.of("--port", parts.host().substring(colon + 1)));
        }
        words.addAll(List.of("--username", parts.role(), "--dbname", parts.database()));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("PGPASSWORD", parts.password());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            return builder.start().pid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
