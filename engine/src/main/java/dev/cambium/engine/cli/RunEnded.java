package dev.cambium.engine.cli;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cambium run} does when its command has ended. */
@Command(name = RunEnded.NAME, header = "Delete the branch of a run; run does so by itself.")
final class RunEnded extends Verb {

    static final String NAME = "run-ended";
    static final String KEEP = "--keep";

    @Option(names = KEEP, description = "Only say its name.")
    private boolean keep;

    @Parameters(index = "0", paramLabel = "PROJECT")
    private String project = "";

    @Parameters(index = "1", paramLabel = "BRANCH")
    private String branch = "";

    @Parameters(index = "2", paramLabel = "NAME")
    private String name = "";

    @Parameters(index = "3", paramLabel = "EXIT-CODE")
    private int code;

    @Override
    void run() {
        if (keep) {
            output().say("Branch %s is kept.".formatted(name));
            return;
        }
        // An engine that was stopped meanwhile is not started for this.
        try (EngineClient engine = cambium().launcher().running().orElseThrow(this::noEngine)) {
            if (engine.branches().get(project, branch).expiresAt() == null) {
                output().say("Branch %s does not expire any more, and is kept.".formatted(name));
                return;
            }
            EphemeralBranch.delete(engine, project, branch);
        }
    }

    private EngineException noEngine() {
        return new EngineException(
                0,
                "ENGINE_NOT_RUNNING",
                "The engine was stopped before the command ended with %d. Branch %s deletes itself within a day of its creation, when an engine runs."
                        .formatted(code, name));
    }
}
