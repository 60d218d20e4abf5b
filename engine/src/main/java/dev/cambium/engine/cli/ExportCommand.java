package dev.cambium.engine.cli;

import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
            arity = "0..1",
            description = "Its id or name, and a moment; left out, the default branch now.")
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

    @Override
    void run() throws IOException, InterruptedException {
        if (branch != null && branch.startsWith("-")) {
            arguments.addFirst(branch);
            branch = null;
        }
        Project project = project(in.project);
        PgDump program = PgDump.newest().orElseThrow(() -> new Refusal(missing("There is none")));
        if (program.major() < project.pgVersion()) {
            throw new Refusal(
                    missing(
                            "The newest here is of Postgres %d (%s), and the branch is of %d, which it cannot read"
                                    .formatted(
                                            program.major(),
                                            program.program(),
                                            project.pgVersion())));
        }
        ConnectionUri uri = uri(project);
        Path target = file;
        if (target == null) {
            dump(program, uri, System.out);
            return;
        }
        // What is written before the end would look like all there is.
        Path folder = target.toAbsolutePath().getParent();
        Path part = Files.createTempFile(folder, ".export", ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                dump(program, uri, out);
            }
            move(part, target.toAbsolutePath());
        } finally {
            Files.deleteIfExists(part);
        }
        output().say("Wrote %s, %s.".formatted(target, Amount.bytes(Files.size(target))));
    }

    private ConnectionUri uri(Project project) {
        BranchAt where = BranchAt.parse(engine(), project.id(), branch);
        String on = BranchOption.orDefault(engine(), project.id(), where.branch());
        ConnectionUri uri =
                engine().endpoints().connectionUri(project.id(), on, login.database, login.role);
        String at = where.at();
        if (at == null) {
            return uri;
        }
        FoundMoment moment = engine().past().moment(project.id(), on, at);
        return ConnectionStringCommand.at(moment, uri);
    }

    private void dump(PgDump program, ConnectionUri uri, OutputStream out)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.program().toString()));
        command.add("--dbname=" + Programs.withoutPassword(uri));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PGPASSWORD", uri.connectionParameters().password());
        Process process = builder.start();
        try (InputStream sql = process.getInputStream()) {
            sql.transferTo(out);
            out.flush();
        } finally {
            process.destroy();
        }
        int code = process.waitFor();
        if (code != 0) {
            throw new Refusal("pg_dump ended with %d; what it says stands above.".formatted(code));
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(
                    from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String missing(String why) {
        return "An export needs a pg_dump as new as the branch's Postgres. %s. `%s` installs one, or the packages of apt.postgresql.org do."
                .formatted(why, Packages.install("psql"));
    }
}
