package dev.cambium.engine.cli.mcp;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Something an agent can ask for.
 *
 * @param does one or two sentences for the agent
 * @param effect what it can do to what there is
 * @param answer its result in the API's shape
 */
record AgentTool(
        String name,
        String does,
        Effect effect,
        List<Parameter> parameters,
        Function<Arguments, Object> answer) {

    /** What a tool can do to what there is. */
    enum Effect {
        /** Nothing. */
        READS,
        /** It makes something beside it. */
        ADDS,
        /** It deletes or overwrites. */
        REPLACES
    }

    /**
     * @param type JSON's word for it: {@code string}, {@code integer} or {@code boolean}
     */
    record Parameter(String name, String type, String description, boolean required) {

        static Parameter required(String name, String description) {
            return new Parameter(name, "string", description, true);
        }

        static Parameter optional(String name, String description) {
            return new Parameter(name, "string", description, false);
        }
    }

    /** What the agent gave, which the SDK has held against {@link #schema} already. */
    record Arguments(Map<String, Object> values) {

        @Nullable String text(String name) {
            Object value = values.get(name);
            return value == null ? null : value.toString();
        }

        String needed(String name) {
            return String.valueOf(values.get(name));
        }

        @Nullable Integer number(String name) {
            return values.get(name) instanceof Number number ? number.intValue() : null;
        }

        boolean isTrue(String name) {
            return Boolean.TRUE.equals(values.get(name));
        }
    }

    /** Its parameters as JSON Schema. */
    Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Parameter parameter : parameters) {
            properties.put(
                    parameter.name(),
                    Map.of("type", parameter.type(), "description", parameter.description()));
            if (parameter.required()) {
                required.add(parameter.name());
            }
        }
        return Map.of(
                "type",
                "object",
                "properties",
                properties,
                "required",
                required,
                "additionalProperties",
                false);
    }
}
