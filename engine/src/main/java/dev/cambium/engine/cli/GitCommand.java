package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.Orphans;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code cambium git}. */
@Command(
        name = "git",
        header = "Keep a branch of the database for each branch of a git repository.")
final class GitCommand extends NounCommand {

    /** Database branches that belong to git branches begin with it. */
    private static final String PREFIX = "git/";

    /** What git calls the branches that the default branch of a project stands for. */
    private static final List<String> TRUNKS = List.of("main", "master", "trunk");

    @Override
    List<Class<?>> verbs() {
        return List.of(Install.class, Uninstall.class, Sync.class, Status.class, Cleanup.class);
    }

    @Command(
            name = "install",
            header = "Make git create and use a branch at each checkout.",
            description = {
                "",
                "Writes a post-checkout hook into the repository you are in. At each checkout",
                "the branch git/NAME is made, from the default branch, if there is none, and",
                "its address is put as DATABASE_URL into the file .env, which is kept out of",
                "git. A checkout of main, master or trunk leads back to the default branch.",
                "A branch that is pinned here (see `cambium checkout`) moves along.",
                ""
            })
    static final class Install extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Override
        void run() throws IOException, InterruptedException {
            Project project = project(in.project);
            GitRepository repository = GitRepository.of(cambium().caller());
            repository.keepOutOfGit(repository.environment());
            EnvironmentFile environment = new EnvironmentFile(repository.environment());
            if (!repository.hasHook() && environment.keepFormer()) {
                output().say(
                                "The DATABASE_URL that .env had is kept there in a comment; `git uninstall` brings it back.");
            }
            repository.installHook(
                    project.id(), cambium().home().folder(), cambium().caller().launcher());
            output().say("Installed. `git checkout` now moves the database along.");
            sync(this, project, repository);
        }
    }

    @Command(
            name = "uninstall",
            header = "Take the hook out again; branches stay.",
            description = "A DATABASE_URL that .env had before comes back; else it stays as it is.")
    static final class Uninstall extends Verb {

        @Override
        void run() throws IOException, InterruptedException {
            GitRepository repository = GitRepository.of(cambium().caller());
            repository.removeHook();
            output().say("The hook is gone.");
            if (new EnvironmentFile(repository.environment()).bringBackFormer()) {
                output().say("DATABASE_URL in .env is what it was before.");
            }
        }
    }

    @Command(name = "sync", header = "Do now what the hook does at a checkout.")
    static final class Sync extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Override
        void run() throws IOException, InterruptedException {
            sync(this, project(in.project), GitRepository.of(cambium().caller()));
        }
    }

    @Command(name = "status", header = "Say which branch belongs to what is checked out.")
    static final class Status extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Override
        void run() throws IOException, InterruptedException {
            GitRepository repository = GitRepository.of(cambium().caller());
            Project project = project(in.project);
            String gitBranch = repository.branch();
            String hook = repository.hasHook() ? "yes" : "no";
            String name = wanted(gitBranch);
            Optional<Branch> found = found(this, project, name);
            output().print(
                            found.map(Object.class::cast).orElse(List.of()),
                            () ->
                                    Table.properties()
                                            .row(
                                                    "Git branch",
                                                    gitBranch == null ? "none" : gitBranch)
                                            .row("Branch", name == null ? "default" : name)
                                            .row("There", found.isPresent() ? "yes" : "no")
                                            .row("Hook", hook));
        }
    }

    @Command(
            name = "cleanup",
            header = "Delete the branches whose git branch is gone.",
            description = "They go to the trash; `cambium undo` takes that back.")
    static final class Cleanup extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Option(names = "--dry-run", description = "Only say which.")
        private boolean dryRun;

        @Override
        void run() throws IOException, InterruptedException {
            Project project = project(in.project);
            List<String> there = GitRepository.of(cambium().caller()).branches();
            deleteGone(engine(), project.id(), there, dryRun)
                    .forEach(
                            name ->
                                    output().say(
                                                    (dryRun ? "Would delete " : "Deleted ")
                                                            + name
                                                            + "."));
        }
    }

    /**
     * Deletes the branches that belong to no git branch any more.
     *
     * @param there the git branches
     * @return their names
     */
    static List<String> deleteGone(
            EngineClient engine, String projectId, List<String> there, boolean dryRun) {
        List<String> kept = there.stream().map(name -> PREFIX + name).toList();
        List<Branch> gone =
                engine.branches().list(projectId).stream()
                        .filter(branch -> branch.name().startsWith(PREFIX))
                        .filter(branch -> !kept.contains(branch.name()))
                        .toList();
        if (!dryRun) {
            gone.forEach(branch -> engine.life().delete(projectId, branch.id(), Orphans.REFUSE));
        }
        return gone.stream().map(Branch::name).toList();
    }

    private static void sync(Verb verb, Project project, GitRepository repository)
            throws IOException, InterruptedException {
        repository.keepOutOfGit(repository.environment()); // before anything is made
        String name = wanted(repository.branch());
        Branch branch =
                found(verb, project, name)
                        .orElseGet(
                                () ->
                                        verb.engine()
                                                .branches()
                                                .create(
                                                        project.id(),
                                                        new NewBranch(name, null, true))
                                                .branch());
        ConnectionUri uri =
                verb.engine().endpoints().connectionUri(project.id(), branch.id(), null, null);
        new EnvironmentFile(repository.environment())
                .leadTo(uri.connectionUri(), branch.name(), verb.cambium().caller());
        verb.output().say("DATABASE_URL in .env leads to branch %s.".formatted(branch.name()));
        ContextFile context = verb.cambium().context().file();
        if (context.linksTo(project.id()) && context.branch() != null) {
            context.link(project.id(), branch.name(), context.organization());
        }
    }

    /** The name of the branch for a git branch; null means the default branch. */
    private static @Nullable String wanted(@Nullable String gitBranch) {
        return gitBranch == null || TRUNKS.contains(gitBranch) ? null : PREFIX + gitBranch;
    }

    private static Optional<Branch> found(Verb verb, Project project, @Nullable String name) {
        return verb.engine().branches().list(project.id()).stream()
                .filter(branch -> name == null ? branch.isDefault() : branch.name().equals(name))
                .findFirst();
    }
}
