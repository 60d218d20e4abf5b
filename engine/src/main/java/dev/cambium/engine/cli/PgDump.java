package dev.cambium.engine.cli;

import dev.cambium.engine.api.Caller;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An installed pg_dump.
 *
 * @param major of the Postgres it is of; it reads that one and older ones
 */
record PgDump(Path program, int major) {

    /** Debian and Ubuntu keep every version beside the others there. */
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private static final Pattern VERSION = Pattern.compile("\\) (\\d+)");

    /** The newest one, from the caller's PATH and from where distributions put them. */
    static Optional<PgDump> newest(Caller caller) throws IOException {
        List<Path> all = new ArrayList<>();
        caller.find("pg_dump").ifPresent(all::add);
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                versions.map(version -> version.resolve("bin/pg_dump"))
                        .filter(Files::isExecutable)
                        .forEach(all::add);
            }
        }
        return all.stream()
                .flatMap(program -> asked(program).stream())
                .max(Comparator.comparingInt(PgDump::major));
    }

    private static Optional<PgDump> asked(Path program) {
        try {
            Process process =
                    new ProcessBuilder(program.toString(), "--version")
                            .redirectErrorStream(true)
                            .start();
            String answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher version = VERSION.matcher(answer);
            return version.find()
                    ? Optional.of(new PgDump(program, Integer.parseInt(version.group(1))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // no program after all
        }
    }
}
