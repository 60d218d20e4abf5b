package dev.cambium.engine.cli;

import dev.cambium.engine.api.ApiKey;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;

/** {@code cambium api-keys}. */
@Command(
        name = "api-keys",
        header = "List, make and revoke keys of the API.",
        description = {
            "",
            "The key in the home's file api-key lets in everything that runs here. More",
            "keys are for programs that are to lose their access one day.",
            ""
        })
final class ApiKeysCommand extends NounCommand {

    @Override
    List<Class<?>> verbs() {
        return List.of(Listing.class, Create.class, Revoke.class);
    }

    @Command(name = "list", header = "List the keys; the keys themselves are not kept.")
    static final class Listing extends Verb {

        @Override
        void run() {
            List<ApiKey> keys = engine().account().apiKeys();
            output().print(keys, () -> table(keys));
        }
    }

    @Command(name = "create", header = "Make a key. It is shown now and never again.")
    static final class Create extends Verb {

        @Option(
                names = "--name",
                required = true,
                paramLabel = "NAME",
                description = "Who or what it is for.")
        private String name = "";

        @Override
        void run() {
            ApiKey made = engine().account().createApiKey(name);
            output().print(
                            made,
                            () ->
                                    Table.properties()
                                            .row("id", String.valueOf(made.id()))
                                            .row("name", made.name())
                                            .row("key", String.valueOf(made.key())));
        }
    }

    @Command(name = "revoke", header = "Take a key back: it lets nobody in from now on.")
    static final class Revoke extends Verb {

        @Parameters(paramLabel = "ID", description = "The key's number.")
        private long id;

        @Override
        void run() {
            ApiKey revoked = engine().account().revokeApiKey(id);
            output().print(revoked, () -> table(List.of(revoked)));
        }
    }

    private static Table table(List<ApiKey> keys) {
        Table table = Table.columns("ID", "NAME", "MADE", "LAST USED");
        keys.forEach(
                key ->
                        table.row(
                                String.valueOf(key.id()),
                                key.name(),
                                Moment.local(key.createdAt()),
                                key.lastUsedAt() == null ? "-" : Moment.local(key.lastUsedAt())));
        return table;
    }
}
