package dev.cambium.engine.cli;

import dev.cambium.engine.api.CallersProgram;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code cambium export}. */
@Command(
        name = "export",
        header = "Write a database of a branch as plain SQL.",
        description = {
            "",
            "Uses an installed pg_dump, which must be as new as the branch's Postgres. The",
            "SQL goes to standard output, or with --file into a file that is there only once",
            "it is whole. BRANCH@MOMENT exports the branch as it was. What comes after --",
            "goes to pg_dump as it is:",
            "  cambium export dev --file dev.sql -- --schema-only",
            ""
        })
final class ExportCommand extends Verb {

    @Mixin private ProjectOption in = new ProjectOption();
    @Mixin private LoginOptions login = new LoginOptions();

    @Parameters(
            index = "0",
            paramLabel = BranchAt.LABEL,
            completionCandidates = BranchNames.class,
            arity = "0..1",
            description =
                    "Its id or name, and a moment; left out, the pinned or default branch now.")
    private @Nullable String branch;

    @Parameters(
            index = "1..*",
            paramLabel = "PG_DUMP-ARGUMENT",
            arity = "0..*",
            description = "For pg_dump, after --.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Where it goes; left out, standard output.")
    private @Nullable Path file;

    private int code;

    @Override
    public Integer call() throws Exception {
        super.call();
        return code;
    }

    @Override
    void run() throws IOException, InterruptedException {
        if (branch != null && branch.startsWith("-")) {
            arguments.addFirst(branch);
            branch = null;
        }
        Project project = project(in.project);
        PgDump program =
                PgDump.newest(cambium().caller())
                        .orElseThrow(
                                () -> new Refusal(missing("There is none", project.pgVersion())));
        if (program.major() < project.pgVersion()) {
            throw new Refusal(
                    missing(
                            "The newest here is of Postgres %d (%s), and the branch is of %d, which it cannot read"
                                    .formatted(
                                            program.major(),
                                            program.program(),
                                            project.pgVersion()),
                            project.pgVersion()));
        }
        ConnectionUri uri = uri(project);
        Path target = file;
        if (target == null) {
            code = dump(program, uri, null, List.of(ExportEnded.NAME));
            return;
        }
        // What is written before the end would look like all there is.
        Path folder = cambium().caller().folder().resolve(target).getParent();
        Path part = Files.createTempFile(folder, ".export", ".part");
        try {
            List<String> whole =
                    List.of(
                            ExportEnded.NAME,
                            ExportEnded.PART,
                            part.toString(),
                            ExportEnded.FILE,
                            target.toString());
            code = dump(program, uri, part, whole);
        } catch (RuntimeException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    private ConnectionUri uri(Project project) {
        BranchAt where = BranchAt.parse(engine(), project.id(), branch);
        String on = branchTold(project.id(), where.branch());
        ConnectionUri uri =
                engine().endpoints().connectionUri(project.id(), on, login.database, login.role);
        String at = where.at();
        if (at == null) {
            return uri;
        }
        FoundMoment moment = engine().past().moment(project.id(), on, at);
        return ConnectionOptions.at(moment, uri);
    }

    private int dump(
            PgDump program, ConnectionUri uri, @Nullable Path output, List<String> afterwards)
            throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.program().toString()));
        command.add("--dbname=" + Programs.withoutPassword(uri));
        command.addAll(arguments);
        return cambium()
                .handTerminalTo(
                        new CallersProgram(command, Programs.password(uri), output, afterwards));
    }

    private static String missing(String why, int major) {
        return "An export needs a pg_dump of Postgres %d or newer. %s. Where the system's own packages have only an older one, PostgreSQL's packages for it have every version, as its download page tells (on Debian and Ubuntu postgresql-client-%d)."
                .formatted(major, why, major);
    }
}
