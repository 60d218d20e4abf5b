package dev.cambium.anonymizer.plan;

import dev.cambium.anonymizer.column.Column;
import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.column.TypeFamily;
import dev.cambium.anonymizer.detect.DataKind;
import dev.cambium.anonymizer.function.FunctionCall;
import dev.cambium.anonymizer.function.MaskFunction;

/** Which function suits what was found. */
public final class Suggestions {

    private static final int EMAIL_ROOM = 27;
    private static final int TOKEN_ROOM = 15;

    private Suggestions() {}

    /**
     * A function that fits the type and, where needed, keeps values unique.
     *
     * @param unique whether the column is in a unique key, or linked to one
     */
    public static FunctionCall of(DataKind kind, Column column, boolean unique) {
        MaskFunction wanted = usual(kind, column.type());
        boolean suits =
                wanted.fits(column.type())
                        && hasRoom(wanted, column.type())
                        && (!unique || wanted.guarantees().unique());
        if (wanted == MaskFunction.NULL && !column.nullable()) {
            suits = false;
        }
        return suits ? call(wanted) : FunctionCall.of(fallback(column, unique));
    }

    /** One that keeps values unique, for a column of this type. */
    public static MaskFunction keepingUnique(ColumnType type) {
        return switch (type.family()) {
            case TEXT -> MaskFunction.TEXT_CIPHER;
            case INTEGER -> MaskFunction.NUMBER;
            case UUID -> MaskFunction.UUID_CIPHER;
            case NETWORK -> MaskFunction.IP;
            case MAC -> MaskFunction.MAC_ADDRESS;
            case DECIMAL, FLOAT, DATE, TIMESTAMP, TIME, BOOLEAN, JSON, BINARY, ENUM, ARRAY, OTHER ->
                    MaskFunction.SHUFFLE;
        };
    }

    private static boolean hasRoom(MaskFunction function, ColumnType type) {
        int room = type.lengthMax() == 0 ? Integer.MAX_VALUE : type.lengthMax();
        int needed =
                function == MaskFunction.EMAIL
                        ? EMAIL_ROOM
                        : function == MaskFunction.USERNAME || function == MaskFunction.TOKEN
                                ? TOKEN_ROOM
                                : 0;
        return room >= needed;
    }

    private static FunctionCall call(MaskFunction function) {
        return function == MaskFunction.DATE_SHIFT
                ? FunctionCall.of(function, "days", "180")
                : FunctionCall.of(function);
    }

    private static MaskFunction fallback(Column column, boolean unique) {
        if (unique) {
            return keepingUnique(column.type());
        }
        return switch (column.type().family()) {
            case TEXT -> MaskFunction.TEXT_CIPHER;
            case INTEGER -> MaskFunction.NUMBER;
            case DECIMAL, FLOAT -> MaskFunction.NOISE;
            case DATE, TIMESTAMP -> MaskFunction.DATE_SHIFT;
            case UUID -> MaskFunction.UUID_CIPHER;
            case NETWORK -> MaskFunction.IP;
            case MAC -> MaskFunction.MAC_ADDRESS;
            case JSON -> MaskFunction.JSON_PATHS;
            case ENUM -> MaskFunction.ENUM_LABEL;
            case TIME, BOOLEAN, BINARY, ARRAY, OTHER ->
                    column.nullable() ? MaskFunction.NULL : MaskFunction.SHUFFLE;
        };
    }

    private static MaskFunction usual(DataKind kind, ColumnType type) {
        boolean date = TypeFamily.MOMENTS.contains(type.family());
        return switch (kind) {
            case FIRST_NAME -> MaskFunction.FIRST_NAME;
            case LAST_NAME -> MaskFunction.LAST_NAME;
            case PERSON_NAME -> MaskFunction.FULL_NAME;
            case EMAIL_ADDRESS -> MaskFunction.EMAIL;
            case PHONE_NUMBER -> MaskFunction.PHONE;
            case STREET_ADDRESS -> MaskFunction.STREET;
            case CITY -> MaskFunction.CITY;
            case REGION -> MaskFunction.STATE;
            // One of two hundred, or of a few: says nothing of one person, and tests want it.
            case COUNTRY, GENDER -> MaskFunction.KEEP;
            case POSTAL_CODE,
                    PASSPORT_NUMBER,
                    DRIVING_LICENCE,
                    LICENCE_PLATE,
                    BANK_ACCOUNT,
                    NATIONAL_ID,
                    CARD_CODE,
                    DEVICE_ID ->
                    type.family() == TypeFamily.TEXT
                            ? MaskFunction.TEXT_CIPHER
                            : MaskFunction.NUMBER;
            case GEO_POSITION -> MaskFunction.GEO;
            case BIRTH_DATE -> date ? MaskFunction.DATE_SHIFT : MaskFunction.TEXT_CIPHER;
            case AGE -> MaskFunction.BUCKET;
            case CARD_NUMBER -> MaskFunction.CARD;
            case IBAN -> MaskFunction.IBAN;
            case IP_ADDRESS -> MaskFunction.IP;
            case MAC_ADDRESS -> MaskFunction.MAC_ADDRESS;
            case USER_NAME -> MaskFunction.USERNAME;
            case PASSWORD, SECRET -> MaskFunction.TOKEN;
            case URL -> MaskFunction.URL;
            case COMPANY -> MaskFunction.COMPANY;
            case JOB_TITLE -> MaskFunction.JOB;
            case SALARY -> MaskFunction.NOISE;
            case HEALTH, BELIEF_OR_ORIGIN, PICTURE -> MaskFunction.NULL;
            case FREE_TEXT -> MaskFunction.SCRUB;
        };
    }
}
