package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchChange;
import dev.cambium.engine.api.BranchUpdate;
import dev.cambium.engine.api.Orphans;
import dev.cambium.engine.api.RestoreRequest;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import java.time.Instant;
import java.util.List;

/** What {@code cambium branches} can do to a branch after it was made. */
final class BranchLifeCommands {

    private BranchLifeCommands() {}

    @Command(
            name = "reset",
            header = "Give a branch its parent's data as it is now.",
            description = {
                "",
                "What was changed on the branch is gone from it; `cambium undo` brings it",
                "back for seven days. Its id, its port, its passwords and its connection",
                "string stay; clients are cut off and connect again. Its children keep what",
                "they have.",
                ""
            })
    static final class Reset extends BranchVerb {

        @Option(
                names = "--parent",
                description = "Reset to the parent; must be given, as there is no other source.")
        private boolean toParent;

        @Option(
                names = "--preserve-under-name",
                paramLabel = "NAME",
                description = "Keep what the branch holds now as a branch of this name.")
        private @Nullable String preserve;

        @Option(
                names = "--rebase-children",
                description = "Reset its children to its new data as well, and theirs.")
        private boolean rebase;

        @Override
        void run() {
            if (!toParent) {
                throw new ParameterException(
                        spec().commandLine(),
                        "Say --parent: what is on the branch is replaced by its parent's data.");
            }
            super.run();
            tellUndo();
        }

        @Override
        BranchChange done(String projectId, String branch) {
            return engine().life().reset(projectId, branch, preserve, rebase);
        }
    }

    @Command(
            name = "restore",
            header = "Put a branch on a moment of its past, its parent's, or any branch's.",
            description = {
                "",
                "  cambium branches restore main ^self@2026-11-20T12:00:00Z",
                "  cambium branches restore dev ^parent",
                "  cambium branches restore dev main@0/1A2B3C8 --preserve-under-name before",
                "",
                "What the branch held becomes a branch of its own, which can be deleted. Its",
                "id, its port, its passwords and its connection string stay, and so does its",
                "parent.",
                ""
            })
    static final class Restore extends BranchVerb {

        @Parameters(
                index = "1",
                paramLabel = "^self|^parent|BRANCH[@LSN|@TIME]",
                completionCandidates = BranchNames.class,
                description = "What to restore to; ^self needs a moment.")
        private String source = "";

        @Option(
                names = "--preserve-under-name",
                paramLabel = "NAME",
                description = "What the branch is called that keeps what was there.")
        private @Nullable String preserve;

        @Override
        BranchChange done(String projectId, String branch) {
            return engine().life().restore(projectId, branch, request(projectId, branch));
        }

        private RestoreRequest request(String projectId, String branch) {
            int sign = source.indexOf('@');
            String name = sign < 0 ? source : source.substring(0, sign);
            String at = sign < 0 ? null : source.substring(sign + 1);
            return switch (name) {
                case "^self" -> new RestoreRequest(branch, at, preserve);
                case "^parent" -> new RestoreRequest(parentOf(projectId, branch), at, preserve);
                default -> {
                    BranchAt asked = BranchAt.parse(engine(), projectId, source);
                    String from = asked.branch();
                    if (from == null) {
                        throw new ParameterException(
                                spec().commandLine(),
                                "Say whose moment: ^self@%s, ^parent@%s or BRANCH@%s."
                                        .formatted(source, source, source));
                    }
                    yield new RestoreRequest(from, asked.at(), preserve);
                }
            };
        }

        private String parentOf(String projectId, String branch) {
            String parent = engine().branches().get(projectId, branch).parentId();
            if (parent == null) {
                throw new Refusal(
                        "Branch %s is a root branch: it has no parent. Name another branch, or ^self@TIME."
                                .formatted(branch));
            }
            return parent;
        }
    }

    @Command(name = "rename", header = "Give a branch another name.")
    static final class Rename extends BranchVerb {

        @Parameters(index = "1", paramLabel = "NEW-NAME", description = "Its new name.")
        private String name = "";

        @Override
        BranchChange done(String projectId, String branch) {
            return engine().life().update(projectId, branch, BranchUpdate.rename(name));
        }
    }

    @Command(
            name = "set-default",
            header = "Make a branch the one that is meant when none is named.")
    static final class SetDefault extends BranchVerb {

        @Override
        BranchChange done(String projectId, String branch) {
            return engine().life().setDefault(projectId, branch);
        }
    }

    @Command(
            name = "set-expiration",
            header = "Say when a branch deletes itself; without a time, never.",
            description = {
                "",
                "A branch with children stays until they are gone. What has expired can be",
                "recovered for seven days. A reset begins the time anew.",
                ""
            })
    static final class SetExpiration extends BranchVerb {

        @Option(
                names = "--expires-at",
                paramLabel = "TIME",
                converter = ZonedTime.class,
                description =
                        "With its zone, such as 2026-12-01T12:00:00Z; at most 30 days away. Without it the branch does not expire.")
        private @Nullable Instant expiresAt;

        @Override
        BranchChange done(String projectId, String branch) {
            return engine().life().update(projectId, branch, BranchUpdate.expire(expiresAt));
        }

        @Override
        void tell(BranchChange change) {
            String name = change.branch().name();
            output().sayWithTable(
                            expiresAt == null
                                    ? "%s does not expire.".formatted(name)
                                    : "%s goes to the trash at %s; a reset gives it the same time once more."
                                            .formatted(name, Moment.local(expiresAt)));
        }
    }

    @Command(
            name = "protect",
            header = "Let nobody delete, reset or restore over a branch.",
            description = {"", "Children made from it get passwords of their own.", ""})
    static final class Protect extends BranchVerb {

        @Override
        BranchChange done(String projectId, String branch) {
            return engine().life().update(projectId, branch, BranchUpdate.protect(true));
        }

        @Override
        void tell(BranchChange change) {
            output().sayWithTable(
                            "%s cannot be deleted, reset or restored over until `cambium branches unprotect %s`."
                                    .formatted(change.branch().name(), change.branch().name()));
        }
    }

    @Command(name = "unprotect", header = "Take the protection of a branch away.")
    static final class Unprotect extends BranchVerb {

        @Override
        BranchChange done(String projectId, String branch) {
            return engine().life().update(projectId, branch, BranchUpdate.protect(false));
        }

        @Override
        void tell(BranchChange change) {
            output().sayWithTable(
                            "%s is not protected any more.".formatted(change.branch().name()));
        }
    }

    @Command(
            name = "delete",
            header = "Put a branch into the trash.",
            description = {
                "",
                "It can be recovered for seven days, or until `cambium gc --free`: with its",
                "id, its port, its passwords and its data.",
                ""
            })
    static final class Delete extends BranchVerb {

        @Option(names = "--cascade", description = "Delete its children with it, and theirs.")
        private boolean cascade;

        @Option(
                names = "--keep-children",
                description = "Let its children go on as children of its parent.")
        private boolean keep;

        @Override
        void run() {
            if (cascade && keep) {
                throw new ParameterException(
                        spec().commandLine(), "--cascade and --keep-children exclude each other.");
            }
            super.run();
            tellUndo();
        }

        @Override
        BranchChange done(String projectId, String branch) {
            Orphans children = cascade ? Orphans.DELETE : keep ? Orphans.KEEP : Orphans.REFUSE;
            return engine().life().delete(projectId, branch, children);
        }
    }

    @Command(
            name = "recover",
            header = "Take a deleted branch back out of the trash.",
            description = {
                "",
                "`cambium branches list --deleted` shows what can be recovered.",
                ""
            })
    static final class Recover extends BranchVerb {

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "Its name from now on; left out, the one it had.")
        private @Nullable String name;

        @Override
        BranchChange done(String projectId, String branch) {
            return engine().life().recover(projectId, branch, name);
        }

        /** One that is deleted, though another one may have its name by now. */
        @Override
        String meant(String typed, List<Branch> known) {
            return typed;
        }
    }
}
