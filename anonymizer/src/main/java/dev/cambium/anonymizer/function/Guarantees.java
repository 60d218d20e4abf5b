package dev.cambium.anonymizer.function;

/**
 * What a function promises.
 *
 * @param unique different values become different ones: one to one, or with so many random bits
 *     that two of a hundred million collide less than once in 100,000 runs; then the unique index
 *     stops the run
 * @param reversible who has the project's key can go back
 * @param formatKept digits stay digits, letters letters, or it is a valid value of the same kind
 * @param lengthKept as many characters as before
 */
public record Guarantees(
        boolean unique, boolean reversible, boolean formatKept, boolean lengthKept) {

    static final Guarantees NONE = new Guarantees(false, false, false, false);
    static final Guarantees UNTOUCHED = new Guarantees(true, true, true, true);
    static final Guarantees CIPHER = new Guarantees(true, true, true, true);
    static final Guarantees KEYED_TOKEN = new Guarantees(true, false, false, false);
    static final Guarantees REALISTIC = new Guarantees(false, false, true, false);
    static final Guarantees REALISTIC_UNIQUE = new Guarantees(true, false, true, false);

    /** For example {@code unique, format kept}. */
    public String inWords() {
        StringBuilder words = new StringBuilder(unique ? "unique" : "not unique");
        words.append(reversible ? ", reversible with the key" : ", not reversible");
        if (formatKept) {
            words.append(", format kept");
        }
        if (lengthKept) {
            words.append(", length kept");
        }
        return words.toString();
    }
}
