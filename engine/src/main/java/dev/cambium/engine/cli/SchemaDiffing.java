package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchMoment;
import dev.cambium.engine.api.CommandLineHost.Watch;
import dev.cambium.engine.api.SchemaComparison;
import dev.cambium.engine.api.SchemaComparison.DatabaseDiff;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.util.UUID;
import java.util.stream.Collectors;

/** What shows how two schemas differ; which two, the commands say. */
abstract class SchemaDiffing extends Verb {

    /**
     * What is compared.
     *
     * @param from what only this one has begins with -
     * @param to what only this one has begins with +
     */
    record Sides(BranchMoment from, BranchMoment to) {}

    @Mixin private ProjectOption in = new ProjectOption();

    @Option(
            names = {"--database", "--db"},
            paramLabel = "NAME",
            description = "One database; left out, all that either side has.")
    private @Nullable String database;

    @Option(
            names = "--migration",
            description = "Print SQL that makes the schemas of the - side like those of the other.")
    private boolean migration;

    abstract Sides sides(String project);

    @Override
    final void run() {
        String project = project(in.project).id();
        Sides sides = sides(project);
        SchemaComparison comparison = compared(project, sides);
        String text =
                comparison.databases().stream()
                        .map(diff -> migration ? script(diff) : text(diff, sides, project))
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

    private SchemaComparison compared(String project, Sides sides) {
        String id = UUID.randomUUID().toString();
        try (Watch watch = cambium().whenLeft(() -> engine().schemas().cancelComparison(id))) {
            return engine().schemas().compare(project, sides.from(), sides.to(), database, id);
        }
    }

    /** A branch, or a moment of it, as it was typed. */
    final BranchMoment moment(String project, @Nullable String typed) {
        BranchAt where = BranchAt.parse(engine(), project, typed);
        return new BranchMoment(branchMeant(project, where.branch()), where.at());
    }

    /** The parent of a branch; refused for a root. */
    final String parent(String project, String branch) {
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
    private String text(DatabaseDiff diff, Sides sides, String project) {
        if (diff.diff().isEmpty()) {
            return "";
        }
        return "--- Database: %s\t(Branch: %s)\n+++ Database: %s\t(Branch: %s)\n%s"
                .formatted(
                        diff.database(),
                        shown(project, sides.from()),
                        diff.database(),
                        shown(project, sides.to()),
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
