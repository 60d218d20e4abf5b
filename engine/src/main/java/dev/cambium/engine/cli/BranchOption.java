package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

/** {@code --branch}, for commands on a branch. */
final class BranchOption {

    @Option(
            names = "--branch",
            paramLabel = "ID|NAME",
            description = "The branch; left out, the project's default branch.")
    @Nullable String branch;

    String orDefault(EngineClient engine, String projectId) {
        return orDefault(engine, projectId, branch);
    }

    static String orDefault(EngineClient engine, String projectId, @Nullable String branch) {
        if (branch != null) {
            return branch;
        }
        return engine.branches().list(projectId).stream()
                .filter(Branch::isDefault)
                .map(Branch::id)
                .findFirst()
                .orElseThrow(
                        () ->
                                new Refusal(
                                        "The project has no default branch: say which with --branch."));
    }
}
