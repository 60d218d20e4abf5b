package dev.cambium.engine.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

/** {@code --project-id}, for commands inside a project. */
final class ProjectOption {

    @Option(
            names = "--project-id",
            paramLabel = "ID|NAME",
            description =
                    "The project; left out, the one this folder is linked to (see link), else the only one.")
    @Nullable String project;
}
