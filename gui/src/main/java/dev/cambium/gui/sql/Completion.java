package dev.cambium.gui.sql;

import dev.cambium.gui.sql.SqlToken.Kind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds what could be typed next: behind a dot the columns of that table or the tables of that
 * schema, else columns of the statement's tables, then tables, functions and words of SQL.
 */
public final class Completion {

    /** As many as anyone reads; another letter helps sooner. */
    private static final int MOST = 40;

    private static final Set<String> BEFORE_TABLE =
            Set.of("from", "join", "into", "update", "table");
    private static final Pattern BARE = Pattern.compile("[a-z_][a-z0-9_]*");

    private final Catalog catalog;
    private final String sql;
    private final int caret;
    private final List<SqlToken> tokens;
    private final Set<Suggestion> found = new LinkedHashSet<>();

    private Completion(Catalog catalog, String sql, int caret) {
        this.catalog = catalog;
        this.sql = sql;
        this.caret = caret;
        tokens = SqlLexer.tokens(sql).stream().filter(t -> t.kind() != Kind.COMMENT).toList();
    }

    /** The likeliest first; empty within a text or a comment. */
    public static List<Suggestion> at(Catalog catalog, String script, int caret) {
        for (SqlToken token : SqlLexer.tokens(script)) {
            boolean quoted = token.kind() == Kind.STRING || token.kind() == Kind.COMMENT;
            if (quoted && token.start() < caret && caret <= token.end()) {
                return List.of();
            }
        }
        return new Completion(catalog, script, caret).find();
    }

    private List<Suggestion> find() {
        int from = caret;
        while (from > 0 && SqlLexer.isNamePart(sql.charAt(from - 1))) {
            from--;
        }
        String typed = sql.substring(from, caret).toLowerCase(Locale.ROOT);
        if (from > 0 && sql.charAt(from - 1) == '.') {
            behindDot(nameBefore(from - 1), from, typed);
        } else {
            anything(from, typed);
        }
        return found.stream().limit(MOST).toList();
    }

    private String nameBefore(int dot) {
        return tokens.stream()
                .filter(token -> token.end() == dot)
                .map(token -> token.of(sql))
                .findFirst()
                .orElse("");
    }

    private void behindDot(String name, int from, String typed) {
        Catalog.Relation table = tables().get(name.toLowerCase(Locale.ROOT));
        Optional<Catalog.Relation> relation =
                table != null ? Optional.of(table) : catalog.relation("", name);
        relation.ifPresent(
                each -> each.columns().forEach(c -> add(Suggestion.Kind.COLUMN, c, from, typed)));
        catalog.relations().stream()
                .filter(each -> Catalog.same(each.schema(), name))
                .forEach(each -> add(Suggestion.Kind.TABLE, each.name(), from, typed));
    }

    private void anything(int from, String typed) {
        boolean wantsTable = BEFORE_TABLE.contains(wordBefore(from));
        if (typed.isEmpty() && !wantsTable && tables().isEmpty()) {
            return;
        }
        if (!wantsTable) {
            for (Catalog.Relation each : tables().values()) {
                each.columns().forEach(c -> add(Suggestion.Kind.COLUMN, c, from, typed));
            }
        }
        catalog.relations().stream()
                .filter(each -> !each.schema().startsWith("pg_"))
                .filter(each -> !each.schema().equals("information_schema"))
                .forEach(each -> add(Suggestion.Kind.TABLE, each.name(), from, typed));
        if (typed.isEmpty()) {
            return;
        }
        catalog.relations().stream()
                .map(Catalog.Relation::schema)
                .distinct()
                .forEach(each -> add(Suggestion.Kind.SCHEMA, each, from, typed));
        if (!wantsTable) {
            SqlKeywords.all().forEach(each -> add(Suggestion.Kind.KEYWORD, each, from, typed));
            catalog.functions().forEach(f -> add(Suggestion.Kind.FUNCTION, f, from, typed));
        }
        catalog.relations().stream()
                .filter(each -> each.schema().startsWith("pg_"))
                .forEach(each -> add(Suggestion.Kind.TABLE, each.name(), from, typed));
    }

    private void add(Suggestion.Kind kind, String name, int from, String typed) {
        boolean fits = name.toLowerCase(Locale.ROOT).startsWith(typed);
        if (!fits || name.equals(typed)) {
            return;
        }
        boolean bare = kind == Suggestion.Kind.KEYWORD || BARE.matcher(name).matches();
        String text = bare ? name : '"' + name.replace("\"", "\"\"") + '"';
        found.add(new Suggestion(kind, text, from));
    }

    private String wordBefore(int from) {
        return tokens.stream()
                .filter(token -> token.end() <= from)
                .reduce((before, last) -> last)
                .map(token -> token.of(sql).toLowerCase(Locale.ROOT))
                .orElse("");
    }

    /** The tables of the statement around the caret, by their names and aliases. */
    private Map<String, Catalog.Relation> tables() {
        Map<String, Catalog.Relation> tables = new LinkedHashMap<>();
        List<String> words = wordsOfStatement();
        for (int i = 0; i + 1 < words.size(); i++) {
            String before = words.get(i).toLowerCase(Locale.ROOT);
            boolean list = before.equals(",") && !tables.isEmpty();
            if (!BEFORE_TABLE.contains(before) && !list) {
                continue;
            }
            int next = i + 1;
            String schema = "";
            if (next + 2 < words.size() && words.get(next + 1).equals(".")) {
                schema = words.get(next);
                next += 2;
            }
            String name = words.get(next);
            Optional<Catalog.Relation> relation = catalog.relation(schema, name);
            if (relation.isPresent()) {
                tables.put(name.toLowerCase(Locale.ROOT), relation.get());
                alias(words, next + 1).ifPresent(a -> tables.put(a, relation.get()));
            }
        }
        return tables;
    }

    private static Optional<String> alias(List<String> words, int at) {
        int next = at < words.size() && words.get(at).equalsIgnoreCase("as") ? at + 1 : at;
        return next < words.size()
                        && !words.get(next).isEmpty()
                        && SqlLexer.isNameStart(words.get(next).charAt(0))
                        && !SqlKeywords.contains(words.get(next))
                ? Optional.of(words.get(next).toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    private List<String> wordsOfStatement() {
        List<String> words = new ArrayList<>();
        for (SqlToken token : tokens) {
            if (token.kind() == Kind.SEMICOLON) {
                if (token.start() >= caret) {
                    return words;
                }
                words.clear();
            } else {
                words.add(token.of(sql));
            }
        }
        return words;
    }
}
