package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;

import dev.cambium.engine.api.ApiJson;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Neon's own OpenAPI file: which calls there are, and what their answers look like. */
final class NeonSpecification {

    private static final String ADDRESS = "https://neon.invalid/openapi.json";

    /** Our verbs are more than Neon's; clients show the word as it is. */
    private static final Pattern OURS =
            Pattern.compile(
                    "operations?(/\\d+|\\[\\d+])?[/.]action: does not have a value in the enum");

    private final JsonNode specification;
    private final SchemaRegistry schemas;

    private NeonSpecification(JsonNode specification, SchemaRegistry schemas) {
        this.specification = specification;
        this.schemas = schemas;
    }

    static NeonSpecification read(Path yaml) throws IOException {
        JsonNode specification = new YAMLMapper().readTree(yaml.toFile());
        String json = ApiJson.mapper().writeValueAsString(specification);
        return new NeonSpecification(
                specification,
                SchemaRegistry.withDefaultDialect(
                        Dialects.getOpenApi30(),
                        builder -> builder.schemas(Map.of(ADDRESS, json))));
    }

    /** Every call: its method in capitals, a space, and its path with names for parameters. */
    Stream<String> calls() {
        return specification.path("paths").propertyStream().flatMap(NeonSpecification::callsOf);
    }

    private static Stream<String> callsOf(Map.Entry<String, JsonNode> path) {
        return path.getValue()
                .propertyStream()
                .map(call -> call.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
    }

    /**
     * What is wrong with an answer.
     *
     * @param path without a query
     */
    List<Error> faults(String method, String path, int status, JsonNode answer) throws IOException {
        String pointer =
                status >= 400
                        ? "/components/schemas/GeneralError"
                        : responsePointer(method, path, status);
        Schema schema = schemas.getSchema(SchemaLocation.of(ADDRESS + "#" + pointer));
        return schema.validate(answer).stream()
                .filter(message -> !OURS.matcher(message.toString()).find())
                .toList();
    }

    private String responsePointer(String method, String path, int status) throws IOException {
        String known =
                specification
                        .path("paths")
                        .propertyStream()
                        .map(Map.Entry::getKey)
                        .filter(
                                one ->
                                        Pattern.matches(
                                                one.replaceAll("\\{[a-z_]+}", "[^/]+"), path))
                        .min(
                                (a, b) ->
                                        Integer.compare(
                                                a.split("\\{").length, b.split("\\{").length))
                        .orElseThrow(() -> new IOException("Neon has no " + path));
        JsonNode operation = specification.path("paths").path(known).path(method.toLowerCase());
        JsonNode responses = operation.path("responses");
        // A server may answer any 2xx; what it holds is told for one of them.
        String code =
                responses.has(Integer.toString(status))
                        ? Integer.toString(status)
                        : responses
                                .propertyStream()
                                .map(Map.Entry::getKey)
                                .filter(one -> one.startsWith("2"))
                                .findFirst()
                                .orElseThrow();
        JsonNode response = responses.path(code);
        if (response.has("$ref")) {
            String reference = response.path("$ref").asText().substring(1);
            return reference + "/content/application~1json/schema";
        }
        assertThat(response.at("/content/application~1json/schema"))
                .as("%s %s has no answer in the specification", method, known)
                .isNotInstanceOf(MissingNode.class);
        return "/paths/%s/%s/responses/%s/content/application~1json/schema"
                .formatted(
                        known.replace("~", "~0")
                                .replace("/", "~1")
                                .replace("{", "%7B")
                                .replace("}", "%7D"),
                        method.toLowerCase(),
                        code);
    }
}
