package dev.cambium.engine;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.TimelineQuery;
import dev.cambium.engine.cli.HostedCommands;
import dev.cambium.engine.posix.Folders;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Does once, in a home folder of its own that is gone afterwards, what engines do all day, so that
 * the JVM that runs it can write down which classes and methods that takes.
 *
 * <p>With such an AOT cache (JEP 483, JEP 515) a fresh engine is not slow for its first hundred
 * verbs. The launcher script runs this after a build; nothing depends on its having run.
 */
final class Rehearsal {

    /** Of all that engines do: enough for the JVM to tell what is used. */
    private static final int ROUNDS = 12;

    /**
     * Of what people wait for: enough for the JVM to compile it to the last, so that it knows what
     * is worth that. With 200 an engine was no faster.
     */
    private static final int QUICK_ROUNDS = 150;

    /** Of a run, which is a command line and what {@link #QUICK_ROUNDS} do. */
    private static final int RUNS = 40;

    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("cambium-rehearsal");
        try {
            EngineHome home = new EngineHome(folder);
            home.create();
            System.setProperty("cambium.logs", home.logs().toString());
            try (Engine engine = Engine.open(home, 0, VolumeChoice.AUTO, () -> {});
                    EngineClient client = client(home)) {
                rehearse(client, engine.commands());
            }
        } finally {
            Folders.deleteTree(folder);
        }
    }

    private static EngineClient client(EngineHome home) {
        return EngineClient.connect(
                URI.create(home.listening().orElseThrow().apiUrl()), home.apiKeyOrNew());
    }

    private static void rehearse(EngineClient engine, HostedCommands commands) {
        String project =
                engine.projects()
                        .create(new NewProject("rehearsal", null, null, null))
                        .project()
                        .id();
        engine.transfers().loadSample(project, 1);
        for (int round = 0; round < QUICK_ROUNDS; round++) {
            String quick = "quick-" + round;
            engine.branches().create(project, new NewBranch(quick, null, false));
            engine.branches().delete(project, quick);
        }
        for (int round = 0; round < RUNS; round++) {
            commands.rehearseRun();
        }
        for (int round = 0; round < ROUNDS; round++) {
            String running = "running-" + round;
            String asleep = "asleep-" + round;
            engine.branches().create(project, new NewBranch(running, null, true));
            engine.branches().create(project, new NewBranch(asleep, running, false));
            engine.branches().list(project);
            engine.endpoints().of(project, running);
            engine.endpoints().connectionUri(project, running, null, null);
            commands.rehearseVerbs(running);
            engine.projects().operations(project);
            Instant now = Instant.now();
            engine.past().ticks(project, now.minus(Duration.ofHours(1)));
            engine.past()
                    .timeline(
                            project,
                            running,
                            new TimelineQuery(now.minusSeconds(86_400), now, 300));
            engine.branches().delete(project, asleep);
            engine.branches().delete(project, running);
        }
        engine.projects().delete(project);
    }
}
