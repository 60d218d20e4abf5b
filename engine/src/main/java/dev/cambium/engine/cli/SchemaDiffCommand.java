package dev.cambium.engine.cli;

import dev.cambium.engine.api.BranchMoment;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

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
final class SchemaDiffCommand extends SchemaDiffing {

    private static final String SELF = "^self";
    private static final String PARENT = "^parent";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "[BASE[@LSN|@TIME]]",
            completionCandidates = BranchNames.class,
            description = "The branch compared with; left out, the pinned or the default branch.")
    private @Nullable String base;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "OTHER[@LSN|@TIME]",
            completionCandidates = BranchNames.class,
            description = "The branch compared.")
    private @Nullable String other;

    @Override
    Sides sides(String project) {
        BranchMoment first = moment(project, base);
        return other == null
                ? new Sides(BranchMoment.now(parent(project, first.branch())), first)
                : new Sides(first, second(project, first, other));
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
}
