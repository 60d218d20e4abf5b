package dev.cambium.anonymizer.detect;

import java.util.HashMap;
import java.util.Map;

/** The rules of IBANs: ISO 13616, with the check digits of ISO 7064 (mod 97-10). */
public final class Iban {

    /** Country and length, from the IBAN registry (SWIFT, release 99). */
    private static final String LENGTHS =
            "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22"
                    + " DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27"
                    + " GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21"
                    + " LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15"
                    + " OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24"
                    + " SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

    private static final Map<String, Integer> LENGTH_BY_COUNTRY = new HashMap<>();

    static {
        for (String entry : LENGTHS.split(" ")) {
            LENGTH_BY_COUNTRY.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
        }
    }

    private Iban() {}

    /**
     * @param text in capitals, in groups or not
     */
    public static boolean isValid(String text) {
        String iban = text.replace(" ", "");
        if (iban.length() < 4) {
            return false;
        }
        Integer length = LENGTH_BY_COUNTRY.get(iban.substring(0, 2));
        return length != null
                && length == iban.length()
                && remainder(iban) == 1
                && hasCheckDigitsInUse(iban);
    }

    /** 00, 01 and 99 would pass as 97, 98 and 02, which are what is used. */
    private static boolean hasCheckDigitsInUse(String iban) {
        String check = iban.substring(2, 4);
        return check.compareTo("02") >= 0 && check.compareTo("98") <= 0;
    }

    /**
     * The same number with the check digits that make it valid; groups stay.
     *
     * @param text in capitals, of a country that has IBANs, with any two digits as check digits
     */
    public static String withCheckDigits(String text) {
        String zero = text.substring(0, 2) + "00" + text.substring(4);
        int check = 98 - remainder(zero.replace(" ", ""));
        return text.substring(0, 2) + (check < 10 ? "0" : "") + check + text.substring(4);
    }

    /**
     * Of the rearranged number by 97; letters count from A = 10. Minus one for other characters.
     */
    private static int remainder(String iban) {
        String rearranged = iban.substring(4) + iban.substring(0, 4);
        int remainder = 0;
        for (int i = 0; i < rearranged.length(); i++) {
            char c = rearranged.charAt(i);
            boolean plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
            if (!plain) {
                return -1;
            }
            int value = Character.digit(c, 36);
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }
        return remainder;
    }
}
