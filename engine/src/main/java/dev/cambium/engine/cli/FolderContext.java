package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which project and branch a command means that names none: those that the {@link ContextFile} of
 * its folder tells. What the file tells and the engine does not have is refused, never passed over.
 * For one command line, and one thread.
 */
final class FolderContext {

    private static final int HTTP_NOT_FOUND = 404;

    /** As many as people read through. */
    private static final int NAMES_MAX = 12;

    private final ContextFile file;
    private @Nullable Project chosen;
    private boolean named;

    FolderContext(ContextFile file) {
        this.file = file;
    }

    ContextFile file() {
        return file;
    }

    /**
     * Tells it which project the command works in, which decides whether the pinned branch is of
     * it.
     *
     * @param byName whether the command named it
     */
    void choose(Project project, boolean byName) {
        chosen = project;
        named = byName;
    }

    /**
     * The project that the file links to; empty if it links to none.
     *
     * @throws Refusal if the engine does not have it
     */
    Optional<Project> project(EngineClient engine) {
        String linked = file.project();
        if (linked == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(engine.projects().get(linked));
        } catch (EngineException e) {
            if (e.status() != HTTP_NOT_FOUND) {
                throw e;
            }
            throw notHere(engine, linked);
        }
    }

    /**
     * The branch that the file pins in the project that the command works in; empty if it pins none
     * there. Asks the engine only if it does.
     *
     * @throws Refusal if the project does not have it
     */
    Optional<Branch> pinned(EngineClient engine, String projectId) {
        String branch = file.branch();
        if (branch == null || !isOf(projectId)) {
            return Optional.empty();
        }
        List<Branch> all = engine.branches().list(projectId);
        return Optional.of(
                named(all, branch)
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                "%s pins branch %s, which project %s does not have. Pin another with `cambium checkout NAME`, or name the branch in the command; there are %s."
                                                        .formatted(
                                                                file.path(),
                                                                branch,
                                                                nameOf(projectId),
                                                                names(all)))));
    }

    /** As {@link #pinned}, among branches that are known; empty if it is not one of them. */
    Optional<Branch> pinned(String projectId, List<Branch> all) {
        String branch = file.branch();
        return branch == null || !isOf(projectId) ? Optional.empty() : named(all, branch);
    }

    /** Without a project in the file, its branch is one of the project that no one named. */
    private boolean isOf(String projectId) {
        String linked = file.project();
        return linked == null
                ? !named
                : linked.equals(projectId) || (chosen != null && linked.equals(chosen.name()));
    }

    private String nameOf(String projectId) {
        return chosen == null ? projectId : chosen.name();
    }

    /** The branch of this id or name. */
    static Optional<Branch> named(List<Branch> all, String idOrName) {
        return all.stream()
                .filter(branch -> branch.id().equals(idOrName) || branch.name().equals(idOrName))
                .findFirst();
    }

    static String names(List<Branch> all) {
        Stream<String> first = all.stream().map(Branch::name).limit(NAMES_MAX);
        Stream<String> rest = all.size() > NAMES_MAX ? Stream.of("…") : Stream.empty();
        return String.join(", ", Stream.concat(first, rest).toList());
    }

    private Refusal notHere(EngineClient engine, String linked) {
        boolean deleted =
                engine.projects().deleted().stream()
                        .anyMatch(one -> one.id().equals(linked) || one.name().equals(linked));
        if (deleted) {
            return new Refusal(
                    "%s links this folder to project %s, which was deleted: `cambium undo` or `cambium projects recover %s` brings it back, `cambium link` links to another, and --project-id names one for this command."
                            .formatted(file.path(), linked, linked));
        }
        String organization = file.organization();
        String whose =
                organization == null
                        ? "It may be one of Neon's cloud, whose command line shares this file, or of another home."
                        : "It is one of Neon's cloud (of organization %s), whose command line shares this file."
                                .formatted(organization);
        return new Refusal(
                "%s links this folder to project %s, which this engine does not have. %s Name one of this engine's with --project-id ID or NAME, or `cambium link` the folder to one%s."
                        .formatted(file.path(), linked, whose, projects(engine)));
    }

    private static String projects(EngineClient engine) {
        List<String> all = engine.projects().list().stream().map(Project::name).toList();
        return all.isEmpty()
                ? ", which `cambium link --project-name NAME` makes"
                : " (" + String.join(", ", all.stream().limit(NAMES_MAX).toList()) + ")";
    }
}
