package dev.cambium.gui.anonymize;

import dev.cambium.engine.api.MaskingRule;
import dev.cambium.engine.api.PersonalColumn;
import dev.cambium.gui.l10n.Text;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A column that seems personal, and what is done about it.
 *
 * @param found what was detected
 * @param rule the function that the project's rules give it; null when they say nothing
 * @param picked the function that was picked here and is not saved; null when none was
 */
record FindingRow(PersonalColumn found, @Nullable String rule, @Nullable String picked) {

    /** Words of kinds that stay in capitals. */
    private static final Set<String> ACRONYMS = Set.of("IBAN", "ID", "IP", "MAC", "URL");

    /** How a column stands. */
    enum Standing {
        /** Another function was picked here, and is not saved yet. */
        PICKED("anonymize.standing.picked"),
        /** The rules mask it. */
        MASKED("anonymize.standing.masked"),
        /** The rules say that it stays as it is. */
        KEPT("anonymize.standing.kept"),
        /** The rules say nothing; a function that suits it is at hand. */
        SUGGESTED("anonymize.standing.suggested"),
        /** It is sensitive and nothing is known that suits it: somebody has to decide. */
        OPEN("anonymize.standing.open"),
        /** It is not sure enough to need a rule. */
        UNSURE("anonymize.standing.unsure");

        private final String key;

        Standing(String key) {
            this.key = key;
        }

        String words() {
            return Text.get(key);
        }
    }

    private static final String KEEP = "keep";

    /** Its table with the schema. */
    String table() {
        return found.schema() + "." + found.table();
    }

    /** The column as rules name it; all paths of a JSON document have the same. */
    String column() {
        return table() + "." + found.column();
    }

    /** The column, and the path inside it if there is one. */
    String name() {
        String path = found.path();
        return path == null ? found.column() : found.column() + " " + path;
    }

    String kind() {
        return Stream.of(found.kind().split("_"))
                .map(word -> ACRONYMS.contains(word) ? word : word.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }

    /** What it would get now; empty when nobody knows. */
    String function() {
        if (picked != null) {
            return picked;
        }
        if (rule != null) {
            return rule;
        }
        String suggestion = found.suggestion();
        return suggestion == null ? "" : suggestion;
    }

    Standing standing() {
        if (picked != null) {
            return Standing.PICKED;
        }
        if (rule != null) {
            return rule.equals(KEEP) ? Standing.KEPT : Standing.MASKED;
        }
        if (found.suggestion() != null) {
            return Standing.SUGGESTED;
        }
        return found.sensitive() ? Standing.OPEN : Standing.UNSURE;
    }

    /** The same with a function that was picked. */
    FindingRow picking(String function) {
        return new FindingRow(found, rule, function.equals(rule) ? null : function);
    }

    /** What is picked, as a change of the rules. */
    MaskingRule change(String database) {
        return new MaskingRule(
                database, found.schema(), found.table(), found.column(), function(), null);
    }
}
