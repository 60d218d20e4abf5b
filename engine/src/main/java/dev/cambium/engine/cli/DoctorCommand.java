package dev.cambium.engine.cli;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.EngineInfo;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code cambium doctor}. */
@Command(
        name = "doctor",
        header = "Check what the engine and the window need, and say how to mend it.",
        description =
                "Changes nothing. Ends with 1 when something is broken, not for a mere warning.")
final class DoctorCommand extends Verb {

    /** What a first project, its WAL and some branches take. */
    private static final long FREE_BYTES_MIN = 2_000_000_000L;

    /** How grave it is. */
    private enum Verdict {
        /** All is well. */
        ok,
        /** A part of Cambium does not work here, the rest does. */
        warning,
        /** Cambium does not work. */
        broken
    }

    /**
     * One thing looked at.
     *
     * @param fix what to do; null when there is nothing to do
     */
    private record Finding(String check, Verdict verdict, String finding, @Nullable String fix) {}

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>();
        EngineHome home = cambium().home();
        findings.add(java());
        findings.add(home(home));
        findings.add(space(home));
        findings.add(fuseDevice());
        findings.add(fusermount());
        findings.addAll(engine(home));
        findings.add(display());
        findings.add(windowLibraries());
        findings.add(psql());
        findings.add(extensions());
        output().print(findings, () -> table(findings));
        return findings.stream().anyMatch(f -> f.verdict() == Verdict.broken) ? REFUSED : DONE;
    }

    @Override
    void run() {
        throw new IllegalStateException("call() does it all");
    }

    private static Finding java() {
        String version =
                System.getProperty("java.version") + " in " + System.getProperty("java.home");
        return Runtime.version().feature() == 25
                ? ok("Java", version)
                : new Finding(
                        "Java", Verdict.broken, version, "Install JDK 25 and set JAVA_HOME to it.");
    }

    private static Finding home(EngineHome home) {
        Path folder = home.folder();
        Path nearest = nearestExisting(folder);
        if (!Files.isDirectory(nearest) || !Files.isWritable(nearest)) {
            return new Finding(
                    "Home",
                    Verdict.broken,
                    nearest + " cannot be written",
                    "Make it writable, or choose another home with --home or CAMBIUM_HOME.");
        }
        return ok("Home", folder + (Files.exists(folder) ? "" : " (will be made)"));
    }

    private static Finding space(EngineHome home) {
        long free = nearestExisting(home.folder()).toFile().getUsableSpace();
        String finding = Amount.bytes(free) + " free";
        return free >= FREE_BYTES_MIN
                ? ok("Disk space", finding)
                : new Finding(
                        "Disk space",
                        Verdict.warning,
                        finding,
                        "Free some, or choose a home on a larger disk with --home.");
    }

    private static Finding fuseDevice() {
        Path device = Path.of("/dev/fuse");
        if (!Files.exists(device)) {
            return new Finding(
                    "/dev/fuse",
                    Verdict.warning,
                    "missing: branches will be full copies",
                    "Load it with `modprobe fuse`; a container needs --device /dev/fuse and the right to mount.");
        }
        return Files.isReadable(device) && Files.isWritable(device)
                ? ok("/dev/fuse", "can be opened")
                : new Finding(
                        "/dev/fuse",
                        Verdict.warning,
                        "cannot be opened by this user: branches will be full copies",
                        "Give this user access: `sudo chmod 666 /dev/fuse`.");
    }

    /** An extension that Postgres does not bring needs a Postgres that has it. */
    private static Finding extensions() {
        List<String> installed =
                Stream.of("18", "17", "16")
                        .map(major -> Path.of("/usr/lib/postgresql", major, "bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                        .map(Path::toString)
                        .toList();
        return ok(
                "Extensions",
                "those of Postgres itself; for others, such as pgvector or PostGIS: projects create --postgres-bin "
                        + (installed.isEmpty() ? "DIR" : String.join(" or ", installed)));
    }

    private static Finding fusermount() {
        Optional<Path> program = Programs.find("fusermount3");
        if (program.isPresent()) {
            return ok("fusermount3", program.get().toString());
        }
        return Packages.isRoot()
                ? ok("fusermount3", "missing, and not needed by root")
                : new Finding(
                        "fusermount3",
                        Verdict.warning,
                        "missing: branches will be full copies",
                        "Install it with `%s`.".formatted(Packages.install("fuse3")));
    }

    private List<Finding> engine(EngineHome home) {
        try {
            Optional<EngineClient> running = cambium().launcher().running();
            if (running.isEmpty()) {
                return List.of(ok("Engine", "not running; a command that needs it starts it"));
            }
            try (EngineClient engine = running.get()) {
                EngineInfo info = engine.info();
                String volume = info.volume() + ": " + info.volumeReason();
                return List.of(
                        ok("Engine", "running at " + info.apiUrl()),
                        info.volume().equals("layers")
                                ? ok("Volume", volume)
                                : new Finding(
                                        "Volume",
                                        Verdict.warning,
                                        volume,
                                        "See the lines on fuse above, then restart the engine."));
            }
        } catch (EngineException e) {
            return List.of(
                    new Finding(
                            "Engine",
                            Verdict.broken,
                            String.valueOf(e.getMessage()),
                            "Its log is in " + home.logs() + "."));
        }
    }

    private Finding display() {
        String problem = GuiProcess.noDisplay(cambium().caller());
        return problem == null
                ? ok("Display", "there is one")
                : new Finding(
                        "Display",
                        Verdict.warning,
                        "none: the workbench cannot be opened here",
                        "Use a desktop session, or `ssh -X`; the command line works without.");
    }

    private static Finding windowLibraries() {
        List<String> missing = Packages.missingForWindow();
        return missing.isEmpty()
                ? ok("GTK", "the window's libraries are there")
                : new Finding(
                        "GTK",
                        Verdict.warning,
                        "missing for the window: " + String.join(", ", missing),
                        "Install them with `%s`.".formatted(Packages.install(missing)));
    }

    private Finding psql() {
        return cambium()
                .caller()
                .find("psql")
                .map(path -> ok("psql", path.toString()))
                .orElseGet(
                        () ->
                                new Finding(
                                        "psql",
                                        Verdict.warning,
                                        "missing: `cambium psql` needs it",
                                        "Install it with `%s`."
                                                .formatted(Packages.install("psql"))));
    }

    private Table table(List<Finding> findings) {
        Table table = Table.columns("", "CHECK", "FINDING");
        for (Finding finding : findings) {
            table.row(finding.verdict().name(), finding.check(), finding.finding());
            if (finding.fix() != null) {
                table.row("", "", "→ " + finding.fix());
            }
        }
        return table;
    }

    private static Finding ok(String check, String finding) {
        return new Finding(check, Verdict.ok, finding, null);
    }

    private static Path nearestExisting(Path folder) {
        Path nearest = folder;
        while (!Files.exists(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        return nearest;
    }
}
