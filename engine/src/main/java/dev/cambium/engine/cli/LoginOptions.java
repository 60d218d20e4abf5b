package dev.cambium.engine.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

/** {@code --database-name} and {@code --role-name}: as whom a client comes, and to what. */
final class LoginOptions {

    @Option(
            names = {"--database-name", "--database"},
            paramLabel = "NAME",
            description = "The database; left out, the branch's default one.")
    @Nullable String database;

    @Option(
            names = "--role-name",
            paramLabel = "NAME",
            description = "The role; left out, the project's default one.")
    @Nullable String role;
}
