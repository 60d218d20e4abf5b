package dev.cambium.anonymizer.function;

import static dev.cambium.anonymizer.column.TypeFamily.ALL;
import static dev.cambium.anonymizer.column.TypeFamily.DECIMAL;
import static dev.cambium.anonymizer.column.TypeFamily.ENUM;
import static dev.cambium.anonymizer.column.TypeFamily.FLOAT;
import static dev.cambium.anonymizer.column.TypeFamily.INTEGER;
import static dev.cambium.anonymizer.column.TypeFamily.JSON;
import static dev.cambium.anonymizer.column.TypeFamily.MAC;
import static dev.cambium.anonymizer.column.TypeFamily.MOMENTS;
import static dev.cambium.anonymizer.column.TypeFamily.NETWORK;
import static dev.cambium.anonymizer.column.TypeFamily.NUMBERS;
import static dev.cambium.anonymizer.column.TypeFamily.OTHER;
import static dev.cambium.anonymizer.column.TypeFamily.TEXT;
import static dev.cambium.anonymizer.column.TypeFamily.UUID;

import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.column.TypeFamily;
import dev.cambium.anonymizer.words.WordLists;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All masking functions. Each is deterministic under the project's key: what goes in twice comes
 * out the same, in every column that has the function, in every table and every run.
 */
@SuppressWarnings("ImmutableEnumChecker") // its sets are copies, and what makes masks has no state
public enum MaskFunction {
    KEEP("stays as it is", Guarantees.UNTOUCHED, ALL, Set.of(), PlainMasks::keep),
    NULL("nothing", Guarantees.NONE, ALL, Set.of(), PlainMasks::empty),
    CONSTANT("the same for all", Guarantees.NONE, ALL, Set.of("value"), PlainMasks::constant),
    REDACT(
            "stars for letters and digits",
            new Guarantees(false, false, false, true),
            EnumSet.of(TEXT),
            Set.of("with"),
            PlainMasks::redact),
    PARTIAL(
            "its beginning or end, and padding",
            Guarantees.NONE,
            EnumSet.of(TEXT),
            Set.of("prefix", "suffix", "pad"),
            PlainMasks::partial),
    PARTIAL_EMAIL(
            "two letters of the name and of the domain",
            Guarantees.NONE,
            EnumSet.of(TEXT),
            Set.of(),
            PlainMasks::partialEmail),
    HASH(
            "hexadecimal digits of a keyed hash",
            Guarantees.KEYED_TOKEN,
            EnumSet.of(TEXT),
            Set.of("length"),
            PlainMasks::hash),
    TOKEN(
            "random letters and digits",
            Guarantees.KEYED_TOKEN,
            EnumSet.of(TEXT),
            Set.of("length"),
            PlainMasks::token),
    DIGITS(
            "other digits, by FF1",
            Guarantees.CIPHER,
            EnumSet.of(TEXT),
            Set.of(),
            CipherMasks::digits),
    TEXT_CIPHER(
            "text",
            "other letters and digits, by FF1",
            Guarantees.CIPHER,
            EnumSet.of(TEXT),
            Set.of(),
            CipherMasks::text),
    NUMBER(
            "another number with as many digits",
            Guarantees.CIPHER,
            EnumSet.of(INTEGER),
            Set.of(),
            CipherMasks::number),
    UUID_CIPHER(
            "uuid",
            "another UUID of the same version",
            Guarantees.CIPHER,
            EnumSet.of(UUID, TEXT),
            Set.of(),
            CipherMasks::uuid),
    CARD(
            "another card number, valid if it was",
            Guarantees.CIPHER,
            EnumSet.of(TEXT),
            Set.of(),
            CipherMasks::card),
    IBAN(
            "another IBAN of the country, valid if it was",
            Guarantees.CIPHER,
            EnumSet.of(TEXT),
            Set.of(),
            CipherMasks::iban),
    IP(
            "another address",
            new Guarantees(true, true, true, false),
            EnumSet.of(NETWORK, TEXT),
            Set.of(),
            NetworkMasks::address),
    MAC_ADDRESS(
            "mac",
            "another hardware address",
            Guarantees.CIPHER,
            EnumSet.of(MAC, TEXT),
            Set.of(),
            CipherMasks::mac),
    URL(
            "the scheme, and other letters and digits",
            Guarantees.CIPHER,
            EnumSet.of(TEXT),
            Set.of(),
            CipherMasks::url),
    PHONE(
            "the country's code, and other digits",
            Guarantees.CIPHER,
            EnumSet.of(TEXT),
            Set.of(),
            PersonMasks::phone),
    EMAIL(
            "an address of nobody at example.com",
            Guarantees.REALISTIC_UNIQUE,
            EnumSet.of(TEXT),
            Set.of(),
            PersonMasks::email),
    USERNAME(
            "a name for a log-in",
            Guarantees.REALISTIC_UNIQUE,
            EnumSet.of(TEXT),
            Set.of(),
            PersonMasks::userName),
    FIRST_NAME(
            "a first name",
            Guarantees.REALISTIC,
            EnumSet.of(TEXT),
            Set.of(),
            context -> PersonMasks.fromList(context, "first name", WordLists.FIRST_NAMES)),
    LAST_NAME(
            "a last name",
            Guarantees.REALISTIC,
            EnumSet.of(TEXT),
            Set.of(),
            context -> PersonMasks.fromList(context, "last name", WordLists.LAST_NAMES)),
    FULL_NAME(
            "a first and a last name",
            Guarantees.REALISTIC,
            EnumSet.of(TEXT),
            Set.of(),
            PersonMasks::fullName),
    COMPANY(
            "a company",
            Guarantees.REALISTIC,
            EnumSet.of(TEXT),
            Set.of(),
            context -> PersonMasks.fromList(context, "company", WordLists.COMPANIES)),
    JOB(
            "a profession",
            Guarantees.REALISTIC,
            EnumSet.of(TEXT),
            Set.of(),
            context -> PersonMasks.fromList(context, "job", WordLists.JOBS)),
    STREET(
            "a street, with a number if it had one",
            Guarantees.REALISTIC,
            EnumSet.of(TEXT),
            Set.of(),
            PersonMasks::street),
    CITY(
            "a city",
            Guarantees.REALISTIC,
            EnumSet.of(TEXT),
            Set.of(),
            context -> PersonMasks.fromList(context, "city", WordLists.CITIES)),
    STATE(
            "a state",
            Guarantees.REALISTIC,
            EnumSet.of(TEXT),
            Set.of(),
            context -> PersonMasks.fromList(context, "state", WordLists.STATES)),
    COUNTRY(
            "a country",
            Guarantees.REALISTIC,
            EnumSet.of(TEXT),
            Set.of(),
            context -> PersonMasks.fromList(context, "country", WordLists.COUNTRIES)),
    DATE_SHIFT(
            "some days earlier or later, as many for all of an entity",
            new Guarantees(false, false, true, true),
            MOMENTS,
            Set.of("days", "entity"),
            MomentMasks::shift),
    DATE_BETWEEN(
            "a day between two",
            new Guarantees(false, false, true, true),
            MOMENTS,
            Set.of("from", "to"),
            MomentMasks::between),
    DATE_BUCKET(
            "the first day of its month, year or decade",
            new Guarantees(false, false, true, false),
            MOMENTS,
            Set.of("unit"),
            MomentMasks::bucket),
    NOISE(
            "nearly the same number",
            new Guarantees(false, false, true, false),
            NUMBERS,
            Set.of("ratio"),
            NumberMasks::noise),
    BUCKET(
            "the number rounded down to a step",
            new Guarantees(false, false, true, false),
            NUMBERS,
            Set.of("step"),
            NumberMasks::bucket),
    NUMBER_BETWEEN(
            "a whole number between two",
            Guarantees.REALISTIC,
            NUMBERS,
            Set.of("from", "to"),
            NumberMasks::between),
    GEO(
            "a position nearby",
            new Guarantees(false, false, true, false),
            EnumSet.of(DECIMAL, FLOAT, TEXT, OTHER),
            Set.of("degrees"),
            NumberMasks::geo),
    CHOICE(
            "one of some values, written a|b|c",
            Guarantees.NONE,
            ALL,
            Set.of("values"),
            PlainMasks::choice),
    ENUM_LABEL(
            "enum",
            "a label of the type",
            Guarantees.REALISTIC,
            EnumSet.of(ENUM),
            Set.of(),
            PlainMasks::enumLabel),
    /** The values themselves stay, in other rows: done by whoever has many rows at once. */
    SHUFFLE(
            "the value of another row; the values themselves stay",
            new Guarantees(true, false, true, false),
            ALL,
            Set.of(),
            PlainMasks::keep),
    LOREM(
            "Latin words of the same length",
            new Guarantees(false, false, false, true),
            EnumSet.of(TEXT),
            Set.of(),
            PlainMasks::lorem),
    SCRUB(
            "the text without the personal data found in it",
            Guarantees.REALISTIC,
            EnumSet.of(TEXT),
            Set.of("also"),
            ScrubMask::new),
    JSON_PATHS(
            "json",
            "the document with what is at some paths masked, and other texts scrubbed",
            Guarantees.REALISTIC,
            EnumSet.of(JSON),
            Set.of("otherwise", "$"),
            JsonMask::new),
    TEMPLATE(
            "a text with other columns, masked, in {braces}",
            Guarantees.NONE,
            EnumSet.of(TEXT),
            Set.of("text"),
            TemplateMask::new);

    /** Makes a mask for a column. */
    interface Maker {
        Mask make(MaskContext context);
    }

    private final String key;
    private final String summary;
    private final Guarantees guarantees;
    private final Set<TypeFamily> families;
    private final Set<String> parameters;
    private final Maker maker;

    MaskFunction(
            String summary,
            Guarantees guarantees,
            Set<TypeFamily> families,
            Set<String> parameters,
            Maker maker) {
        this("", summary, guarantees, families, parameters, maker);
    }

    MaskFunction(
            String key,
            String summary,
            Guarantees guarantees,
            Set<TypeFamily> families,
            Set<String> parameters,
            Maker maker) {
        this.key = key.isEmpty() ? name().toLowerCase(Locale.ROOT) : key;
        this.summary = summary;
        this.guarantees = guarantees;
        this.families = Set.copyOf(families);
        this.parameters = Set.copyOf(parameters);
        this.maker = maker;
    }

    /**
     * @throws InvalidRuleException if there is none
     */
    public static MaskFunction named(String key) {
        for (MaskFunction function : values()) {
            if (function.key.equals(key)) {
                return function;
            }
        }
        throw new InvalidRuleException(
                "There is no function '%s'. There are: %s."
                        .formatted(
                                key,
                                Arrays.stream(values())
                                        .map(MaskFunction::key)
                                        .sorted()
                                        .collect(Collectors.joining(", "))));
    }

    /** What rules call it. */
    public String key() {
        return key;
    }

    /** What comes out, in a few words. */
    public String summary() {
        return summary;
    }

    /** What it promises whatever its arguments; short hashes promise less, see the plan. */
    public Guarantees guarantees() {
        return guarantees;
    }

    /** Names of arguments; {@code $} stands for any path. */
    public Set<String> parameters() {
        return parameters;
    }

    /** Those of a type that it takes; it may take some of a family only. */
    public Set<TypeFamily> families() {
        return families;
    }

    public boolean fits(ColumnType type) {
        return families.contains(type.family())
                && !(this == GEO && type.family() == OTHER && !type.sql().equals("point"));
    }

    /** Whether it reads other columns of the row, so that it says nothing of a value alone. */
    public boolean readsRow(Set<String> arguments) {
        return this == TEMPLATE || arguments.contains("entity") || arguments.contains("also");
    }

    void check(Arguments arguments) {
        for (String name : arguments.names()) {
            boolean known =
                    parameters.contains(name) || (parameters.contains("$") && name.startsWith("$"));
            if (!known) {
                throw new InvalidRuleException(
                        parameters.isEmpty()
                                ? "Function %s takes no arguments, and '%s' was given."
                                        .formatted(key, name)
                                : "Function %s does not take '%s'; it takes %s."
                                        .formatted(key, name, String.join(", ", parameters)));
            }
        }
    }

    /**
     * Makes a mask.
     *
     * @throws InvalidRuleException if the arguments or the type do not allow it
     */
    public Mask make(MaskContext context) {
        return maker.make(context);
    }

    @Override
    public String toString() {
        return key;
    }
}
