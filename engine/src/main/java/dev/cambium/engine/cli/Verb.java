package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** What every command has: the options of the whole line, the engine, and where results go. */
abstract class Verb implements Callable<Integer> {

    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int WRONG_USAGE = 2;
    static final int UNREACHABLE = 3;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    /** Does it; an exception becomes a sentence and an exit code in {@link Cambium}. */
    abstract void run() throws Exception;

    /** Whether it can write {@code -o csv}. */
    boolean takesCsv() {
        return false;
    }

    @Override
    public Integer call() throws Exception {
        if (output().format() == Format.csv && !takesCsv()) {
            // Before it does anything.
            throw new ParameterException(
                    spec.commandLine(), "Only query writes csv; use table, json or yaml.");
        }
        run();
        return DONE;
    }

    final CommandSpec spec() {
        return spec;
    }

    final Cambium cambium() {
        return (Cambium) spec.root().userObject();
    }

    /** The engine, started when none runs. */
    final EngineClient engine() {
        return cambium().engine();
    }

    final Output output() {
        return cambium().output();
    }

    /** As {@link #project}, and one in the trash if it is named, or linked to. */
    final Project livingOrDeleted(@Nullable String asked) {
        String wanted = asked == null ? cambium().context().file().project() : asked;
        if (wanted == null) {
            return project(null);
        }
        return Stream.concat(
                        engine().projects().list().stream(), engine().projects().deleted().stream())
                .filter(one -> one.id().equals(wanted) || one.name().equals(wanted))
                .findFirst()
                .orElseGet(() -> project(asked));
    }

    /**
     * The project that was named, or that this folder is linked to, or the only one there is.
     *
     * @param asked an id or a name; null when it was not given
     */
    final Project project(@Nullable String asked) {
        Project project =
                asked == null
                        ? cambium().context().project(engine()).orElseGet(this::onlyProject)
                        : engine().projects().get(asked);
        cambium().context().choose(project, asked != null);
        return project;
    }

    /**
     * The branch that was named, or that this folder has pinned, or the project's default branch.
     *
     * @param asked an id or a name; null when it was not given
     */
    final String branchMeant(String projectId, @Nullable String asked) {
        String pinned = asked == null ? pinned(projectId).map(Branch::id).orElse(null) : asked;
        return BranchOption.orDefault(engine(), projectId, pinned);
    }

    /** As {@link #branchMeant}, and says which one when it is the pinned one. */
    final String branchTold(String projectId, @Nullable String asked) {
        return BranchOption.orDefault(engine(), projectId, namedOrPinned(projectId, asked));
    }

    /** As {@link #branchTold}; null means the default branch. */
    final @Nullable String namedOrPinned(String projectId, @Nullable String asked) {
        if (asked != null) {
            return asked;
        }
        Optional<Branch> pinned = pinned(projectId);
        pinned.ifPresent(cambium()::tellPinned);
        return pinned.map(Branch::id).orElse(null);
    }

    /** The branch that this folder has pinned in a project, if it has. */
    final Optional<Branch> pinned(String projectId) {
        return cambium().context().pinned(engine(), projectId);
    }

    /** The only project there is, whatever this folder is linked to. */
    final Project onlyProject() {
        List<Project> all = engine().projects().list();
        if (all.isEmpty()) {
            throw new Refusal(
                    "There is no project yet. `cambium projects create --name NAME` makes one; `cambium import` and `cambium demo` do so by themselves.");
        }
        if (all.size() > 1) {
            throw new Refusal(
                    "There are %d projects (%s): say which one with --project-id ID or NAME."
                            .formatted(
                                    all.size(),
                                    String.join(", ", all.stream().map(Project::name).toList())));
        }
        return all.getFirst();
    }
}
