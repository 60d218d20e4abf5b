package dev.cambium.anonymizer.detect;

import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.column.TypeFamily;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Weighs what the name, the type and the values of one column say. Two hints that agree count for
 * more than either; a name whose values speak against it counts for less. Thread-safe.
 */
final class ColumnJudge {

    /**
     * @param confidence from 0 to 1
     */
    record Verdict(DataKind kind, double confidence, List<String> reasons) {}

    /** With fewer values than this, that none fits says nothing. */
    private static final int VALUES_MIN = 5;

    /** A name that the values contradict. */
    private static final double CONTRADICTED = 0.4;

    private final NameHints hints = new NameHints();

    /** The likeliest kind, however unlikely; null when nothing speaks for any. */
    @Nullable Verdict judge(String table, String column, ColumnType type, ValueTally tally) {
        Map<DataKind, Double> byName = named(table, column);
        Verdict best = null;
        for (DataKind kind : DataKind.values()) {
            if (!KindTypes.of(kind).contains(type.family())) {
                continue;
            }
            Verdict verdict = weigh(kind, byName.getOrDefault(kind, 0.0), table, type, tally);
            if (verdict != null && (best == null || verdict.confidence() > best.confidence())) {
                best = verdict;
            }
        }
        return best;
    }

    /**
     * A bare {@code name} or {@code title} means something only where the table is about people.
     */
    private Map<DataKind, Double> named(String table, String column) {
        Map<DataKind, Double> scores = new EnumMap<>(DataKind.class);
        scores.putAll(hints.of(column));
        if (NameHints.aboutPeople(table)) {
            switch (NameHints.words(column)) {
                case "name", "names", "naam", "namn", "nazwa" ->
                        scores.merge(DataKind.PERSON_NAME, 0.6, Math::max);
                case "title", "position", "titel" ->
                        scores.merge(DataKind.JOB_TITLE, 0.6, Math::max);
                case "state" -> scores.merge(DataKind.REGION, 0.5, Math::max);
                default -> {}
            }
        }
        return scores;
    }

    private static @Nullable Verdict weigh(
            DataKind kind, double name, String table, ColumnType type, ValueTally tally) {
        List<String> reasons = new ArrayList<>();
        double byType = type(kind, type, reasons);
        double byValue = values(kind, table, name, tally, reasons);
        if (name == 0 && byType == 0 && byValue == 0) {
            return null;
        }
        double named = name;
        if (name > 0) {
            reasons.addFirst(
                    "the name %s %s"
                            .formatted(
                                    name >= NameHints.WHOLE ? "says" : "speaks of", kind.words()));
            if (contradicts(kind, type, tally)) {
                named = name * CONTRADICTED;
                reasons.add("but no value looks like one");
            } else if (tally.values() == 0) {
                reasons.add("there was no value to look at");
            }
        }
        double confidence = 1 - (1 - named) * (1 - byType) * (1 - byValue);
        return new Verdict(kind, Math.min(0.99, confidence), reasons);
    }

    private static double type(DataKind kind, ColumnType type, List<String> reasons) {
        boolean says =
                (kind == DataKind.IP_ADDRESS && type.family() == TypeFamily.NETWORK)
                        || (kind == DataKind.MAC_ADDRESS && type.family() == TypeFamily.MAC);
        if (says) {
            reasons.add("the type is " + type.sql());
        }
        return says ? 0.9 : 0;
    }

    private static double values(
            DataKind kind, String table, double name, ValueTally tally, List<String> reasons) {
        double share = tally.share(kind);
        double score =
                switch (kind) {
                    case EMAIL_ADDRESS -> share >= 0.5 ? 0.95 : share >= 0.02 ? 0.6 : 0;
                    case IBAN -> share >= 0.3 ? 0.95 : share >= 0.02 ? 0.55 : 0;
                    case CARD_NUMBER, NATIONAL_ID -> share >= 0.6 ? 0.85 : share >= 0.3 ? 0.4 : 0;
                    case URL -> share >= 0.5 ? name > 0 ? 0.3 : 0.15 : 0;
                    case IP_ADDRESS, MAC_ADDRESS -> share >= 0.6 ? 0.8 : 0;
                    case PHONE_NUMBER -> phones(share, tally);
                    case FIRST_NAME, LAST_NAME -> people(share, table, name, tally);
                    case PERSON_NAME -> share >= 0.4 ? 0.7 : 0;
                    case CITY -> share >= 0.4 && tally.distinctValues() > 3 ? 0.6 : 0;
                    case COUNTRY -> share >= 0.7 ? 0.55 : 0;
                    case REGION -> share >= 0.7 ? 0.5 : 0;
                    case STREET_ADDRESS -> share >= 0.5 && name > 0 ? 0.4 : 0;
                    case POSTAL_CODE -> share >= 0.5 && name > 0 ? 0.4 : 0;
                    case FREE_TEXT -> texts(name, tally, reasons);
                    case GEO_POSITION,
                            BIRTH_DATE,
                            AGE,
                            GENDER,
                            PASSPORT_NUMBER,
                            DRIVING_LICENCE,
                            LICENCE_PLATE,
                            CARD_CODE,
                            BANK_ACCOUNT,
                            DEVICE_ID,
                            USER_NAME,
                            PASSWORD,
                            SECRET,
                            COMPANY,
                            JOB_TITLE,
                            SALARY,
                            HEALTH,
                            BELIEF_OR_ORIGIN,
                            PICTURE ->
                            0;
                };
        if (score > 0 && kind != DataKind.FREE_TEXT) {
            reasons.add(
                    String.format(
                            Locale.ROOT,
                            "%.0f %% of %d values look like one",
                            100 * share,
                            tally.values()));
        }
        return score;
    }

    /** Digits alone may be an order number as well. */
    private static double phones(double share, ValueTally tally) {
        double bare = tally.values() == 0 ? 0 : tally.barePhones() / (double) tally.values();
        double signed = share - bare;
        return signed >= 0.4 ? 0.75 : signed >= 0.05 ? 0.5 : share >= 0.6 ? 0.35 : 0;
    }

    /** Products and colours are called like people, too; a table of people makes it likelier. */
    private static double people(double share, String table, double name, ValueTally tally) {
        if (share < 0.4 || tally.distinctValues() < 3) {
            return 0;
        }
        return name > 0 || NameHints.aboutPeople(table) ? 0.65 : share >= 0.8 ? 0.5 : 0.3;
    }

    private static double texts(double name, ValueTally tally, List<String> reasons) {
        if (tally.sentences() == 0) {
            return 0;
        }
        double sentences = tally.sentences() / (double) tally.values();
        double people = tally.sentencesWithPeople() / (double) tally.sentences();
        if (sentences >= 0.2 && people >= 0.02) {
            reasons.add(
                    String.format(
                            Locale.ROOT,
                            "sentences, and %.0f %% of them hold personal data",
                            100 * people));
            return people >= 0.2 ? 0.7 : 0.5;
        }
        if (sentences >= 0.2 && name > 0) {
            reasons.add("sentences");
            return 0.3;
        }
        return 0;
    }

    /** Whether values that ought to show it do not. */
    private static boolean contradicts(DataKind kind, ColumnType type, ValueTally tally) {
        if (tally.values() < VALUES_MIN || type.family() != TypeFamily.TEXT) {
            return false;
        }
        return switch (kind) {
            case EMAIL_ADDRESS, IBAN, IP_ADDRESS, MAC_ADDRESS, URL -> tally.share(kind) < 0.02;
            case PHONE_NUMBER ->
                    tally.share(DataKind.PHONE_NUMBER) < 0.02
                            && tally.share(DataKind.CARD_NUMBER) < 0.02
                            && tally.share(DataKind.POSTAL_CODE) < 0.02
                            && tally.share(DataKind.NATIONAL_ID) < 0.02
                            && tally.digitShare() < 0.02;
            case CARD_NUMBER, CARD_CODE, NATIONAL_ID, BANK_ACCOUNT, POSTAL_CODE ->
                    tally.digitShare() < 0.02;
            case FREE_TEXT -> tally.distinctValues() <= 3 && tally.values() > 20;
            case FIRST_NAME,
                    LAST_NAME,
                    PERSON_NAME,
                    STREET_ADDRESS,
                    CITY,
                    REGION,
                    COUNTRY,
                    GEO_POSITION,
                    BIRTH_DATE,
                    AGE,
                    GENDER,
                    PASSPORT_NUMBER,
                    DRIVING_LICENCE,
                    LICENCE_PLATE,
                    DEVICE_ID,
                    USER_NAME,
                    PASSWORD,
                    SECRET,
                    COMPANY,
                    JOB_TITLE,
                    SALARY,
                    HEALTH,
                    BELIEF_OR_ORIGIN,
                    PICTURE ->
                    false;
        };
    }
}
