package dev.cambium.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.cambium.engine.api.ApiJson;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code cambium api}: any call, by its path. */
@Command(
        name = "api",
        header = "Make any call of the API, as Neon's documentation has it.",
        description = {
            "",
            "The path is what stands behind /api/v2. A call with a body is a POST unless",
            "-X says otherwise. A field's value is read as JSON where it is some, and a dot",
            "in its name leads into an object.",
            "",
            "  cambium api /projects",
            "  cambium api /projects/ID/branches -F branch.name=dev",
            "  cambium api /projects/ID/branches/ID -X PATCH -d '{\"branch\":{\"name\":\"new\"}}'",
            ""
        })
final class ApiCommand extends Verb {

    private static final String ROOT = "/api/v2";

    /** Its answer has no end. */
    private static final String EVENTS = "/cambium/events";

    @Parameters(paramLabel = "PATH", description = "Begins with a slash.")
    private String path = "";

    @Option(
            names = {"-X", "--method"},
            paramLabel = "METHOD",
            description = "GET, POST, PUT, PATCH or DELETE.")
    private @Nullable String method;

    @Option(
            names = {"-F", "--field"},
            paramLabel = "NAME=VALUE",
            description = "A field of the body; may be given more than once.")
    private List<String> fields = new ArrayList<>();

    @Option(
            names = {"-f", "--raw-field"},
            paramLabel = "NAME=VALUE",
            description = "The same, and its value is a text whatever it looks like.")
    private List<String> texts = new ArrayList<>();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "JSON|@FILE",
            description = "The whole body.")
    private @Nullable String data;

    @Option(
            names = {"-Q", "--query"},
            paramLabel = "NAME=VALUE",
            description = "What stands behind the ? of the path; may be given more than once.")
    private List<String> query = new ArrayList<>();

    @Override
    void run() throws IOException {
        JsonNode body = body();
        String verb = method == null ? body == null ? "GET" : "POST" : method;
        JsonNode reply = engine().call(verb.toUpperCase(Locale.ROOT), pathAndQuery(), body);
        output().printText(reply.isMissingNode() ? "" : reply.toPrettyString() + "\n", reply);
    }

    private String pathAndQuery() {
        if (!path.startsWith("/")) {
            throw new Refusal(
                    "A path begins with a slash, such as /projects; '%s' does not."
                            .formatted(path));
        }
        String behind = path.startsWith(ROOT + "/") ? path.substring(ROOT.length()) : path;
        if (behind.startsWith(EVENTS)) {
            throw new Refusal(
                    "The stream of events has no end that could be waited for. `curl -N` follows it, with the engine's address of `cambium engine status` and its key.");
        }
        if (query.isEmpty()) {
            return behind;
        }
        String more =
                query.stream()
                        .map(ApiCommand::split)
                        .map(pair -> encoded(pair[0]) + "=" + encoded(pair[1]))
                        .collect(Collectors.joining("&"));
        return behind + (behind.indexOf('?') < 0 ? "?" : "&") + more;
    }

    private @Nullable JsonNode body() throws IOException {
        String whole = data;
        if (whole != null) {
            if (!fields.isEmpty() || !texts.isEmpty()) {
                throw new Refusal("--data is the whole body: leave it out, or the fields.");
            }
            String text =
                    whole.startsWith("@")
                            ? Files.readString(
                                    cambium().caller().folder().resolve(whole.substring(1)))
                            : whole;
            return json(text);
        }
        if (fields.isEmpty() && texts.isEmpty()) {
            return null;
        }
        ObjectNode body = ApiJson.mapper().createObjectNode();
        for (String field : fields) {
            String[] pair = split(field);
            put(body, pair[0], typed(pair[1]));
        }
        for (String text : texts) {
            String[] pair = split(text);
            put(body, pair[0], TextNode.valueOf(pair[1]));
        }
        return body;
    }

    private static JsonNode json(String text) {
        try {
            return ApiJson.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new Refusal("The body is no JSON: %s.".formatted(e.getOriginalMessage()));
        }
    }

    /** What is no JSON is a text that needs no quotes. */
    private static JsonNode typed(String value) {
        try {
            JsonNode read = ApiJson.mapper().readTree(value);
            return read.isMissingNode() ? TextNode.valueOf(value) : read;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(value);
        }
    }

    private static void put(ObjectNode body, String name, JsonNode value) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            body.set(name, value);
        } else {
            put(body.withObjectProperty(name.substring(0, dot)), name.substring(dot + 1), value);
        }
    }

    private static String[] split(String pair) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            throw new Refusal("'%s' is not NAME=VALUE.".formatted(pair));
        }
        return new String[] {pair.substring(0, equals), pair.substring(equals + 1)};
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
