package dev.cambium.anonymizer.detect;

import java.util.Locale;

/** Kinds of personal data. */
public enum DataKind {
    FIRST_NAME,
    LAST_NAME,
    /** Both in one. */
    PERSON_NAME,
    EMAIL_ADDRESS,
    PHONE_NUMBER,
    /** Street and house number, or a whole address in one. */
    STREET_ADDRESS,
    POSTAL_CODE,
    CITY,
    /** A state, province or region. */
    REGION,
    COUNTRY,
    /** Latitude, longitude, or both. */
    GEO_POSITION,
    BIRTH_DATE,
    AGE,
    GENDER,
    /** Social security, tax and identity card numbers of persons. */
    NATIONAL_ID,
    PASSPORT_NUMBER,
    DRIVING_LICENCE,
    LICENCE_PLATE,
    /** The number of a payment card: ISO/IEC 7812, with a Luhn check digit. */
    CARD_NUMBER,
    /** The three or four digits on the back of a card. */
    CARD_CODE,
    /** An international bank account number: ISO 13616. */
    IBAN,
    /** Account numbers and sort codes of one country. */
    BANK_ACCOUNT,
    /** An internet address, version 4 or 6. */
    IP_ADDRESS,
    /** The hardware address of a network card: EUI-48. */
    MAC_ADDRESS,
    /** The number of a phone, a browser or another thing that one person has. */
    DEVICE_ID,
    USER_NAME,
    /** A password, or the hash of one. */
    PASSWORD,
    /** A key or token that opens something. */
    SECRET,
    URL,
    COMPANY,
    JOB_TITLE,
    SALARY,
    /** Illness, medication, blood group. */
    HEALTH,
    /** Faith, origin, conviction, orientation: special categories by law. */
    BELIEF_OR_ORIGIN,
    /** A picture or other recording of somebody. */
    PICTURE,
    /** Sentences that hold, or may hold, anything of the above. */
    FREE_TEXT;

    /** For people: {@code card number}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
