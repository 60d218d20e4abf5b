package dev.cambium.anonymizer.column;

import java.util.EnumSet;
import java.util.Set;

/** Types of Postgres that are masked alike. */
public enum TypeFamily {
    /** text, varchar, char, citext, name, and domains over them. */
    TEXT,
    /** smallint, integer, bigint. */
    INTEGER,
    /** numeric, money excluded. */
    DECIMAL,
    /** real and double precision. */
    FLOAT,
    DATE,
    /** With and without time zone. */
    TIMESTAMP,
    TIME,
    BOOLEAN,
    UUID,
    /** inet and cidr. */
    NETWORK,
    /** macaddr; macaddr8 is {@link #OTHER}. */
    MAC,
    /** json and jsonb. */
    JSON,
    BINARY,
    ENUM,
    /** Arrays of anything. */
    ARRAY,
    /** All else: geometry, ranges, composite types, text search, … */
    OTHER;

    public static final Set<TypeFamily> NUMBERS = EnumSet.of(INTEGER, DECIMAL, FLOAT);
    public static final Set<TypeFamily> MOMENTS = EnumSet.of(DATE, TIMESTAMP);
    public static final Set<TypeFamily> ALL = EnumSet.allOf(TypeFamily.class);
}
