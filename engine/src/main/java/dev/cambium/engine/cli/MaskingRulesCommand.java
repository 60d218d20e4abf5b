package dev.cambium.engine.cli;

import dev.cambium.engine.api.MaskingRulesText;
import dev.cambium.engine.cli.AnonymizeCommand.DatabaseOption;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;

/** {@code cambium anonymize rules}. */
@Command(name = "rules", header = "Show, set and approve the masking rules of a project.")
final class MaskingRulesCommand extends NounCommand {

    @Override
    List<Class<?>> verbs() {
        return List.of(Show.class, Set.class, Approve.class);
    }

    @Command(name = "show", header = "Print the rules for a database, as YAML.")
    static final class Show extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private DatabaseOption of = new DatabaseOption();

        @Override
        void run() {
            MaskingRulesText rules =
                    engine().anonymize().rules(project(in.project).id(), of.database);
            output().printText(rules.yaml(), rules);
        }
    }

    @Command(
            name = "set",
            header = "Store rules from a file as a new version.",
            description = {
                "",
                "  cambium_rules: 1",
                "  database: shop",
                "  columns:",
                "    public.customers.email: email",
                "    public.customers.born: {function: date_shift, days: 90, entity: id}",
                "    public.orders.note: anon.lorem_ipsum(2)",
                "    public.orders.total: keep",
                ""
            })
    static final class Set extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Parameters(paramLabel = "FILE", description = "The rules.")
        private Path file = Path.of("");

        @Override
        void run() {
            String yaml = AnonymizeCommand.read(file, this);
            show(this, engine().anonymize().setRules(project(in.project).id(), yaml));
        }
    }

    @Command(
            name = "approve",
            header = "Approve the rules for the columns that a branch has now.",
            description = {
                "",
                "From then on a column that is added stops a run until it is approved, too.",
                ""
            })
    static final class Approve extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private DatabaseOption of = new DatabaseOption();

        @Parameters(
                paramLabel = "BRANCH",
                completionCandidates = BranchNames.class,
                description = "The branch whose columns are meant.")
        private String branch = "";

        @Option(
                names = "--accept-detected",
                description = "Give what is found without a rule the function that suits it.")
        private boolean accept;

        @Override
        void run() {
            show(
                    this,
                    engine().anonymize()
                            .approveRules(project(in.project).id(), branch, of.database, accept));
        }
    }

    private static void show(Verb verb, MaskingRulesText rules) {
        verb.output()
                .print(
                        rules,
                        () ->
                                Table.properties()
                                        .row("Database", rules.database())
                                        .row("Version", Integer.toString(rules.version()))
                                        .row("Approved", rules.approved() ? "yes" : "no")
                                        .row(
                                                "Masked columns",
                                                Long.toString(rules.maskedColumns())));
    }
}
