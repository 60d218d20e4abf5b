package dev.cambium.engine;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.TimelineQuery;
import dev.cambium.engine.cli.HostedCommands;
import dev.cambium.engine.masking.DatabaseDetection;
import dev.cambium.engine.schema.SchemaModel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks an engine that has just begun to serve what people ask it first: over HTTP the window's
 * lists and its day of each default branch, and in its process what the command line lists; then
 * prepares for comparisons of schemas and the search for personal data. Code that never ran takes
 * ten times as long as later, and the digest of a day has to be read from disk; nobody shall wait
 * for either. Nothing depends on it, and it changes nothing.
 */
final class FirstAnswers implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(FirstAnswers.class);

    /** Opening the digest of a busy day takes a fresh JVM half a second. */
    private static final int PROJECTS_MAX = 4;

    /** What the window draws first. */
    private static final Duration SHOWN = Duration.ofDays(1);

    private static final int SLICES = 300;

    /** A busy day is answered quickly after some ten times; on a busy computer after more. */
    private static final int ROUNDS_MAX = 30;

    /** An answer that is as quick as this gets no quicker that anybody would notice. */
    private static final long QUICK_NANOS = Duration.ofMillis(40).toNanos();

    private static final int QUICK_ROUNDS = 3;

    /**
     * After so many lists what an answer over HTTP takes is loaded, and compiled where it is slow.
     */
    private static final int LISTS = 12;

    private final EngineHome home;
    private final HostedCommands commands;

    FirstAnswers(EngineHome home, HostedCommands commands) {
        this.home = home;
        this.commands = commands;
    }

    @Override
    public void run() {
        Optional<EngineHome.Listening> listening = home.listening();
        if (listening.isEmpty()) {
            return; // It ends already.
        }
        try (EngineClient engine =
                EngineClient.connect(
                        URI.create(listening.get().apiUrl()), home.apiKey().orElseThrow())) {
            List<Project> projects = engine.projects().list();
            askForLists(engine, projects);
            askForDays(engine, projects);
            commands.rehearse();
            prepareComparisons(engine, projects);
            DatabaseDetection.prepare();
        } catch (EngineException | IOException e) {
            log.debug("The first answers were not given ahead", e);
        }
    }

    /** Also for a home without a project: its first one will be of the usual version. */
    private static void prepareComparisons(EngineClient engine, List<Project> projects)
            throws IOException {
        Set<Integer> majors = new LinkedHashSet<>();
        projects.forEach(project -> majors.add(project.pgVersion()));
        majors.add(Integer.parseInt(engine.info().postgresVersion().split("\\.", 2)[0]));
        for (int major : majors) {
            SchemaModel.prepare(major);
        }
    }

    /** The window and other clients ask for them; commands read them from the engine itself. */
    private static void askForLists(EngineClient engine, List<Project> projects) {
        for (Project project : projects.subList(0, Math.min(PROJECTS_MAX, projects.size()))) {
            for (int round = 0; round < LISTS; round++) {
                engine.projects().list();
                engine.branches().list(project.id());
            }
        }
    }

    private static void askForDays(EngineClient engine, List<Project> projects) {
        for (Project project : projects.subList(0, Math.min(PROJECTS_MAX, projects.size()))) {
            for (Branch branch : engine.branches().list(project.id())) {
                if (branch.isDefault()) {
                    askUntilQuick(engine, branch);
                }
            }
        }
    }

    private static void askUntilQuick(EngineClient engine, Branch branch) {
        int quick = 0;
        for (int round = 0; round < ROUNDS_MAX && quick < QUICK_ROUNDS; round++) {
            Instant now = Instant.now();
            long began = System.nanoTime();
            engine.past()
                    .timeline(
                            branch.projectId(),
                            branch.id(),
                            new TimelineQuery(now.minus(SHOWN), now, SLICES));
            quick = System.nanoTime() - began < QUICK_NANOS ? quick + 1 : 0;
        }
    }
}
