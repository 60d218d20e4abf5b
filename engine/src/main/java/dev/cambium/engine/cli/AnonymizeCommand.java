package dev.cambium.engine.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.AnonymizeCalls.MaskingTrial;
import dev.cambium.engine.api.AnonymizedStatus;
import dev.cambium.engine.api.CommandLineHost.Watch;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.MaskingFunctionInfo;
import dev.cambium.engine.api.MaskingPreviewReply;
import dev.cambium.engine.api.NewAnonymized;
import dev.cambium.engine.api.OwnCall;
import dev.cambium.engine.api.PersonalColumn;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** {@code cambium anonymize}. */
@Command(
        name = "anonymize",
        header = "Branches with data that belongs to nobody.",
        description = {
            "",
            "Finds personal data, and makes branches in which it is replaced: keys still",
            "fit, what is unique stays unique, and nothing of the real values is in any",
            "file of the new branch. A column that seems personal and has no rule stops",
            "the run.",
            "",
            "  cambium anonymize detect main --database shop",
            "  cambium anonymize run main --database shop --name safe --accept-detected",
            "  cambium anonymize report safe",
            ""
        })
final class AnonymizeCommand extends NounCommand {

    @Override
    List<Class<?>> verbs() {
        return List.of(
                Detect.class,
                MaskingRulesCommand.class,
                Functions.class,
                Preview.class,
                Run.class,
                Refresh.class,
                Cancel.class,
                Report.class);
    }

    /** The database that a verb is about. */
    static final class DatabaseOption {

        @Option(
                names = "--database",
                paramLabel = "NAME",
                required = true,
                description = "The database.")
        String database = "";
    }

    /** Reads a file that a verb was given. */
    static String read(Path file, Verb verb) {
        try {
            return Files.readString(verb.cambium().caller().folder().resolve(file));
        } catch (NoSuchFileException e) {
            throw new ParameterException(
                    verb.spec().commandLine(), "There is no file %s.".formatted(file), e);
        } catch (IOException e) {
            throw new ParameterException(
                    verb.spec().commandLine(),
                    "The file %s cannot be read: %s.".formatted(file, e.getMessage()),
                    e);
        }
    }

    @Command(
            name = "detect",
            header = "Say which columns of a branch seem to hold personal data, and why.",
            description = {
                "",
                "Looks at names, types, foreign keys and samples of the values; none is shown.",
                "Columns about which the project's rules have decided are left out.",
                ""
            })
    static final class Detect extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private DatabaseOption of = new DatabaseOption();

        @Parameters(
                paramLabel = "BRANCH",
                completionCandidates = BranchNames.class,
                description = "The branch.")
        private String branch = "";

        @Option(
                names = "--all",
                description = "Also what is decided, and what is not sure enough to count.")
        private boolean all;

        @Override
        void run() {
            List<PersonalColumn> found =
                    engine().anonymize().detect(project(in.project).id(), branch, of.database, all);
            output().print(found, () -> table(found));
        }

        private static Table table(List<PersonalColumn> found) {
            Table table =
                    Table.columns("COLUMN", "KIND", "SURE", "FUNCTION", "BECAUSE")
                            .whenEmpty(
                                    "No column that is not decided seems to hold personal data.");
            for (PersonalColumn one : found) {
                String path = one.path();
                table.row(
                        "%s.%s.%s%s"
                                .formatted(
                                        one.schema(),
                                        one.table(),
                                        one.column(),
                                        path == null ? "" : " " + path),
                        one.kind().toLowerCase(Locale.ROOT).replace('_', ' '),
                        String.format(Locale.ROOT, "%.0f %%", 100 * one.confidence()),
                        one.suggestion() == null ? "-" : one.suggestion(),
                        String.join("; ", one.reasons()));
            }
            return table;
        }
    }

    @Command(name = "functions", header = "List the masking functions and what each guarantees.")
    static final class Functions extends Verb {

        @Override
        void run() {
            List<MaskingFunctionInfo> all = engine().anonymize().functions();
            output().print(all, () -> table(all));
        }

        private static Table table(List<MaskingFunctionInfo> all) {
            Table table = Table.columns("FUNCTION", "MAKES", "GUARANTEE", "ARGUMENTS");
            all.forEach(
                    one ->
                            table.row(
                                    one.name(),
                                    one.summary(),
                                    one.guarantee(),
                                    String.join(", ", one.arguments())));
            return table;
        }
    }

    @Command(
            name = "preview",
            header = "Show some rows before and after; nothing is written.",
            description = {
                "",
                "What is shown holds real values: it is for the owner of the data.",
                ""
            })
    static final class Preview extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private DatabaseOption of = new DatabaseOption();

        @Parameters(
                paramLabel = "BRANCH",
                completionCandidates = BranchNames.class,
                description = "The branch.")
        private String branch = "";

        @Option(names = "--rules", paramLabel = "FILE", description = "Rules to try.")
        private @Nullable Path rules;

        @Option(
                names = "--accept-detected",
                description = "Mask also what is found without a rule.")
        private boolean accept;

        @Option(
                names = "--rows",
                paramLabel = "N",
                defaultValue = "3",
                description = "Of each table.")
        private int rows;

        @Override
        void run() {
            MaskingPreviewReply reply =
                    engine().anonymize()
                            .preview(
                                    project(in.project).id(),
                                    branch,
                                    new MaskingTrial(
                                            of.database,
                                            rules == null ? null : read(rules, this),
                                            accept,
                                            rows));
            output().print(reply, () -> table(reply));
            reply.problems().forEach(problem -> output().sayWithTable("Refused: " + problem));
            reply.warnings().forEach(warning -> output().sayWithTable("Note: " + warning));
        }

        private static Table table(MaskingPreviewReply reply) {
            Table table =
                    Table.columns("COLUMN", "FUNCTION", "BEFORE", "AFTER")
                            .whenEmpty("Nothing would be masked.");
            for (MaskingPreviewReply.Table one : reply.tables()) {
                for (int column = 0; column < one.columns().size(); column++) {
                    for (int row = 0; row < one.before().size(); row++) {
                        table.row(
                                one.table() + "." + one.columns().get(column),
                                one.functions().get(column),
                                shown(one.before().get(row).get(column)),
                                shown(one.after().get(row).get(column)));
                    }
                }
            }
            return table;
        }

        private static String shown(@Nullable String value) {
            if (value == null) {
                return "NULL";
            }
            String line = value.replace('\n', ' ');
            return line.length() <= 40 ? line : line.substring(0, 39) + "…";
        }
    }

    @Command(
            name = "run",
            header = "Create a branch with masked rows of another one.",
            description = {
                "",
                "Nobody sees the branch before all rows are masked. Databases other than the",
                "one named come without rows.",
                ""
            })
    static final class Run extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private DatabaseOption of = new DatabaseOption();

        @Parameters(
                paramLabel = "SOURCE",
                completionCandidates = BranchNames.class,
                description = "The branch whose rows are masked.")
        private String source = "";

        @Option(
                names = "--name",
                paramLabel = "NAME",
                required = true,
                description = "Of the new branch.")
        private String name = "";

        @Option(names = "--at", paramLabel = "LSN|TIME", description = "The moment; left out, now.")
        private @Nullable String at;

        @Option(
                names = "--rules",
                paramLabel = "FILE",
                description = "Rules to follow and keep; left out, the project's.")
        private @Nullable Path rules;

        @Option(
                names = "--accept-detected",
                description =
                        "Mask what is found without a rule as suits it, and approve all columns.")
        private boolean accept;

        @Option(names = "--no-compute", description = "Leave the branch asleep.")
        private boolean noCompute;

        @Option(
                names = "--expires-at",
                paramLabel = "TIME",
                converter = ZonedTime.class,
                description = "When it deletes itself, with the zone; at most 30 days away.")
        private @Nullable Instant expiresAt;

        @Option(
                names = "--protect",
                description = "Let nobody delete it, reset it or restore over it.")
        private boolean guarded;

        @Override
        void run() throws Exception {
            String project = project(in.project).id();
            NewAnonymized wish =
                    new NewAnonymized(
                            name,
                            source,
                            at,
                            of.database,
                            rules == null ? null : read(rules, this),
                            accept,
                            !noCompute,
                            guarded,
                            expiresAt);
            EngineClient engine = engine();
            OwnCall call = OwnCall.fresh();
            Created.BranchReply made;
            try (Watch watch = cambium().whenLeft(() -> engine.withdraw(call))) {
                made = call.make(() -> engine.anonymize().run(project, wish));
            }
            output().print(made, () -> ReportTable.of(engine().anonymize().report(project, name)));
            made.connectionUris()
                    .forEach(uri -> ProjectsCommand.printUnderTable(output(), uri.connectionUri()));
            String notice = made.notice();
            if (notice != null) {
                output().sayWithTable(notice);
            }
        }
    }

    @Command(
            name = "refresh",
            header = "Fill an anonymized branch anew, from what its source holds now.",
            description = {
                "",
                "The connection string stays. What the branch had can be undone.",
                ""
            })
    static final class Refresh extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Parameters(
                paramLabel = "BRANCH",
                completionCandidates = BranchNames.class,
                description = "The anonymized branch.")
        private String branch = "";

        @Override
        void run() {
            AnonymizedStatus status =
                    engine().anonymize().refresh(project(in.project).id(), branch);
            output().print(
                            status,
                            () ->
                                    Table.properties()
                                            .row("State", status.state())
                                            .row("Message", status.statusMessage()));
        }
    }

    @Command(name = "cancel", header = "End a run; nothing of it stays.")
    static final class Cancel extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Parameters(
                paramLabel = "BRANCH",
                completionCandidates = BranchNames.class,
                description = "The branch that it makes or fills.")
        private String branch = "";

        @Override
        void run() {
            engine().anonymize().cancel(project(in.project).id(), branch);
            output().say("The run ends soon.");
        }
    }

    @Command(name = "report", header = "Say what the run did that made a branch.")
    static final class Report extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Parameters(
                paramLabel = "BRANCH",
                completionCandidates = BranchNames.class,
                description = "The anonymized branch.")
        private String branch = "";

        @Option(names = "--html", paramLabel = "FILE", description = "Also write it as a page.")
        private @Nullable Path html;

        @Override
        void run() throws IOException {
            String project = project(in.project).id();
            JsonNode report = engine().anonymize().report(project, branch);
            Path file = html;
            if (file != null) {
                Files.writeString(
                        cambium().caller().folder().resolve(file),
                        engine().anonymize().htmlReport(project, branch));
            }
            output().print(report, () -> ReportTable.of(report));
        }
    }
}
