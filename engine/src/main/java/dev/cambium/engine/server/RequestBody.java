package dev.cambium.engine.server;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.Refusal;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * The JSON a call brought, read with limits and with a sentence for everything that is wrong.
 *
 * @param node an object
 */
record RequestBody(JsonNode node) {

    /** No call of this API has more to say; SQL comes as a stream, which has no limit. */
    static final int BYTES_MAX = 1 << 20;

    /** Neon's limit for names of projects and branches. */
    static final int NAME_CHARACTERS_MAX = 256;

    /**
     * The body as it is.
     *
     * @throws EngineException 413 if it is larger than {@link #BYTES_MAX}
     */
    static byte[] bytes(Context context) throws IOException {
        byte[] bytes = context.req().getInputStream().readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) {
            throw new EngineException(
                    413,
                    "BODY_TOO_LARGE",
                    "The body of this call is larger than %d bytes; no call needs that."
                            .formatted(BYTES_MAX));
        }
        return bytes;
    }

    /** An absent body is an empty object, as Neon has it. */
    static RequestBody of(Context context) throws IOException {
        byte[] bytes = bytes(context);
        try {
            JsonNode node = ApiJson.mapper().readTree(bytes);
            if (node == null || node.isMissingNode() || node.isNull()) {
                return new RequestBody(JsonNodeFactory.instance.objectNode());
            }
            if (!node.isObject()) {
                throw bad("The body of this call must be a JSON object.");
            }
            return new RequestBody(node);
        } catch (JsonProcessingException e) {
            throw bad("The body of this call is not JSON: %s.".formatted(reason(e)));
        }
    }

    /** Where and why, without the parser's words about its own settings. */
    private static String reason(JsonProcessingException e) {
        String words = e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
        JsonLocation at = e.getLocation();
        return at == null
                ? words
                : "%s (line %d, column %d)".formatted(words, at.getLineNr(), at.getColumnNr());
    }

    /** The object under {@code name}; an empty one when there is none. */
    RequestBody object(String name) {
        JsonNode child = node.path(name);
        if (child.isMissingNode() || child.isNull()) {
            return new RequestBody(JsonNodeFactory.instance.objectNode());
        }
        if (!child.isObject()) {
            throw bad("\"%s\" must be an object.".formatted(name));
        }
        return new RequestBody(child);
    }

    /** As {@link #object}, for calls that make no sense without it. */
    RequestBody requiredObject(String name) {
        if (!has(name)) {
            throw bad("This call needs an object \"%s\" in its body.".formatted(name));
        }
        return object(name);
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    @Nullable String text(String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw bad("\"%s\" must be a string.".formatted(name));
        }
        return value.textValue();
    }

    String requiredText(String name) {
        String value = text(name);
        if (value == null || value.isEmpty()) {
            throw bad("This call needs a string \"%s\" in its body.".formatted(name));
        }
        return value;
    }

    /** A name for people: not blank, at most 256 characters, no control characters. */
    @Nullable String name(String name, String ofWhat) {
        String value = text(name);
        return value == null ? null : checkedName(value, ofWhat);
    }

    @Nullable Long integer(String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw bad("\"%s\" must be a whole number.".formatted(name));
        }
        return value.longValue();
    }

    @Nullable Boolean bool(String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isBoolean()) {
            throw bad("\"%s\" must be true or false.".formatted(name));
        }
        return value.booleanValue();
    }

    /** A time as RFC 3339 has it. */
    @Nullable Instant time(String name) {
        return time(text(name), name);
    }

    /** A time as RFC 3339 has it; null for null. */
    static @Nullable Instant time(@Nullable String text, String name) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeParseException e) {
            throw bad(
                    "\"%s\" must be a time with its zone such as 2026-11-20T12:00:00Z, not \"%s\"."
                            .formatted(name, text));
        }
    }

    /**
     * Neon's two fields for a moment, of which one may be given.
     *
     * @param prefix for example {@code parent}, for {@code parent_lsn} and {@code parent_timestamp}
     * @return null means the head
     */
    @Nullable String moment(String prefix) {
        try {
            Moment moment =
                    Moment.ofFields(
                            text(prefix + "_lsn"), text(prefix + "_timestamp"), prefix + "_");
            return moment instanceof Moment.Head ? null : moment.toString();
        } catch (Refusal refusal) {
            throw new EngineException(400, refusal.code(), String.valueOf(refusal.getMessage()));
        }
    }

    List<String> texts(String name) {
        JsonNode value = node.path(name);
        if (!value.isArray() || value.isEmpty()) {
            throw bad("This call needs a list \"%s\" with at least one string.".formatted(name));
        }
        return value.valueStream()
                .map(
                        item -> {
                            if (!item.isTextual()) {
                                throw bad("\"%s\" must hold strings alone.".formatted(name));
                            }
                            return item.textValue();
                        })
                .toList();
    }

    /**
     * Refuses what Neon knows and this engine does not do yet; obeying the rest would be wrong.
     *
     * @param instead what to do, a sentence
     */
    void refuse(String name, String instead) {
        JsonNode value = node.path(name);
        boolean asked =
                !value.isMissingNode()
                        && !value.isNull()
                        && !(value.isBoolean() && !value.booleanValue());
        if (asked) {
            throw notImplemented(name, instead);
        }
    }

    static EngineException notImplemented(String name, String instead) {
        return new EngineException(
                501,
                "NOT_IMPLEMENTED",
                "This engine does not know \"%s\" yet, and nothing was done. %s"
                        .formatted(name, instead));
    }

    static EngineException bad(String message) {
        return new EngineException(400, "BAD_REQUEST", message);
    }

    private static String checkedName(String value, String ofWhat) {
        if (value.isBlank()) {
            throw bad("The name of a %s must not be blank.".formatted(ofWhat));
        }
        int characters = value.codePointCount(0, value.length());
        if (characters > NAME_CHARACTERS_MAX) {
            throw new EngineException(
                    400,
                    "NAME_TOO_LONG",
                    "The name of a %s can have %d characters; this one has %d. Choose a shorter one."
                            .formatted(ofWhat, NAME_CHARACTERS_MAX, characters));
        }
        if (value.codePoints().anyMatch(Character::isISOControl)) {
            throw bad("The name of a %s must not hold control characters.".formatted(ofWhat));
        }
        return value;
    }
}
