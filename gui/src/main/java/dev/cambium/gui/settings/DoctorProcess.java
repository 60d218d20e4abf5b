package dev.cambium.gui.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.cambium.gui.l10n.Text;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs {@code cambium doctor} as a program of its own and reads what it found: the window and the
 * terminal say the same, and the checks work while no engine does.
 */
final class DoctorProcess {

    private static final String MAIN_CLASS = "dev.cambium.engine.cli.Cambium";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final @Nullable Path home;

    /**
     * @param home null means the one the command line takes by itself
     */
    DoctorProcess(@Nullable Path home) {
        this.home = home;
    }

    /** Blocks for about a second. */
    List<Finding> run() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
        command.add(
                System.getProperty(
                        "cambium.engine.classpath", System.getProperty("java.class.path")));
        command.add(MAIN_CLASS);
        if (home != null) {
            command.addAll(List.of("--home", home.toString()));
        }
        command.addAll(List.of("-o", "json", "doctor"));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().close();
        byte[] said = process.getInputStream().readAllBytes();
        return read(new String(said, StandardCharsets.UTF_8));
    }

    static List<Finding> read(String json) throws IOException {
        JsonNode all = JSON.readTree(json);
        if (!all.isArray() || all.isEmpty()) {
            throw new IOException(Text.get("doctor.silent"));
        }
        List<Finding> findings = new ArrayList<>();
        for (JsonNode each : all) {
            findings.add(
                    new Finding(
                            each.path("check").asText(),
                            Finding.Verdict.valueOf(
                                    each.path("verdict").asText().toUpperCase(Locale.ROOT)),
                            each.path("finding").asText(),
                            each.path("fix").isTextual() ? each.path("fix").asText() : ""));
        }
        return findings;
    }
}
