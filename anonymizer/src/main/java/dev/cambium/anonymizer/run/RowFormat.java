package dev.cambium.anonymizer.run;

import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.column.TypeFamily;
import dev.cambium.anonymizer.function.FunctionCall;
import dev.cambium.anonymizer.function.MaskFunction;
import dev.cambium.anonymizer.plan.ColumnPlan;
import dev.cambium.anonymizer.plan.TablePlan;

import java.util.EnumSet;
import java.util.Set;

/** How COPY writes the rows of a table. */
public enum RowFormat {
    /** Values as people read them: for every type, and for every function. */
    TEXT,
    /**
     * Values as servers of one version send them to each other. It spares a server that takes rows
     * a third of its work, but not every type has it, and what is masked is read and written by
     * {@link BinaryValue}.
     */
    BINARY;

    /** Types of Postgres itself, of which all have a binary form. */
    private static final Set<TypeFamily> SENT =
            EnumSet.complementOf(EnumSet.of(TypeFamily.ARRAY, TypeFamily.OTHER));

    /** They give back a date in ISO style; a constant may be anything that Postgres reads. */
    private static final Set<MaskFunction> DATES =
            EnumSet.of(
                    MaskFunction.DATE_SHIFT, MaskFunction.DATE_BETWEEN, MaskFunction.DATE_BUCKET);

    /** The fastest that carries the rows of a table as they are. */
    public static RowFormat of(TablePlan plan) {
        boolean rowsAreRead =
                plan.columns().stream().map(ColumnPlan::call).anyMatch(RowFormat::readsRow);
        return plan.columns().stream().allMatch(column -> isBinary(column, rowsAreRead))
                ? BINARY
                : TEXT;
    }

    private static boolean readsRow(FunctionCall call) {
        return call.function().readsRow(call.arguments().keySet());
    }

    private static boolean isBinary(ColumnPlan column, boolean rowsAreRead) {
        ColumnType type = column.column().type();
        return SENT.contains(type.family())
                && isBuiltIn(type)
                && (!rowsAreRead || BinaryValue.of(type) != BinaryValue.OPAQUE)
                && isWritten(column.call().function(), type);
    }

    /**
     * Not a type that somebody gave a name of Postgres, and not citext, which is an extension's.
     */
    private static boolean isBuiltIn(ColumnType type) {
        return type.family() == TypeFamily.ENUM
                || !(type.sql().contains("citext") || type.sql().contains("."));
    }

    private static boolean isWritten(MaskFunction function, ColumnType type) {
        if (function == MaskFunction.KEEP || function == MaskFunction.SHUFFLE) {
            return true;
        }
        return switch (BinaryValue.of(type)) {
            case TEXT -> true;
            case DATE -> DATES.contains(function);
            case SMALLINT, INTEGER, BIGINT -> function == MaskFunction.NUMBER;
            case OPAQUE -> false;
        };
    }
}
