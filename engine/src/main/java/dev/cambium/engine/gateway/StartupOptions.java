package dev.cambium.engine.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The startup option {@code options}, taken apart into what is meant for the gateway and what is
 * meant for Postgres. Words are separated by white space; a backslash takes the next character as
 * it is (pg_split_opts in Postgres' postinit.c).
 *
 * @param selectors what is for the gateway, by name: {@code endpoint=x} and {@code neon_lsn:x}
 * @param rest what is for Postgres, as it was written
 */
record StartupOptions(Map<String, String> selectors, String rest) {

    /** Neon writes the first with an equals sign and the others with a colon; both are taken. */
    private static final Set<String> NAMES =
            Set.of("endpoint", "neon_lsn", "neon_timestamp", "neon_endpoint_type");

    static StartupOptions of(String options) {
        Map<String, String> selectors = new LinkedHashMap<>();
        List<String> rest = new ArrayList<>();
        for (String word : words(options)) {
            int end = endOfName(word);
            if (end > 0 && NAMES.contains(word.substring(0, end))) {
                selectors.put(word.substring(0, end), unescaped(word.substring(end + 1)));
            } else {
                rest.add(word);
            }
        }
        return selectors.isEmpty()
                ? new StartupOptions(Map.of(), options)
                : new StartupOptions(Map.copyOf(selectors), String.join(" ", rest));
    }

    private static int endOfName(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) == '=' || word.charAt(i) == ':') {
                return i;
            }
        }
        return -1;
    }

    private static List<String> words(String options) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < options.length(); i++) {
            char c = options.charAt(i);
            if (c == '\\' && i + 1 < options.length()) {
                word.append(c).append(options.charAt(++i));
            } else if (isSpace(c)) {
                end(word, words);
            } else {
                word.append(c);
            }
        }
        end(word, words);
        return words;
    }

    private static void end(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static String unescaped(String word) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) == '\\' && i + 1 < word.length()) {
                i++;
            }
            plain.append(word.charAt(i));
        }
        return plain.toString();
    }
}
