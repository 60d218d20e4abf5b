package dev.cambium.engine.branch.operation;

import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.compute.ComputeFolders;
import dev.cambium.engine.compute.ReaderRole;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/** Which names projects, branches, databases and roles may have. */
public final class Names {

    /** Neon's limit for branches and projects, in characters. */
    public static final int NAME_CHARACTERS_MAX = 256;

    /** NAMEDATALEN - 1 of Postgres, in bytes of UTF-8. */
    static final int IDENTIFIER_BYTES_MAX = 63;

    private Names() {}

    /** A project's or branch's name without blanks around it. */
    public static String checked(String what, @Nullable String name) {
        String trimmed = name == null ? "" : name.strip();
        if (trimmed.isEmpty()) {
            throw new Refusal(
                    Kind.INVALID,
                    "NAME_EMPTY",
                    "The name of a %s cannot be empty.".formatted(what));
        }
        int length = trimmed.codePointCount(0, trimmed.length());
        if (length > NAME_CHARACTERS_MAX) {
            throw new Refusal(
                    Kind.INVALID,
                    "NAME_TOO_LONG",
                    "The name of a %s may have %d characters; this one has %d. Choose a shorter one."
                            .formatted(what, NAME_CHARACTERS_MAX, length));
        }
        if (trimmed.codePoints().anyMatch(Character::isISOControl)) {
            throw new Refusal(
                    Kind.INVALID,
                    "NAME_INVALID",
                    "The name of a %s cannot hold line breaks or control characters."
                            .formatted(what));
        }
        return trimmed;
    }

    /** A name that Postgres takes as it is, for a database or a role. */
    public static String identifier(String what, String name) {
        String checked = checked(what, name);
        if (checked.getBytes(StandardCharsets.UTF_8).length > IDENTIFIER_BYTES_MAX) {
            throw new Refusal(
                    Kind.INVALID,
                    "NAME_TOO_LONG",
                    "The name of a %s may take %d bytes in Postgres; '%s' takes more."
                            .formatted(what, IDENTIFIER_BYTES_MAX, checked));
        }
        return checked;
    }

    /** As {@link #identifier}, of a role that users have. */
    public static String role(String name) {
        String checked = identifier("role", name);
        if (checked.startsWith("pg_")
                || checked.equals(ComputeFolders.ENGINE_ROLE)
                || checked.equals(ReaderRole.NAME)) {
            throw new Refusal(
                    Kind.INVALID,
                    "ROLE_RESERVED",
                    "Role '%s' belongs to Postgres or to the engine. Choose another name."
                            .formatted(checked));
        }
        return checked;
    }

    /** Quotes an identifier for SQL. */
    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
