package dev.cambium.engine.cli;

import dev.cambium.engine.api.Bookmark;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;

/** {@code cambium bookmarks}. */
@Command(
        name = "bookmarks",
        aliases = "bookmark",
        header = "Give moments of a branch a name, list and delete them.")
final class BookmarksCommand extends NounCommand {

    @Override
    List<Class<?>> verbs() {
        return List.of(Listing.class, Create.class, Delete.class);
    }

    @Command(name = "list", header = "List the bookmarks of a branch.")
    static final class Listing extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private BranchOption on = new BranchOption();

        @Override
        void run() {
            String project = project(in.project).id();
            List<Bookmark> all =
                    engine().bookmarks().list(project, on.orDefault(engine(), project));
            output().print(all, () -> table(all));
        }
    }

    @Command(
            name = "create",
            header = "Name a moment of a branch.",
            description = {
                "",
                "A bookmark keeps nothing: when the moment is further back than what is",
                "kept, it can be seen and no longer be opened.",
                ""
            })
    static final class Create extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private BranchOption on = new BranchOption();
        @Mixin private BeforeLast before = new BeforeLast();

        @Parameters(paramLabel = "NAME", description = "Its name, unique on the branch.")
        private String name = "";

        @Option(names = "--at", paramLabel = "LSN|TIME", description = "The moment; left out, now.")
        private @Nullable String at;

        @Override
        void run() {
            String project = project(in.project).id();
            String branch = on.orDefault(engine(), project);
            String moment = before.or(at, engine(), project, branch, output(), spec());
            Bookmark made = engine().bookmarks().create(project, branch, name, moment);
            output().print(made, () -> table(List.of(made)));
        }
    }

    @Command(name = "delete", header = "Delete a bookmark; the moment stays what it is.")
    static final class Delete extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private BranchOption on = new BranchOption();

        @Parameters(paramLabel = "ID|NAME", description = "The bookmark.")
        private String bookmark = "";

        @Override
        void run() {
            String project = project(in.project).id();
            Bookmark deleted =
                    engine().bookmarks().delete(project, on.orDefault(engine(), project), bookmark);
            output().print(deleted, () -> table(List.of(deleted)));
        }
    }

    private static Table table(List<Bookmark> bookmarks) {
        Table table =
                Table.columns("NAME", "TIME", "MOMENT", "ID")
                        .whenEmpty("The branch has no bookmark.");
        bookmarks.forEach(
                bookmark ->
                        table.row(
                                bookmark.name(),
                                Moment.local(bookmark.time()),
                                bookmark.moment(),
                                bookmark.id()));
        return table;
    }
}
