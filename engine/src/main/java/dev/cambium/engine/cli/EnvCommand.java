package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code cambium env}. */
@Command(name = "env", header = "Write a branch's address where programs look for it.")
final class EnvCommand extends NounCommand {

    @Override
    List<Class<?>> verbs() {
        return List.of(Pull.class);
    }

    @Command(
            name = "pull",
            header = "Write DATABASE_URL of a branch into a file of variables.",
            description = {
                "",
                "Other variables stay as they are. The file is for its owner alone, and kept",
                "out of git; one that git tracks is refused, for there is a password in it.",
                "",
                "  cambium env pull",
                "  cambium env pull --branch preview --file .env.preview",
                ""
            })
    static final class Pull extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private BranchOption on = new BranchOption();
        @Mixin private LoginOptions login = new LoginOptions();

        @Option(
                names = "--file",
                paramLabel = "FILE",
                description =
                        "The file; left out, .env, or .env.local where only that is there, beside the context file or else here.")
        private @Nullable Path file;

        @Override
        void run() throws IOException, InterruptedException {
            Project project = project(in.project);
            Branch branch =
                    engine().branches().get(project.id(), branchMeant(project.id(), on.branch));
            ConnectionUri uri =
                    engine().endpoints()
                            .connectionUri(project.id(), branch.id(), login.database, login.role);
            EnvironmentFile environment = environment();
            environment.leadTo(uri.connectionUri(), branch.name(), cambium().caller());
            output().print(branch, () -> Table.properties().whenEmpty(""));
            ContextVerb.tellEnvironment(this, environment, branch);
        }

        private EnvironmentFile environment() {
            if (file != null) {
                Path folder = cambium().caller().folder();
                return new EnvironmentFile(folder.resolve(file).normalize());
            }
            return EnvironmentFile.in(cambium().context().file().folder());
        }
    }
}
