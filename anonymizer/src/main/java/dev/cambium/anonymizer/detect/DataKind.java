package dev.cambium.anonymizer.detect;

/** Kinds of personal data that can be told from a value alone. */
public enum DataKind {
    /** The number of a payment card: ISO/IEC 7812, with a Luhn check digit. */
    CARD_NUMBER,
    /** An international bank account number: ISO 13616. */
    IBAN,
    EMAIL_ADDRESS,
    IPV4_ADDRESS,
    IPV6_ADDRESS,
    /** The hardware address of a network card: EUI-48. */
    MAC_ADDRESS
}
