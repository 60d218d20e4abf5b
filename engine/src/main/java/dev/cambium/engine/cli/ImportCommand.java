package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.CommandLineHost.Watch;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.DatabaseImport;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.ImportReport;
import dev.cambium.engine.api.ImportRequest;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.NightlyPlan;
import dev.cambium.engine.api.OwnCall;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.TransferCalls;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** {@code cambium import}. */
@Command(
        name = "import",
        header = "Load SQL files or a running database into a branch, all or nothing.",
        description = {
            "",
            "Reads what pg_dump writes as plain SQL, and scripts for psql: .sql,",
            ".sql.gz, and standard input as -. The files are loaded in their order.",
            "When one of them fails, the branch is as it was before. Archives of pg_dump",
            "(-Fc, -Fd) are read by an installed pg_restore.",
            "",
            "postgres://USER@HOST/DATABASE copies a running database, as it is at one",
            "moment: the schema by an installed pg_dump, the rows over four connections.",
            "Its password is best given in PGPASSWORD. --refresh replaces what a copy",
            "before brought; `cambium undo` takes that back.",
            "",
            "  cambium import schema.sql data.sql.gz --database shop",
            "  pg_dump --dbname=URI | cambium import - --database shop",
            "  cambium import postgres://reader@db.example.com/shop --refresh",
            "",
            "A home without a project gets one, named after the database or the file.",
            ""
        })
final class ImportCommand extends Verb {

    private static final int HOURS_MAX = 23;
    private static final String STANDARD_INPUT = "-";
    private static final Pattern DATABASE_URI = Pattern.compile("^postgres(ql)?://");
    private static final Pattern LOGIN_WITHOUT_PASSWORD =
            Pattern.compile("^(postgres(?:ql)?://[^:@/]+)@");

    @Mixin private ProjectOption in = new ProjectOption();
    @Mixin private BranchOption on = new BranchOption();

    @Parameters(
            paramLabel = "FILE|URI",
            arity = "1..*",
            description = "A file, or - alone, or the URI of a database alone.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = {"--database", "--database-name"},
            paramLabel = "NAME",
            description =
                    "Where the files start; made when missing. Left out, the only one there is.")
    private @Nullable String database;

    @Option(
            names = "--refresh",
            description = "With a URI: throw away the database of that name on the branch first.")
    private boolean refresh;

    @Option(
            names = "--nightly",
            arity = "0..1",
            fallbackValue = "3",
            paramLabel = "HOUR",
            description =
                    "With --refresh: and again every night, at that hour of this computer; 3 unless told.")
    private @Nullable Integer nightly;

    @Override
    void run() throws Exception {
        boolean running = files.stream().anyMatch(DATABASE_URI.asPredicate());
        if (running && files.size() > 1) {
            throw wrong("The URI of a database is imported alone.");
        }
        if (refresh && !running) {
            throw wrong("--refresh goes with the URI of a database.");
        }
        if (nightly != null && (!refresh || nightly < 0 || nightly > HOURS_MAX)) {
            throw wrong("--nightly goes with --refresh, and takes an hour from 0 to 23.");
        }
        List<Path> paths = running ? List.of() : checkedFiles();
        BufferedInputStream piped =
                running || !paths.isEmpty()
                        ? null
                        : new BufferedInputStream(cambium().in(), 1 << 16);
        refuseNothing(piped, paths);
        Project project = projectOrNew();
        EngineClient engine = engine();
        String asked = on.orDefault(engine, project.id());
        Branch branch = engine.branches().get(project.id(), asked);
        OwnCall call = OwnCall.fresh();
        ImportReport report;
        try (Watch watch = cambium().whenLeft(() -> engine.withdraw(call));
                ImportProgress progress =
                        new ImportProgress(
                                engine,
                                output(),
                                cambium().caller().redraws(),
                                branch.id(),
                                totalBytes(paths))) {
            report = call.make(() -> imported(engine.transfers(), branch, paths, piped, progress));
        }
        Integer hour = nightly;
        if (hour != null) {
            DatabaseImport again =
                    new DatabaseImport(withPassword(files.getFirst()), database, true);
            NightlyPlan plan = engine.nightly().plan(project.id(), branch.id(), again, hour);
            output().sayWithTable(
                            "Next at %s; `cambium nightly end %s` ends that."
                                    .formatted(Moment.local(plan.nextRun()), plan.branchName()));
        }
        output().print(report, () -> table(report));
        report.connectionUris().stream()
                .map(ConnectionUri::connectionUri)
                .forEach(uri -> ProjectsCommand.printUnderTable(output(), uri));
    }

    /**
     * @param paths none for standard input, and for a running database
     * @param piped standard input; null if it is not what is imported
     */
    private ImportReport imported(
            TransferCalls transfers,
            Branch branch,
            List<Path> paths,
            @Nullable BufferedInputStream piped,
            ImportProgress progress)
            throws IOException {
        String project = branch.projectId();
        String first = files.getFirst();
        if (DATABASE_URI.matcher(first).find()) {
            DatabaseImport request = new DatabaseImport(withPassword(first), database, refresh);
            return transfers.importDatabase(project, branch.id(), request);
        }
        if (piped != null) {
            InputStream sql = unzipped(piped, progress);
            return transfers.importStream(project, branch.id(), sql, database);
        }
        return transfers.importFiles(project, branch.id(), new ImportRequest(paths, database));
    }

    /**
     * A password in an argument can be read by every user of the computer; one in PGPASSWORD not.
     */
    private String withPassword(String uri) {
        String password = cambium().caller().variable("PGPASSWORD").orElse(null);
        Matcher login = LOGIN_WITHOUT_PASSWORD.matcher(uri);
        if (password == null || !login.find()) {
            return uri;
        }
        String encoded = URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
        return login.group(1) + ":" + encoded + uri.substring(login.end(1));
    }

    /** The files, absolute and readable; none for standard input. */
    private List<Path> checkedFiles() {
        if (files.equals(List.of(STANDARD_INPUT))) {
            return List.of();
        }
        return files.stream().map(this::checkedFile).toList();
    }

    private Path checkedFile(String file) {
        if (file.equals(STANDARD_INPUT)) {
            throw wrong("Standard input (-) is imported alone, without files.");
        }
        Path path = cambium().caller().folder().resolve(file).normalize();
        if (!Files.exists(path)) {
            throw wrong("There is no file %s.".formatted(path));
        }
        if (Files.isDirectory(path) && !Files.exists(path.resolve("toc.dat"))) {
            throw wrong("%s is a folder; name the SQL files in it.".formatted(path));
        }
        if (!Files.isReadable(path)) {
            throw wrong("%s cannot be read by this user.".formatted(path));
        }
        return path;
    }

    private static long totalBytes(List<Path> paths) throws IOException {
        long total = 0;
        for (Path path : paths) {
            total += Files.size(path);
        }
        return total;
    }

    private Project projectOrNew() {
        if (in.project != null || on.branch != null || !engine().projects().list().isEmpty()) {
            return project(in.project);
        }
        ContextFile context = cambium().context().file();
        if (context.project() != null) {
            output().sayWithTable(
                            "%s links to project %s, which this engine does not have; it has none yet."
                                    .formatted(context.path(), context.project()));
        }
        String name = database == null ? stem(files.getFirst()) : database;
        Project made = engine().projects().create(new NewProject(name, null, null, name)).project();
        output().sayWithTable("Made project \"%s\".".formatted(made.name()));
        cambium().context().choose(made, true);
        return made;
    }

    /** {@code /a/shop-data.sql.gz} becomes {@code shop-data}. */
    private static String stem(String file) {
        if (file.equals(STANDARD_INPUT)) {
            return "import";
        }
        if (DATABASE_URI.matcher(file).find()) {
            String path = URI.create(file).getPath();
            return path == null || path.length() < 2 ? "import" : path.substring(1);
        }
        String name = String.valueOf(Path.of(file).getFileName());
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static InputStream unzipped(BufferedInputStream raw, ImportProgress progress)
            throws IOException {
        raw.mark(2);
        boolean zipped = raw.read() == 0x1f && raw.read() == 0x8b;
        raw.reset();
        return new CountedStream(zipped ? new GZIPInputStream(raw, 1 << 16) : raw, progress::sent);
    }

    /** Before a project is made for it; what holds text without statements the engine refuses. */
    private static void refuseNothing(@Nullable BufferedInputStream piped, List<Path> paths)
            throws IOException {
        if (piped != null) {
            piped.mark(1);
            if (piped.read() < 0) {
                throw new Refusal(
                        "Nothing came in on standard input: the program in front of the pipe has probably failed. Nothing was changed.");
            }
            piped.reset();
        }
        // A named pipe has no size before it is read.
        if (!paths.isEmpty()
                && paths.stream().allMatch(Files::isRegularFile)
                && totalBytes(paths) == 0) {
            throw new Refusal(
                    "There is nothing in %s: the program that was to write it has probably failed. Nothing was changed."
                            .formatted(
                                    String.join(
                                            ", ", paths.stream().map(Path::toString).toList())));
        }
    }

    private static Table table(ImportReport report) {
        Duration time = Duration.ofMillis(report.durationMs());
        return Table.properties()
                .row("Branch", report.branch().name())
                .row("Databases", String.join(", ", report.databases()))
                .row("Statements", Amount.count(report.statements()))
                .row("Rows copied", Amount.count(report.rowsCopied()))
                .row(
                        "Read",
                        "%s in %s (%s)"
                                .formatted(
                                        Amount.bytes(report.bytesRead()),
                                        Amount.duration(time),
                                        Amount.rate(report.bytesRead(), time)));
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec().commandLine(), sentence);
    }
}
