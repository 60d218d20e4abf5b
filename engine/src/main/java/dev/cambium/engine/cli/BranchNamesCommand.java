package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.Optional;

/**
 * What shells ask to complete a branch: the names of those in the project that is meant, a line
 * each. Says nothing where there is none to ask or to mean; nobody has typed a command yet.
 */
@Command(name = BranchNamesCommand.NAME, header = "List names of branches; for shells.")
final class BranchNamesCommand extends Verb {

    static final String NAME = "branch-names";

    @Mixin private ProjectOption in = new ProjectOption();

    @Override
    void run() {
        Optional<EngineClient> running = cambium().engineIfRunning();
        if (running.isEmpty()) {
            return;
        }
        try {
            String project = project(in.project).id();
            running.get().branches().list(project).stream()
                    .map(Branch::name)
                    .forEach(output().out()::println);
        } catch (Refusal | EngineException e) {
            // Said when the command is given.
        }
    }
}
