package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchMoment;
import dev.cambium.engine.api.CommandLineHost.Watch;
import dev.cambium.engine.api.SchemaComparison;
import dev.cambium.engine.api.SchemaComparison.DatabaseDiff;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import java.util.UUID;
import java.util.stream.Collectors;

/** {@code cambium branches schema-diff}. */
@Command(
        name = "schema-diff",
        aliases = "sd",
        header = "Show how the schemas of two branches, or of two moments, differ.",
        description = {
            "",
            "A text diff of each database, as CREATE statements. What BASE has and the",
            "other does not begins with -, what only the other has with +. One branch",
            "alone is compared with its parent. ^self and ^parent stand for BASE and for",
            "its parent.",
            "",
            "  cambium branches schema-diff dev",
            "  cambium branches schema-diff main dev --migration",
            "  cambium branches schema-diff main ^self@2026-11-20T12:00:00Z",
            ""
        })
final class SchemaDiffCommand extends Verb {

    private static final String SELF = "^self";
    private static final String PARENT = "^parent";

    @Mixin private ProjectOption in = new ProjectOption();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "[BASE[@LSN|@TIME]]",
            description = "The branch compared with; left out, the pinned or the default branch.")
    private @Nullable String base;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "OTHER[@LSN|@TIME]",
            description = "The branch compared.")
    private @Nullable String other;

    @Option(
            names = {"--database", "--db"},
            paramLabel = "NAME",
            description = "One database; left out, all that either side has.")
    private @Nullable String database;

    @Option(
            names = "--migration",
            description = "Print SQL that makes the schemas of BASE like those of the other.")
    private boolean migration;

    @Override
    void run() {
        String project = project(in.project).id();
        BranchMoment first = moment(project, base);
        BranchMoment from;
        BranchMoment to;
        if (other == null) {
            from = BranchMoment.now(parent(project, first.branch()));
            to = first;
        } else {
            from = first;
            to = second(project, first, other);
        }
        SchemaComparison comparison = compared(project, from, to);
        String text =
                comparison.databases().stream()
                        .map(diff -> migration ? script(diff) : text(diff, from, to, project))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("\n"));
        output().printText(text, comparison);
        if (text.isEmpty()) {
            output().sayWithTable("The schemas are alike.");
        }
        comparison.databases().stream()
                .flatMap(diff -> diff.notes().stream())
                .forEach(output()::say);
    }

    private SchemaComparison compared(String project, BranchMoment from, BranchMoment to) {
        String id = UUID.randomUUID().toString();
        try (Watch watch = cambium().whenLeft(() -> engine().schemas().cancelComparison(id))) {
            return engine().schemas().compare(project, from, to, database, id);
        }
    }

    private BranchMoment moment(String project, @Nullable String typed) {
        BranchAt where = BranchAt.parse(engine(), project, typed);
        return new BranchMoment(branchMeant(project, where.branch()), where.at());
    }

    private BranchMoment second(String project, BranchMoment first, String typed) {
        int sign = typed.indexOf('@');
        String name = sign < 0 ? typed : typed.substring(0, sign);
        String at = sign < 0 ? null : typed.substring(sign + 1);
        return switch (name) {
            case SELF -> new BranchMoment(first.branch(), at);
            case PARENT -> new BranchMoment(parent(project, first.branch()), at);
            default -> moment(project, typed);
        };
    }

    private String parent(String project, String branch) {
        Branch found = engine().branches().get(project, branch);
        String parent = found.parentId();
        if (parent == null) {
            throw new ParameterException(
                    spec().commandLine(),
                    "%s has no parent to be compared with: name two branches, or two moments."
                            .formatted(found.name()));
        }
        return parent;
    }

    /** With the heads that Neon's command line gives a diff. */
    private String text(DatabaseDiff diff, BranchMoment from, BranchMoment to, String project) {
        if (diff.diff().isEmpty()) {
            return "";
        }
        return "--- Database: %s\t(Branch: %s)\n+++ Database: %s\t(Branch: %s)\n%s"
                .formatted(
                        diff.database(),
                        shown(project, from),
                        diff.database(),
                        shown(project, to),
                        diff.diff().lines().skip(2).collect(Collectors.joining("\n")) + "\n");
    }

    private String shown(String project, BranchMoment where) {
        String id = engine().branches().get(project, where.branch()).id();
        return where.at() == null ? id : id + "@" + where.at();
    }

    private static String script(DatabaseDiff diff) {
        return diff.migration().isEmpty()
                ? ""
                : "-- Database: %s\n%s\n".formatted(diff.database(), diff.migration().strip());
    }
}
