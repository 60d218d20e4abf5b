package dev.cambium.anonymizer.detect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What the name of a column says. The words are in {@code column-names.txt}, in several languages.
 * Immutable.
 */
final class NameHints {

    /** The whole name is a known one. */
    static final double WHOLE = 0.85;

    /** The name ends in a known one, as {@code billing_city} does. */
    static final double END = 0.75;

    /** A known one is somewhere in the name. */
    static final double PART = 0.5;

    private static final Pattern CAMEL = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    /**
     * A word or some.
     *
     * @param whole counts only as the whole name
     * @param against speaks against the kind
     */
    private record Hint(String words, boolean whole, boolean against) {}

    private final Map<DataKind, List<Hint>> hints = new EnumMap<>(DataKind.class);

    NameHints() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        NameHints.class.getResourceAsStream("column-names.txt")),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int colon = line.indexOf(':');
                if (colon > 0 && !line.startsWith("#")) {
                    hints.put(
                            DataKind.valueOf(line.substring(0, colon)),
                            hints(line.substring(colon + 1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Hint> hints(String words) {
        List<Hint> found = new ArrayList<>();
        for (String word : words.split(",", -1)) {
            String bare = word.strip();
            boolean whole = bare.startsWith("=");
            boolean against = bare.startsWith("!");
            found.add(new Hint(whole || against ? bare.substring(1) : bare, whole, against));
        }
        return found;
    }

    /** {@code billingCity} and {@code BILLING_CITY} become {@code billing city}. */
    static String words(String name) {
        String split = CAMEL.matcher(name).replaceAll(" ");
        return NO_WORD.matcher(split).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }

    /**
     * How much a name speaks for each kind, from 0 to 1; kinds it does not speak for are absent.
     */
    Map<DataKind, Double> of(String columnName) {
        String words = " " + words(columnName) + " ";
        Map<DataKind, Double> scores = new EnumMap<>(DataKind.class);
        hints.forEach(
                (kind, all) -> {
                    double best = 0;
                    boolean refused = false;
                    for (Hint hint : all) {
                        String padded = " " + hint.words() + " ";
                        if (hint.against()) {
                            refused |= words.contains(padded);
                        } else if (words.equals(padded)) {
                            best = WHOLE;
                        } else if (!hint.whole() && words.endsWith(padded)) {
                            best = Math.max(best, END);
                        } else if (!hint.whole() && words.contains(padded)) {
                            best = Math.max(best, PART);
                        }
                    }
                    if (best > 0 && !refused) {
                        scores.put(kind, best);
                    }
                });
        return scores;
    }

    /** Whether a table by its name is about people. */
    static boolean aboutPeople(String tableName) {
        String words = " " + words(tableName);
        for (String word : PEOPLE) {
            if (words.contains(" " + word)) {
                return true;
            }
        }
        return false;
    }

    /** Beginnings of words. */
    private static final List<String> PEOPLE =
            List.of(
                    "customer",
                    "client",
                    "user",
                    "person",
                    "people",
                    "employee",
                    "staff",
                    "patient",
                    "contact",
                    "member",
                    "student",
                    "teacher",
                    "guest",
                    "driver",
                    "author",
                    "actor",
                    "owner",
                    "tenant",
                    "subscriber",
                    "candidate",
                    "applicant",
                    "passenger",
                    "doctor",
                    "kunde",
                    "kund",
                    "mitarbeiter",
                    "benutzer",
                    "personal",
                    "ansprechpartner",
                    "utilisateur",
                    "salarie",
                    "cliente",
                    "empleado",
                    "usuario",
                    "persona",
                    "dipendente",
                    "utente",
                    "klant",
                    "medewerker",
                    "klient",
                    "pracownik",
                    "osoba",
                    "profile",
                    "account",
                    "artist");
}
