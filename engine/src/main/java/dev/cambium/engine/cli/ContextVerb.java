package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A verb that writes the {@link ContextFile} of the folder it was typed in. */
abstract class ContextVerb extends Verb {

    final ContextFile file() {
        return cambium().context().file();
    }

    /**
     * Writes which project and branch are meant from now on; a file that is new is kept out of git,
     * for what it says is of this computer.
     *
     * @param branch null pins none
     */
    final void write(Project project, @Nullable Branch branch, @Nullable String organization)
            throws IOException, InterruptedException {
        String before = file().project();
        String pinned = branch == null ? null : branch.name();
        if (file().link(project.id(), pinned, organization)) {
            Optional<GitRepository> repository =
                    GitRepository.around(cambium().caller(), file().folder());
            if (repository.isPresent()) {
                repository.get().ignore(file().path());
            }
        } else if (before != null && !before.equals(project.id())) {
            output().say("It was linked to project %s before.".formatted(before));
        }
    }

    final void show(Project project, @Nullable Branch branch) {
        StatusCommand.Shown shown =
                new StatusCommand.Shown(
                        file().path().toString(),
                        project.id(),
                        branch == null ? null : branch.name(),
                        project,
                        branch);
        output().print(shown, () -> StatusCommand.table(shown, file()));
    }

    /** Makes the variable of the folder lead to the branch. */
    final void pullEnvironment(Project project, Branch branch)
            throws IOException, InterruptedException {
        EnvironmentFile environment = EnvironmentFile.in(file().folder());
        ConnectionUri uri =
                engine().endpoints().connectionUri(project.id(), branch.id(), null, null);
        try {
            environment.leadTo(uri.connectionUri(), branch.name(), cambium().caller());
        } catch (Refusal tracked) {
            throw new Refusal(tracked.getMessage() + "; --no-env-pull leaves that file alone.");
        }
        tellEnvironment(this, environment, branch);
    }

    static void tellEnvironment(Verb verb, EnvironmentFile environment, Branch branch) {
        verb.output()
                .sayWithTable(
                        "%s in %s leads to branch %s."
                                .formatted(EnvironmentFile.URL, environment.path(), branch.name()));
    }

    /**
     * The branch of this id or name.
     *
     * @throws Refusal if the project has none, with those that it has
     */
    static Branch existing(Project project, List<Branch> all, String asked) {
        return FolderContext.named(all, asked)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        "Project %s has no branch %s; there are %s."
                                                .formatted(
                                                        project.name(),
                                                        asked,
                                                        FolderContext.names(all))));
    }

    static Branch defaultOf(List<Branch> all) {
        return all.stream()
                .filter(Branch::isDefault)
                .findFirst()
                .orElseThrow(() -> new Refusal("The project has no default branch: name one."));
    }
}
