package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.Optional;

/** {@code --branch}, for commands on a branch. */
final class BranchOption {

    @Option(
            names = "--branch",
            paramLabel = "ID|NAME",
            completionCandidates = BranchNames.class,
            description =
                    "The branch; left out, the pinned one (see checkout), else the project's default branch.")
    @Nullable String branch;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    /** Says which one when it is the pinned one: some of these commands delete. */
    String orDefault(EngineClient engine, String projectId) {
        if (branch != null) {
            return branch;
        }
        Cambium cambium = (Cambium) spec.root().userObject();
        Optional<Branch> pinned = cambium.context().pinned(engine, projectId);
        pinned.ifPresent(cambium::tellPinned);
        return pinned.map(Branch::id).orElseGet(() -> orDefault(engine, projectId, null));
    }

    /** The project's default branch where none was named, whatever is pinned. */
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
