package dev.cambium.engine.arch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** House rules that are about text: they hold for all modules. */
class TidyTest {

    private static final int LINES_MAX = 600;

    private static final Pattern VAGUE_NAME =
            Pattern.compile(".*(Impl|Manager|Util|Utils|Helper)\\.java");

    private static final Pattern LEFT_UNDONE =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    private static List<Path> sources = List.of();

    @BeforeAll
    static void findSources() throws IOException {
        Path root = Path.of("").toAbsolutePath().resolveSibling(".").normalize();
        try (Stream<Path> files = Files.walk(root)) {
            sources =
                    files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !file.toString().contains("/target/"))
                            .toList();
        }
        assertThat(sources).as("sources below %s", root).hasSizeGreaterThan(100);
    }

    @Test
    void noFileIsLongerThanSixHundredLines() {
        assertThat(sources).filteredOn(file -> lines(file).size() > LINES_MAX).isEmpty();
    }

    @Test
    void namesSayWhatAThingIs() {
        assertThat(sources)
                .filteredOn(file -> VAGUE_NAME.matcher(file.getFileName().toString()).matches())
                .isEmpty();
    }

    @Test
    void nothingIsMarkedAsLeftUndone() {
        assertThat(sources)
                .filteredOn(
                        file ->
                                lines(file).stream()
                                        .anyMatch(line -> LEFT_UNDONE.matcher(line).find()))
                .isEmpty();
    }

    @Test
    void everyPackageOfTheProductSaysWhatItIsAndIsNullMarked() {
        List<Path> packages =
                sources.stream()
                        .filter(file -> file.toString().contains("/src/main/java/"))
                        .map(file -> file.resolveSibling("package-info.java"))
                        .distinct()
                        .toList();
        assertThat(packages)
                .allSatisfy(
                        info ->
                                assertThat(String.join("\n", lines(info)))
                                        .contains("@NullMarked")
                                        .contains("/**"));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
