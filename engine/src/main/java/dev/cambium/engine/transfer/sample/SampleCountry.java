package dev.cambium.engine.transfer.sample;

import java.math.BigInteger;
import java.util.Locale;

/** Countries in which the shop sells, with the shapes of their phone numbers and accounts. */
enum SampleCountry {
    AT("Austria", Locale.of("de", "AT"), "+43 6## #######", "################"),
    DE("Germany", Locale.GERMANY, "+49 15# ########", "##################"),
    ES("Spain", Locale.of("es"), "+34 6## ### ###", "####################"),
    FR("France", Locale.FRANCE, "+33 6 ## ## ## ##", "#######################"),
    IT("Italy", Locale.ITALY, "+39 3## ### ####", "X######################"),
    NL("Netherlands", Locale.of("nl"), "+31 6 ########", "SHOP##########"),
    PL("Poland", Locale.of("pl"), "+48 5## ### ###", "########################"),
    // Numbers and accounts set aside for fiction; there are no IBANs in the United States.
    US("United States", Locale.US, "+1 2## 555 01##", "");

    private final String title;
    private final Locale locale;
    private final String phonePattern;
    private final String accountPattern;

    SampleCountry(String title, Locale locale, String phonePattern, String accountPattern) {
        this.title = title;
        this.locale = locale;
        this.phonePattern = phonePattern;
        this.accountPattern = accountPattern;
    }

    String title() {
        return title;
    }

    Locale locale() {
        return locale;
    }

    String phone(Pick pick) {
        return fill(phonePattern, pick);
    }

    boolean hasIban() {
        return !accountPattern.isEmpty();
    }

    /** An account number with the check digits of ISO 13616. */
    String iban(Pick pick) {
        String account = fill(accountPattern, pick);
        StringBuilder number = new StringBuilder();
        for (char c : (account + name() + "00").toCharArray()) {
            number.append(Character.digit(c, 36));
        }
        int check = 98 - new BigInteger(number.toString()).mod(BigInteger.valueOf(97)).intValue();
        return "%s%02d%s".formatted(name(), check, account);
    }

    private static String fill(String pattern, Pick pick) {
        StringBuilder text = new StringBuilder(pattern);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '#') {
                text.setCharAt(i, (char) ('0' + pick.below(10)));
            }
        }
        return text.toString();
    }
}
