package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.Caller;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where the file is looked for, what it holds, and how it is written: as Neon's programs do. */
@NullUnmarked
class ContextFileTest {

    @TempDir private Path home;
    private Path outer;
    private Path inner;

    @BeforeEach
    void makeFolders() throws IOException {
        outer = Files.createDirectories(home.resolve("work/shop"));
        inner = Files.createDirectories(outer.resolve("src/main"));
    }

    @Test
    void theNearestUpwardCounts() throws IOException {
        write(outer, "{\"projectId\": \"outer\"}");
        assertThat(from(inner).project()).isEqualTo("outer");
        assertThat(from(inner).path()).isEqualTo(outer.resolve(".neon"));
        write(inner.getParent(), "{\"projectId\": \"inner\"}");
        assertThat(from(inner).project()).isEqualTo("inner");
        assertThat(from(outer).project()).isEqualTo("outer");
    }

    @Test
    void withoutOneItWouldBeMadeWhereTheCommandWasTyped() {
        assertThat(from(inner).path()).isEqualTo(inner.resolve(".neon"));
        assertThat(from(inner).isThere()).isFalse();
        assertThat(from(inner).project()).isNull();
    }

    @Test
    void thatOfTheHomeCountsOnlyThere() throws IOException {
        write(home, "{\"projectId\": \"all\"}");
        assertThat(from(inner).project()).isNull();
        assertThat(from(home).project()).isEqualTo("all");
    }

    @Test
    void oneThatIsNamedCountsWhereverItIs() throws IOException {
        write(inner, "{\"projectId\": \"near\"}");
        Path named = Files.writeString(outer.resolve("other.json"), "{\"projectId\": \"far\"}");
        Caller caller = caller(inner);
        assertThat(ContextFile.of(caller, named).project()).isEqualTo("far");
        Path relative = Path.of("../../other.json");
        assertThat(ContextFile.of(caller, relative).path()).isEqualTo(named);
    }

    @Test
    void theOlderNameOfTheBranchIsRead() throws IOException {
        write(inner, "{\"branchId\": \"br-old\"}");
        assertThat(from(inner).branch()).isEqualTo("br-old");
        write(inner, "{\"branchId\": \"br-old\", \"branch\": \"dev\"}");
        assertThat(from(inner).branch()).isEqualTo("dev");
    }

    @Test
    void whatElseItHoldsStaysAndNothingOfAnotherProjects() throws IOException {
        String before =
                """
                {"orgId": "org-1", "projectId": "a", "branchId": "br-1",
                 "git": {"follow": true, "map": {"x": "y"}}, "later": [1, {"k": null}]}
                """;
        write(inner, before);
        assertThat(from(inner).link("a", "dev", null)).isFalse();
        assertThat(read())
                .isEqualTo(
                        ApiJson.mapper()
                                .readTree(
                                        """
                                        {"git": {"follow": true, "map": {"x": "y"}},
                                         "later": [1, {"k": null}],
                                         "projectId": "a", "branch": "dev"}
                                        """));
        from(inner).link("b", null, "org-2");
        assertThat(read())
                .isEqualTo(
                        ApiJson.mapper()
                                .readTree(
                                        "{\"later\": [1, {\"k\": null}], \"orgId\": \"org-2\", \"projectId\": \"b\"}"));
    }

    @Test
    void clearedItSaysNothingOfProjects() throws IOException {
        write(inner, "{\"projectId\": \"a\", \"branch\": \"b\", \"git\": {}, \"orgId\": \"o\"}");
        ContextFile file = from(inner);
        file.clear();
        assertThat(file.project()).isNull();
        assertThat(inner.resolve(".neon")).hasContent("{}");
    }

    @Test
    void itIsWrittenAsNeonsProgramsWriteItAndLeavesNothingBeside() throws IOException {
        assertThat(from(inner).link("quiet-wood-1", "dev", null)).isTrue();
        assertThat(Files.readString(inner.resolve(".neon")))
                .isEqualTo("{\n  \"projectId\": \"quiet-wood-1\",\n  \"branch\": \"dev\"\n}");
        assertThat(inner).isDirectoryContaining("glob:**/.neon");
        try (var all = Files.list(inner)) {
            assertThat(all).hasSize(1);
        }
    }

    @Test
    void aLinkToOneIsFollowedAndStaysALink() throws IOException {
        Path real = Files.writeString(outer.resolve("real"), "{\"projectId\": \"a\"}");
        Path link = Files.createSymbolicLink(inner.resolve(".neon"), real);
        from(inner).link("b", null, null);
        assertThat(link).isSymbolicLink();
        assertThat(real).content().contains("\"b\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "\"shop\"",
                "{\"projectId\": 5}",
                "{\"projectId\": \"a\"} x",
                "projectId: shop"
            })
    void whatIsNotItsFormatIsRefusedByName(String text) throws IOException {
        write(inner, text);
        assertThatThrownBy(() -> from(inner).project())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(inner.resolve(".neon").toString())
                .hasMessageContaining("cambium link");
        assertThatThrownBy(() -> from(inner).link("a", null, null)).isInstanceOf(Refusal.class);
        assertThat(inner.resolve(".neon")).hasContent(text);
    }

    @Test
    void nothingAndAFolderOfItsNameSayNothing() throws IOException {
        write(inner, "\n");
        assertThat(from(inner).project()).isNull();
        Files.delete(inner.resolve(".neon"));
        Files.createDirectory(inner.resolve(".neon"));
        write(outer, "{\"projectId\": \"outer\"}");
        assertThat(from(inner).project()).isNull();
        assertThatThrownBy(() -> from(inner).link("a", null, null))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot be written");
    }

    private com.fasterxml.jackson.databind.JsonNode read() throws IOException {
        return ApiJson.mapper().readTree(Files.readString(inner.resolve(".neon")));
    }

    private ContextFile from(Path folder) {
        return ContextFile.of(caller(folder), null);
    }

    private Caller caller(Path folder) {
        return new Caller(folder, Map.of("HOME", home.toString()), false);
    }

    private static void write(Path folder, String text) throws IOException {
        Files.writeString(folder.resolve(".neon"), text);
    }
}
