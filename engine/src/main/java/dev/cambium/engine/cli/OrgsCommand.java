package dev.cambium.engine.cli;

import dev.cambium.engine.api.Organization;

import picocli.CommandLine.Command;

import java.util.List;

/** {@code cambium orgs}. */
@Command(
        name = "orgs",
        aliases = "org",
        header = "List organizations, of which an engine of one user has none.")
final class OrgsCommand extends NounCommand {

    @Override
    List<Class<?>> verbs() {
        return List.of(Listing.class);
    }

    @Command(name = "list", header = "List the organizations one is a member of.")
    static final class Listing extends Verb {

        @Override
        void run() {
            List<Organization> all = engine().account().organizations();
            output().print(
                            all,
                            () -> {
                                Table table =
                                        Table.columns("ID", "NAME")
                                                .whenEmpty(
                                                        "There is none: this engine is one user's, and projects belong to it.");
                                all.forEach(one -> table.row(one.id(), one.name()));
                                return table;
                            });
        }
    }
}
