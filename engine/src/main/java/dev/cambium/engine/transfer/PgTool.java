package dev.cambium.engine.transfer;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A client program of Postgres that is installed on this computer; Cambium brings none.
 *
 * @param version as it tells itself, for example {@code 15.18}
 */
public record PgTool(Path program, String version, int major) {

    /** Debian and Ubuntu keep every version beside the others there. */
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private static final Pattern VERSION = Pattern.compile("\\) ((\\d+)[^ ]*)");

    /** The newest one of a name, from the PATH and from where distributions put them. */
    public static Optional<PgTool> newest(String name) {
        return candidates(name)
                .map(PgTool::asked)
                .flatMap(Optional::stream)
                .max(Comparator.comparingInt(PgTool::major));
    }

    /**
     * Starts it and gives what it writes. The end of the stream is only told once the program has
     * ended well.
     *
     * @param what for messages, for example {@code pg_dump of shop}
     * @param environment more variables; secrets belong here and not into the arguments
     */
    public InputStream run(String what, List<String> arguments, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put("LC_MESSAGES", "C");
        Path complaints = Files.createTempFile("cambium-", ".err");
        builder.redirectError(complaints.toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        return new ProgramOutput(what, process, complaints);
    }

    private static Stream<Path> candidates(String name) {
        List<Path> all = new ArrayList<>();
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, name))
                .forEach(all::add);
        File[] versions = DEBIAN.toFile().listFiles();
        if (versions != null) {
            for (File version : versions) {
                all.add(version.toPath().resolve("bin").resolve(name));
            }
        }
        return all.stream().filter(Files::isExecutable).filter(file -> !Files.isDirectory(file));
    }

    private static Optional<PgTool> asked(Path program) {
        try {
            Process process =
                    new ProcessBuilder(program.toString(), "--version")
                            .redirectErrorStream(true)
                            .start();
            String answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher version = VERSION.matcher(answer);
            return version.find()
                    ? Optional.of(
                            new PgTool(
                                    program, version.group(1), Integer.parseInt(version.group(2))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // no program after all
        }
    }
}
