package dev.cambium.anonymizer.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.cambium.anonymizer.column.ColumnType;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Masks inside JSON. Each argument is a path such as {@code $.contact.email} or {@code
 * $.people[*].name} and the function for what is there. Texts at other paths are scrubbed, unless
 * {@code otherwise: keep}; numbers and booleans stay. What cannot be read becomes NULL.
 */
final class JsonMask implements Mask {

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private final Map<String, Mask> byPath = new HashMap<>();
    private final @Nullable Mask otherwise;

    JsonMask(MaskContext context) {
        boolean keep = context.arguments().text("otherwise", "scrub").equals("keep");
        otherwise = keep ? null : make(context, MaskFunction.SCRUB);
        context.arguments()
                .all()
                .forEach(
                        (path, function) -> {
                            if (path.startsWith("$")) {
                                byPath.put(path, make(context, MaskFunction.named(function)));
                            }
                        });
    }

    private static Mask make(MaskContext context, MaskFunction function) {
        return function.make(
                new MaskContext(
                        context.secret(),
                        context.table(),
                        ColumnType.text(),
                        new Arguments(function, Map.of())));
    }

    @Override
    public @Nullable String of(String value, MaskedRow row) {
        try {
            JsonNode masked = masked(JSON.readTree(value), "$", row);
            return JSON.writeValueAsString(masked);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private JsonNode masked(JsonNode node, String path, MaskedRow row) {
        Mask mask = byPath.get(path);
        if (mask != null && node.isValueNode() && !node.isNull()) {
            String safe = mask.of(node.asText(), row);
            return safe == null ? JSON.nullNode() : likeBefore(node, safe);
        }
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                object.set(name, masked(object.get(name), path + "." + name, row));
            }
            return object;
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, masked(array.get(i), path + "[*]", row));
            }
            return array;
        }
        if (node.isTextual() && otherwise != null) {
            String safe = otherwise.of(node.asText(), row);
            return safe == null ? JSON.nullNode() : TextNode.valueOf(safe);
        }
        return node;
    }

    /** A number stays a number if its mask is one. */
    private static JsonNode likeBefore(JsonNode before, String safe) {
        if (before.isNumber()) {
            try {
                return JSON.getNodeFactory().numberNode(new BigDecimal(safe));
            } catch (NumberFormatException e) {
                return TextNode.valueOf(safe);
            }
        }
        return TextNode.valueOf(safe);
    }
}
