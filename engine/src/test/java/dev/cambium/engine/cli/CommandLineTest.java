package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.testing.Patience;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** The command line against a small engine over HTTP: what is sent, and what is printed. */
@NullUnmarked
class CommandLineTest extends OnCommandLine {

    @Test
    void whatAProjectKeepsOfItsPastIsShownAndChanged() throws Exception {
        cambium("projects", "create", "--name", "shop");
        assertThat(cambium("projects", "get", "shop").out()).contains("24 h, 10 GB");
        Outcome changed =
                cambium("projects", "update", "shop", "--history", "168", "--history-max", "50000");
        assertThat(changed.out()).contains("168 h, 50 GB");
        JsonNode json = cambium("projects", "get", "shop", "-o", "json").json();
        assertThat(json.get("history_retention_seconds").asLong()).isEqualTo(604_800);
        assertThat(json.get("cambium_history_max_bytes").asLong()).isEqualTo(50_000_000_000L);
    }

    @Test
    void whatHoldsForAllItsBranchesCanBeSaidWhenAProjectIsMade() throws Exception {
        JsonNode made =
                cambium(
                                "projects",
                                "create",
                                "--name",
                                "shop",
                                "--history",
                                "168",
                                "--history-max",
                                "50000",
                                "--suspend-timeout",
                                "60",
                                "-o",
                                "json")
                        .json()
                        .path("project");
        assertThat(made.path("history_retention_seconds").asLong()).isEqualTo(604_800);
        assertThat(made.path("cambium_history_max_bytes").asLong()).isEqualTo(50_000_000_000L);
        assertThat(made.path("default_endpoint_settings").path("suspend_timeout_seconds").asLong())
                .isEqualTo(60);
        for (String hours : List.of("721", "-1", "9223372036854775807")) {
            assertRefused(1, "30 days", "projects", "create", "--history=" + hours);
        }
        assertThat(engine.projects().list()).hasSize(1);
    }

    @Test
    void aFreshHomeHasNoProject() throws Exception {
        assertThat(cambium("projects", "list").out()).contains("There is no project yet");
        assertThat(cambium("projects", "list", "-o", "json").json()).isEmpty();
        Outcome branches = cambium("branches", "list");
        assertThat(branches.code()).isEqualTo(1);
        assertThat(branches.err()).contains("There is no project yet", "projects create");
    }

    @Test
    void listsAreBareArraysInJson() throws Exception {
        cambium("projects", "create", "--name", "shop");
        cambium("branches", "create", "--name", "dev");
        JsonNode projects = cambium("projects", "list", "--output", "json").json();
        assertThat(projects.isArray()).isTrue();
        assertThat(projects.path(0).path("name").textValue()).isEqualTo("shop");
        JsonNode branches = cambium("branches", "list", "-o", "json").json();
        assertThat(branches.isArray()).isTrue();
        assertThat(branches.findValuesAsText("name")).containsExactly("main", "dev");
        assertThat(branches.path(0).path("default").booleanValue()).isTrue();
        assertThat(branches.path(1).path("current_state").textValue()).isEqualTo("ready");
        assertThat(cambium("databases", "list", "-o", "json").json().isArray()).isTrue();
    }

    @Test
    void createsPrintNeonsObjects() throws Exception {
        JsonNode project = cambium("projects", "create", "--name", "shop", "-o", "json").json();
        assertThat(names(project)).containsExactly("project", "connection_uris");
        JsonNode branch = cambium("branches", "create", "--name", "dev", "-o", "json").json();
        assertThat(names(branch))
                .containsExactly("branch", "endpoints", "connection_uris", "moment");
        JsonNode quiet =
                cambium("branches", "create", "--name", "quiet", "--no-compute", "-o", "json")
                        .json();
        assertThat(quiet.path("name").textValue()).isEqualTo("quiet");
        JsonNode database = cambium("databases", "create", "--name", "extra", "-o", "json").json();
        assertThat(database.path("owner_name").textValue()).isEqualTo("owner");
    }

    @Test
    void singleThingsAreBareObjects() throws Exception {
        cambium("projects", "create", "--name", "shop");
        cambium("branches", "create", "--name", "dev");
        for (String verb : List.of("get dev", "reset dev --parent", "delete dev")) {
            JsonNode branch = cambium(("branches " + verb + " -o json").split(" ")).json();
            assertThat(branch.path("name").textValue()).as(verb).isEqualTo("dev");
        }
        JsonNode project = cambium("projects", "get", "shop", "-o", "json").json();
        assertThat(project.path("name").textValue()).isEqualTo("shop");
    }

    @Test
    void yamlHoldsTheSameAsJson() throws Exception {
        cambium("projects", "create", "--name", "yes");
        JsonNode json = cambium("branches", "list", "-o", "json").json();
        String yaml = cambium("branches", "list", "-o", "yaml").out();
        assertThat(yaml).startsWith("- id: ");
        assertThat(new YAMLMapper().readTree(yaml)).isEqualTo(json);
    }

    @Test
    void tablesAreAlignedAndMarkTheDefaultBranch() {
        cambium("projects", "create", "--name", "shop");
        cambium("branches", "create", "--name", "a-longer-name", "--parent", "main");
        List<String> lines = cambium("branches", "list").out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).matches("NAME +ID +PARENT +STATE +SIZE +PORT");
        assertThat(lines.get(1)).startsWith("main [default]  br-").contains("42 MB", "running");
        assertThat(lines.get(2)).startsWith("a-longer-name   br-").contains(" main ");
        assertThat(lines.get(2).indexOf("br-")).isEqualTo(lines.get(0).indexOf("ID"));
        assertThat(String.join("", lines)).doesNotContain("\u001b");
    }

    @Test
    void whatAVerbChangedIsSaidWhenNoColumnShowsIt() {
        cambium("projects", "create", "--name", "shop");
        assertThat(cambium("branches", "protect", "main").err())
                .contains("main cannot be deleted, reset or restored over until");
        assertThat(cambium("branches", "list").out()).contains("main [default] [protected]");

        assertThat(cambium("branches", "unprotect", "main").err())
                .contains("main is not protected any more.");
    }

    @Test
    void spaceOfBranchesIsATable() {
        cambium("projects", "create", "--name", "shop");

        List<String> lines = cambium("branches", "space").out().lines().toList();
        assertThat(lines.getFirst().trim().split(" +"))
                .containsExactly("NAME", "LOGICAL", "UNIQUE", "HISTORY", "SHARED", "WAL");
        assertThat(lines.get(1)).contains("main");
        assertThat(cambium("branches", "space").err())
                .contains("Together, what is shared counted once: 30 MB of data, 12 MB of WAL.")
                .doesNotContain("trash");
    }

    @Test
    void theOnlyOperationUnderWayIsCancelledWithoutItsId() throws Exception {
        cambium("projects", "create", "--name", "shop");
        cambium("branches", "create", "--name", "dev");
        assertRefused(1, "Nothing that could be cancelled", "operations", "cancel");

        cambium("branches", "reset", "dev", "--parent");
        engine.mayCancelTheNewest();
        assertThat(cambium("operations", "list").out()).contains("running, can be cancelled");
        assertThat(cambium("operations", "cancel").err()).contains("Nothing of it stays.");
        assertRefused(1, "Nothing that could be cancelled", "operations", "cancel");
    }

    @Test
    void gcTellsWhatItWouldFreeAndThenWhatItFreed() {
        cambium("projects", "create", "--name", "shop");
        assertThat(cambium("gc").out()).contains("The trash is empty.");
        cambium("branches", "create", "--name", "dev");
        cambium("branches", "delete", "dev");

        assertThat(cambium("branches", "space").err())
                .contains("3.0 MB of that is in the trash; `cambium gc --free` frees it.");
        Outcome asked = cambium("gc");
        assertThat(asked.out()).contains("dev", "deleted", "3.0 MB");
        assertThat(asked.err()).contains("`cambium gc --free` would free 3.0 MB, of project");
        assertThat(cambium("gc", "--free").err()).contains("3.0 MB were freed, of project");
        assertThat(cambium("gc").out()).contains("The trash is empty.");
    }

    @Test
    void connectionStringIsTheBareUri() throws Exception {
        cambium("projects", "create", "--name", "shop");
        Outcome outcome = cambium("connection-string");
        assertThat(outcome.out())
                .matches("postgresql://owner:secret0@localhost:\\d+/cambium\\S*\\n");
        cambium("branches", "create", "--name", "dev");
        assertThat(cambium("cs", "dev").out()).isNotEqualTo(outcome.out());
        JsonNode json = cambium("cs", "-o", "json", "--database-name", "x").json();
        assertThat(json.path("connection_parameters").path("database").textValue()).isEqualTo("x");
    }

    @Test
    void aBranchBeginsAtTheMomentOfItsParentThatWasTyped() throws Exception {
        cambium("projects", "create", "--name", "shop");
        cambium("branches", "create", "--name", "dev");
        cambium("branches", "create", "--name", "odd@2026-11-20");
        String time = "2026-11-20T12:00:00Z";
        String[][] typed = {
            {"main@0/1F", "main", "0/1F"},
            {"dev@" + time, "dev", time},
            {"dev@head", "dev", "head"},
            {"@" + time, "main", time},
            {"0/20", "main", "0/20"},
            {time, "main", time},
            {"dev", "dev", "head"},
            {"odd@2026-11-20", "odd@2026-11-20", "head"},
            {"odd@2026-11-20@0/20", "odd@2026-11-20", "0/20"}
        };
        for (String[] each : typed) {
            JsonNode moment =
                    cambium("branches", "create", "--parent", each[0], "-o", "json")
                            .json()
                            .path("moment");
            assertThat(moment.path("branch").asText()).as(each[0]).isEqualTo(each[1]);
            assertThat(moment.path("asked").asText()).as(each[0]).isEqualTo(each[2]);
        }
        Outcome words = cambium("branches", "create", "--name", "undo", "--parent", "main@0/1F");
        assertThat(words.err()).contains("undo begins with main at 0/1F, in words.");
        assertRefused(
                1, "has no zone", "branches", "create", "--parent", "dev@2026-11-20T12:00:00");
        assertRefused(
                1,
                "'noon' is no moment, and there is no branch 'dev@noon'",
                "branches",
                "create",
                "--parent",
                "dev@noon");
        assertRefused(1, "\"nope\"", "branches", "create", "--parent", "nope@0/20");
    }

    @Test
    void aQueryIsAskedOfABranchAtAMoment() throws Exception {
        cambium("projects", "create", "--name", "shop");
        cambium("branches", "create", "--name", "dev");
        Outcome table = cambium("query", "select 1");
        assertThat(table.out()).contains("sql", "select 1").contains("main");
        assertThat(table.err()).contains("main at head, in words.");
        JsonNode json = cambium("query", "dev", "select 2", "--at", "0/20", "-o", "json").json();
        assertThat(json.path("rows").path(0).path(0).asText()).isEqualTo("select 2");
        assertThat(json.path("moment").path("branch").asText()).isEqualTo("dev");
        assertThat(json.path("moment").path("lsn").asText()).isEqualTo("0/20");
        Outcome csv =
                cambium("query", "dev@0/20", "select \"a,b\"", "-o", "csv", "--max-rows", "1");
        assertThat(csv.out())
                .isEqualTo("sql,branch,\"at, if any\"\n\"select \"\"a,b\"\"\",dev,0/20\n");
        assertThat(csv.err()).contains("There are more rows.");
        assertThat(cambium("query", "select 1", "-o", "csv").out())
                .isEqualTo("sql,branch,\"at, if any\"\nselect 1,main,\n");
        assertRefused(2, "once", "query", "dev@0/20", "select 1", "--at", "0/30");
        assertRefused(2, "Only query writes csv", "branches", "list", "-o", "csv");
        assertRefused(2, "10,000", "query", "select 1", "--max-rows", "10001");
        assertRefused(2, "300", "query", "select 1", "--timeout", "0");
        assertRefused(2, "dev is a branch: give the statement", "query", "dev");
        assertRefused(2, "statement is empty", "query", "dev", "");
        assertThat(cambium("query", "commit").code()).isZero();
    }

    @Test
    void theConnectionStringOfAMomentHoldsNeonsOption() throws Exception {
        cambium("projects", "create", "--name", "shop");
        String plain = cambium("connection-string").out().strip();
        String separator = plain.contains("?") ? "&" : "?";
        assertThat(cambium("cs", "main@0/1F").out().strip())
                .isEqualTo(plain + separator + "options=neon_lsn%3A0%2F10");
        Outcome time = cambium("connection-string", "main@2026-11-20T13:00:00+01:00");
        assertThat(time.out().strip())
                .isEqualTo(plain + separator + "options=neon_timestamp%3A2026-11-20T12%3A00%3A00Z");
        assertThat(time.err()).contains("in words.");
        assertRefused(1, "is no moment", "cs", "main@noon");
    }

    @Test
    void theProjectIsNamedByIdOrNameOnceThereAreTwo() {
        cambium("projects", "create", "--name", "one");
        cambium("projects", "create", "--name", "two");
        Outcome ambiguous = cambium("branches", "list");
        assertThat(ambiguous.code()).isEqualTo(1);
        assertThat(ambiguous.err()).contains("one, two", "--project-id");
        assertThat(cambium("branches", "list", "--project-id", "two").code()).isZero();
        String id = engine.projects().list().getLast().id();
        assertThat(cambium("branches", "list", "--project-id", id).code()).isZero();
        assertThat(cambium("branches", "list", "--project-id", "three").code()).isEqualTo(1);
    }

    @Test
    void theEnginesStateIsTold() throws Exception {
        assertThat(cambium("engine", "status").out())
                .contains("running since", "layers: This is", "this computer alone");
        JsonNode info = cambium("engine", "status", "-o", "json").json();
        assertThat(info.path("api_url").textValue()).isEqualTo(server.apiUrl().toString());
        Outcome start = cambium("engine", "start");
        assertThat(start.code()).isZero();
        assertThat(start.err()).contains("running already");
        assertRefused(1, "engine stop", "engine", "start", "--port", "1");
        assertThat(cambium("engine", "stop", "-o", "json").json().path("stopped").booleanValue())
                .isTrue();
        assertThat(engine.awaitStop(Patience.LIMIT)).isTrue();
    }

    @Test
    void importSendsFilesAsAbsolutePathsAndMakesAProjectWhenThereIsNone() throws Exception {
        Path sql = Files.writeString(folder.resolve("shop.sql"), "SELECT 1;");
        Outcome outcome = cambium("import", sql.toString(), "--database", "pagila");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(engine.imported()).containsExactly(sql.toString());
        assertThat(engine.projects().list().getFirst().name()).isEqualTo("pagila");
        assertThat(outcome.out()).contains("Rows copied", "42 B in 1.5 s", "postgresql://");
        JsonNode json = cambium("import", sql.toString(), "-o", "json", "--branch", "main").json();
        assertThat(json.path("rows_copied").intValue()).isEqualTo(7);
        assertThat(engine.projects().list()).hasSize(1);
    }

    @Test
    void importReadsStandardInputPackedOrNot() throws Exception {
        String sql = "INSERT INTO t VALUES ('ü');\n".repeat(1000);
        byte[] plain = sql.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        for (byte[] in : List.of(plain, packed.toByteArray())) {
            Outcome outcome = cambium(in, "import", "-", "--database", "shop");
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(engine.imported()).containsExactly(sql);
        }
    }

    /** What a pg_dump leaves that failed in front of the pipe. */
    @Test
    void nothingIsNoImportAndMakesNoProject() throws Exception {
        assertRefused(1, "Nothing came in on standard input", "import", "-");
        String empty = Files.createFile(folder.resolve("empty.sql")).toString();
        assertRefused(1, "nothing in " + empty, "import", empty);
        assertThat(cambium("projects", "list", "-o", "json").json()).isEmpty();
    }

    @Test
    void doctorHasAFixForWhatIsWrong() throws Exception {
        JsonNode findings = ApiJson.mapper().readTree(cambium("doctor", "-o", "json").out());
        assertThat(findings.findValuesAsText("check"))
                .contains("Java", "Home", "Disk space", "/dev/fuse", "Engine", "Volume", "GTK");
        for (JsonNode finding : findings) {
            boolean ok = finding.path("verdict").asText().equals("ok");
            assertThat(ok || finding.hasNonNull("fix")).as(finding.toString()).isTrue();
        }
        assertThat(cambium("doctor").out()).contains("CHECK", "running at " + server.apiUrl());
    }

    @Test
    void theKeyIsForItsOwnerAlone() throws IOException {
        Path key = folder.resolve("api-key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("api-key", "engine.json", "logs");
        }
    }

    private static List<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }
}
