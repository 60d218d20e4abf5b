package dev.cambium.engine.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What {@code cambium export} does when pg_dump has ended. */
@Command(
        name = ExportEnded.NAME,
        header = "Put what pg_dump has written in its place; export does so by itself.")
final class ExportEnded extends Verb {

    static final String NAME = "export-ended";
    static final String PART = "--part";
    static final String FILE = "--file";

    @Option(names = PART, paramLabel = "FILE", description = "What pg_dump has written.")
    private @Nullable Path part;

    @Option(names = FILE, paramLabel = "FILE", description = "Where it belongs.")
    private @Nullable Path file;

    @Parameters(index = "0", paramLabel = "EXIT-CODE")
    private int code;

    @Override
    void run() throws IOException {
        Path written = part;
        Path wanted = file;
        if (code != 0) {
            if (written != null) {
                Files.deleteIfExists(written);
            }
            throw new Refusal("pg_dump ended with %d; what it says stands above.".formatted(code));
        }
        if (written != null && wanted != null) {
            Path target = cambium().caller().folder().resolve(wanted);
            try {
                move(written, target);
            } finally {
                Files.deleteIfExists(written);
            }
            output().say("Wrote %s, %s.".formatted(wanted, Amount.bytes(Files.size(target))));
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
}
