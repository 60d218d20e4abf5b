package dev.cambium.anonymizer.detect;

import dev.cambium.anonymizer.column.TypeFamily;

import java.util.EnumSet;
import java.util.Set;

/** Which types a kind of data comes in. */
final class KindTypes {

    private static final Set<TypeFamily> TEXTS = EnumSet.of(TypeFamily.TEXT, TypeFamily.ARRAY);
    private static final Set<TypeFamily> NUMBERED =
            EnumSet.of(TypeFamily.TEXT, TypeFamily.INTEGER, TypeFamily.DECIMAL, TypeFamily.ARRAY);
    private static final Set<TypeFamily> CODED =
            EnumSet.of(TypeFamily.TEXT, TypeFamily.ENUM, TypeFamily.INTEGER, TypeFamily.ARRAY);

    private KindTypes() {}

    static Set<TypeFamily> of(DataKind kind) {
        return switch (kind) {
            case FIRST_NAME,
                    LAST_NAME,
                    PERSON_NAME,
                    EMAIL_ADDRESS,
                    STREET_ADDRESS,
                    CITY,
                    IBAN,
                    USER_NAME,
                    URL,
                    COMPANY,
                    JOB_TITLE,
                    LICENCE_PLATE ->
                    TEXTS;
            case REGION, COUNTRY -> EnumSet.of(TypeFamily.TEXT, TypeFamily.ENUM, TypeFamily.ARRAY);
            case PHONE_NUMBER,
                    POSTAL_CODE,
                    NATIONAL_ID,
                    PASSPORT_NUMBER,
                    DRIVING_LICENCE,
                    CARD_NUMBER,
                    CARD_CODE,
                    BANK_ACCOUNT ->
                    NUMBERED;
            case GEO_POSITION ->
                    EnumSet.of(
                            TypeFamily.FLOAT,
                            TypeFamily.DECIMAL,
                            TypeFamily.TEXT,
                            TypeFamily.OTHER);
            case BIRTH_DATE ->
                    EnumSet.of(
                            TypeFamily.DATE,
                            TypeFamily.TIMESTAMP,
                            TypeFamily.TEXT,
                            TypeFamily.INTEGER);
            case AGE -> EnumSet.of(TypeFamily.INTEGER, TypeFamily.DECIMAL);
            case GENDER, BELIEF_OR_ORIGIN -> CODED;
            case HEALTH ->
                    EnumSet.of(
                            TypeFamily.TEXT,
                            TypeFamily.ENUM,
                            TypeFamily.INTEGER,
                            TypeFamily.ARRAY,
                            TypeFamily.BOOLEAN);
            case IP_ADDRESS -> EnumSet.of(TypeFamily.TEXT, TypeFamily.NETWORK);
            case MAC_ADDRESS -> EnumSet.of(TypeFamily.TEXT, TypeFamily.MAC);
            case DEVICE_ID -> EnumSet.of(TypeFamily.TEXT, TypeFamily.UUID, TypeFamily.INTEGER);
            case PASSWORD, SECRET ->
                    EnumSet.of(TypeFamily.TEXT, TypeFamily.BINARY, TypeFamily.UUID);
            case SALARY -> TypeFamily.NUMBERS;
            case PICTURE -> EnumSet.of(TypeFamily.BINARY);
            case FREE_TEXT -> EnumSet.of(TypeFamily.TEXT, TypeFamily.JSON);
        };
    }
}
