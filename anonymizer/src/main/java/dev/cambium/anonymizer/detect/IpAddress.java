package dev.cambium.anonymizer.detect;

import java.util.regex.Pattern;

/** The text forms of internet addresses: RFC 4291, section 2.2, and dotted quads. */
public final class IpAddress {

    private static final int GROUPS = 8;
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final Pattern QUAD_NUMBER = Pattern.compile("0|[1-9]\\d{0,2}");

    private IpAddress() {}

    /** Four numbers below 256 without leading zeros. */
    public static boolean isVersion4(String text) {
        String[] numbers = text.split("\\.", -1);
        if (numbers.length != 4) {
            return false;
        }
        for (String number : numbers) {
            if (!QUAD_NUMBER.matcher(number).matches() || Integer.parseInt(number) > 255) {
                return false;
            }
        }
        return true;
    }

    /** Eight groups, or fewer with one gap. The bare gap {@code ::} is no one's address. */
    public static boolean isVersion6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == GROUPS;
        }
        boolean secondGap = text.indexOf("::", gap + 1) >= 0;
        if (secondGap || text.length() == 2) {
            return false;
        }
        int before = gap == 0 ? 0 : groups(text.substring(0, gap), false);
        int after = gap + 2 == text.length() ? 0 : groups(text.substring(gap + 2), true);
        return before >= 0 && after >= 0 && before + after < GROUPS;
    }

    /** The number of groups of 16 bits, or -1 when it is not a list of such. */
    private static int groups(String text, boolean quadAllowed) {
        String[] parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            if (GROUP.matcher(parts[i]).matches()) {
                count++;
            } else if (last && quadAllowed && isVersion4(parts[i])) {
                count += 2;
            } else {
                return -1;
            }
        }
        return count;
    }
}
