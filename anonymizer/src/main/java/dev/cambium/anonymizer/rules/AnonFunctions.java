package dev.cambium.anonymizer.rules;

import dev.cambium.anonymizer.function.FunctionCall;
import dev.cambium.anonymizer.function.InvalidRuleException;
import dev.cambium.anonymizer.function.MaskFunction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads rules as PostgreSQL Anonymizer and Neon write them: {@code anon.fake_email()}, {@code
 * MASKED WITH FUNCTION anon.partial(name,1,'***',1)}, {@code MASKED WITH VALUE NULL}. Each becomes
 * the function of ours that does the same; ours are keyed and keep joins, and NULL stays NULL.
 */
public final class AnonFunctions {

    private static final Pattern CALL =
            Pattern.compile("(?s)\\s*(?:(\\w+)\\s*\\.\\s*)?(\\w+)\\s*\\((.*)\\)\\s*;?\\s*");
    private static final Pattern LABEL =
            Pattern.compile("(?is)\\s*MASKED\\s+WITH\\s+(FUNCTION|VALUE)\\s+(.+)");
    private static final Pattern DAYS =
            Pattern.compile("(?i)\\s*(\\d+)\\s*(day|week|month|year)s?\\s*");

    /** Names that have one function of ours, whatever they are given. */
    private static final Map<String, MaskFunction> PLAIN = new HashMap<>();

    static {
        plain(MaskFunction.FIRST_NAME, "fake_first_name pseudo_first_name dummy_first_name");
        plain(MaskFunction.LAST_NAME, "fake_last_name pseudo_last_name dummy_last_name");
        plain(MaskFunction.FULL_NAME, "dummy_name dummy_name_with_title");
        plain(
                MaskFunction.EMAIL,
                "fake_email pseudo_email dummy_free_email dummy_safe_email dummy_email");
        plain(MaskFunction.USERNAME, "dummy_username");
        plain(MaskFunction.PHONE, "random_phone dummy_phone_number dummy_cell_number");
        plain(
                MaskFunction.STREET,
                "fake_address dummy_street_name dummy_street_address dummy_building_number dummy_secondary_address");
        plain(MaskFunction.CITY, "fake_city pseudo_city dummy_city_name dummy_city");
        plain(MaskFunction.STATE, "dummy_state_name dummy_state_abbr");
        plain(
                MaskFunction.COUNTRY,
                "fake_country pseudo_country dummy_country_name dummy_country_code");
        plain(MaskFunction.COMPANY, "fake_company pseudo_company dummy_company_name");
        plain(MaskFunction.JOB, "dummy_profession dummy_position dummy_job_title");
        plain(
                MaskFunction.TEXT_CIPHER,
                "fake_postcode random_zip dummy_zip_code dummy_post_code dummy_licence_plate dummy_health_insurance_code dummy_bic dummy_isin");
        plain(MaskFunction.IBAN, "fake_iban pseudo_iban");
        plain(MaskFunction.CARD, "dummy_credit_card_number");
        plain(MaskFunction.DIGITS, "fake_siret pseudo_siret dummy_isbn dummy_isbn13");
        plain(MaskFunction.IP, "dummy_ip dummy_ipv4 dummy_ipv6");
        plain(MaskFunction.MAC_ADDRESS, "dummy_mac_address");
        plain(MaskFunction.UUID_CIPHER, "dummy_uuidv1 dummy_uuidv3 dummy_uuidv4 dummy_uuidv5");
        plain(MaskFunction.GEO, "dummy_latitude dummy_longitude");
        plain(
                MaskFunction.LOREM,
                "lorem_ipsum dummy_word dummy_words dummy_buzzword dummy_catchphrase dummy_bs dummy_user_agent dummy_file_name");
        plain(MaskFunction.HASH, "hash digest random_hash");
        plain(MaskFunction.PARTIAL_EMAIL, "partial_email");
        plain(MaskFunction.ENUM_LABEL, "random_in_enum");
        plain(MaskFunction.NUMBER, "random_id random_id_int random_id_small_int");
        plain(MaskFunction.SHUFFLE, "shuffle_column");
        plain(MaskFunction.DATE_BETWEEN, "random_date");
    }

    private AnonFunctions() {}

    private static void plain(MaskFunction function, String names) {
        for (String name : names.split(" ", -1)) {
            PLAIN.put(name, function);
        }
    }

    /** Names that are understood, sorted, without those that need arguments. */
    public static List<String> names() {
        return List.copyOf(new TreeSet<>(PLAIN.keySet()));
    }

    /**
     * Reads a call or a label.
     *
     * @throws InvalidRuleException if it is not understood
     */
    public static FunctionCall read(String text) {
        Matcher label = LABEL.matcher(text);
        if (label.matches()) {
            String rest = label.group(2).strip();
            return label.group(1).equalsIgnoreCase("VALUE") ? value(rest) : read(rest);
        }
        Matcher call = CALL.matcher(text);
        if (!call.matches()) {
            throw new InvalidRuleException(
                    "'%s' is not a call such as anon.fake_email().".formatted(text));
        }
        String schema = call.group(1) == null ? "anon" : call.group(1).toLowerCase(Locale.ROOT);
        String name = call.group(2).toLowerCase(Locale.ROOT);
        List<String> arguments = arguments(call.group(3));
        return schema.equals("anon")
                ? anon(name.replaceAll("_locale$", ""), arguments, text)
                : sql(schema, name, call.group(3), text);
    }

    /** What Neon calls {@code masking_value}: a literal, or NULL. */
    public static FunctionCall value(String literal) {
        return literal.equalsIgnoreCase("NULL")
                ? FunctionCall.of(MaskFunction.NULL)
                : FunctionCall.of(MaskFunction.CONSTANT, "value", unquoted(literal));
    }

    private static FunctionCall anon(String name, List<String> arguments, String text) {
        MaskFunction plain = PLAIN.get(name);
        if (plain != null) {
            return FunctionCall.of(plain);
        }
        return switch (name) {
            case "partial" ->
                    new FunctionCall(
                            MaskFunction.PARTIAL,
                            Map.of(
                                    "prefix", at(arguments, 1, text),
                                    "pad", at(arguments, 2, text),
                                    "suffix", at(arguments, 3, text)));
            case "noise", "add_noise_on_numeric_column" ->
                    FunctionCall.of(MaskFunction.NOISE, "ratio", last(arguments, text));
            case "dnoise", "add_noise_on_datetime_column" ->
                    FunctionCall.of(MaskFunction.DATE_SHIFT, "days", days(last(arguments, text)));
            case "random_string" ->
                    FunctionCall.of(MaskFunction.TOKEN, "length", at(arguments, 0, text));
            case "random_int_between", "random_bigint_between" ->
                    new FunctionCall(
                            MaskFunction.NUMBER_BETWEEN,
                            Map.of("from", at(arguments, 0, text), "to", at(arguments, 1, text)));
            case "random_date_between" ->
                    new FunctionCall(
                            MaskFunction.DATE_BETWEEN,
                            Map.of(
                                    "from", date(at(arguments, 0, text)),
                                    "to", date(at(arguments, 1, text))));
            case "random_in" ->
                    FunctionCall.of(
                            MaskFunction.CHOICE, "values", choices(String.join(",", arguments)));
            case "random_in_int4range", "random_in_int8range", "random_in_numrange" ->
                    range(MaskFunction.NUMBER_BETWEEN, at(arguments, 0, text), text);
            case "random_in_daterange", "random_in_tsrange", "random_in_tstzrange" ->
                    range(MaskFunction.DATE_BETWEEN, at(arguments, 0, text), text);
            case "generalize_int4range", "generalize_int8range", "generalize_numrange" ->
                    FunctionCall.of(MaskFunction.BUCKET, "step", last(arguments, text));
            case "generalize_daterange", "generalize_tsrange", "generalize_tstzrange" ->
                    FunctionCall.of(MaskFunction.DATE_BUCKET, "unit", last(arguments, text));
            default ->
                    throw new InvalidRuleException(
                            "Function anon.%s is not understood. Understood are: %s, and partial, noise, dnoise, random_string, random_int_between, random_date_between, random_in, generalize_…. Or use one of ours, such as text or redact."
                                    .formatted(name, String.join(", ", names())));
        };
    }

    /** Of other schemas two recipes are known: Neon's unique address, and md5. */
    private static FunctionCall sql(String schema, String name, String inside, String text) {
        boolean catalog = schema.equals("pg_catalog");
        if (catalog && name.equals("concat") && inside.contains("@")) {
            return FunctionCall.of(MaskFunction.EMAIL);
        }
        if (catalog && (name.equals("md5") || name.startsWith("sha"))) {
            return FunctionCall.of(MaskFunction.HASH);
        }
        throw new InvalidRuleException(
                "'%s' is SQL of its own, which is not run on the way. Use one of the functions that 'cambium anonymize functions' lists."
                        .formatted(text));
    }

    private static List<String> arguments(String inside) {
        List<String> found = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        StringBuilder one = new StringBuilder();
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            quoted ^= c == '\'';
            depth += quoted ? 0 : c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            if (c == ',' && depth == 0 && !quoted) {
                found.add(unquoted(one.toString()));
                one.setLength(0);
            } else {
                one.append(c);
            }
        }
        if (!one.toString().isBlank()) {
            found.add(unquoted(one.toString()));
        }
        return found;
    }

    /** {@code 'it''s'::text} and {@code prefix := 'it''s'} become {@code it's}. */
    private static String unquoted(String literal) {
        String bare = literal.strip().replaceFirst("^\\w+\\s*(?::=|=>)\\s*", "");
        bare = bare.replaceFirst("::[\\w ]+$", "").replaceFirst("(?i)^(interval|date)\\s+'", "'");
        boolean quoted = bare.length() >= 2 && bare.startsWith("'") && bare.endsWith("'");
        return quoted ? bare.substring(1, bare.length() - 1).replace("''", "'") : bare;
    }

    private static String at(List<String> arguments, int index, String text) {
        if (index >= arguments.size()) {
            throw new InvalidRuleException("'%s' lacks an argument.".formatted(text));
        }
        return arguments.get(index);
    }

    private static String last(List<String> arguments, String text) {
        return at(arguments, Math.max(0, arguments.size() - 1), text);
    }

    private static String days(String interval) {
        Matcher matcher = DAYS.matcher(interval);
        if (!matcher.matches()) {
            throw new InvalidRuleException(
                    "'%s' is not an interval such as '2 days'.".formatted(interval));
        }
        int count = Integer.parseInt(matcher.group(1));
        int unit =
                switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                    case "week" -> 7;
                    case "month" -> 30;
                    case "year" -> 365;
                    default -> 1;
                };
        return Integer.toString(count * unit);
    }

    private static String date(String text) {
        return text.length() > 10 ? text.substring(0, 10) : text;
    }

    private static String choices(String array) {
        String inside = array.replaceFirst("(?i)^\\s*ARRAY", "").replaceAll("^\\s*\\[|]\\s*$", "");
        return String.join("|", arguments(inside));
    }

    /** {@code [1,10)} or {@code int4range(1,10)}. */
    private static FunctionCall range(MaskFunction function, String range, String text) {
        String inside = range.replaceAll("^[^\\[(]*[\\[(]|[])]\\s*$", "");
        List<String> ends = arguments(inside);
        return new FunctionCall(
                function, Map.of("from", date(at(ends, 0, text)), "to", date(at(ends, 1, text))));
    }
}
