package dev.cambium.engine.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

/** {@code --project-id}, for commands inside a project. */
final class ProjectOption {

    @Option(
            names = "--project-id",
            paramLabel = "ID|NAME",
            description = "The project; may be left out when there is only one.")
    @Nullable String project;
}
