package dev.cambium.engine.transfer;

import dev.cambium.engine.transfer.ScriptItem.MetaCommand;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a meta-command asks for. Source of the rules: bin/psql/command.c and psqlscanslash.l; only
 * what dumps and load scripts hold is understood, everything else is refused.
 */
sealed interface PsqlCommand {

    /** Null means: as it is now. */
    record Connect(@Nullable String database, @Nullable String user) implements PsqlCommand {}

    record Include(String path) implements PsqlCommand {}

    record Encoding(String name) implements PsqlCommand {}

    record Restrict(String key) implements PsqlCommand {}

    record Unrestrict(String key) implements PsqlCommand {}

    /** Stop reading this file. */
    record Quit() implements PsqlCommand {}

    record Ignored(String note) implements PsqlCommand {}

    record Refused(String reason) implements PsqlCommand {}

    /** They change what psql prints and nothing else. */
    Set<String> DISPLAY_ONLY =
            Set.of(
                    "a",
                    "C",
                    "conninfo",
                    "copyright",
                    "echo",
                    "f",
                    "H",
                    "html",
                    "p",
                    "print",
                    "pset",
                    "qecho",
                    "t",
                    "T",
                    "timing",
                    "title",
                    "warn",
                    "x");

    /** Variables of psql that change what it prints, or how it behaves at a prompt. */
    Pattern HARMLESS_VARIABLE =
            Pattern.compile(
                    "ECHO|ECHO_HIDDEN|FETCH_COUNT|HIDE_TABLEAM|HIDE_TOAST_COMPRESSION|HISTCONTROL"
                            + "|HISTFILE|HISTSIZE|IGNOREEOF|PROMPT[123]|QUIET|SHOW_ALL_RESULTS"
                            + "|SHOW_CONTEXT|VERBOSITY|COMP_KEYWORD_CASE");

    Pattern CONNECTION_FIELD = Pattern.compile("\\s*(\\w+)\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|\\S+)");

    static PsqlCommand of(MetaCommand command) {
        if (command.arguments().contains("`")) {
            return new Refused("it runs a program of the operating system (`…`); take it out");
        }
        List<String> arguments = arguments(command.arguments());
        String first = arguments.isEmpty() ? "" : arguments.getFirst();
        return switch (command.name()) {
            case "c", "connect" -> connect(arguments);
            case "i", "include", "ir", "include_relative" ->
                    first.isEmpty() ? new Refused("it names no file") : new Include(first);
            case "encoding" ->
                    first.isEmpty() ? new Ignored("\\encoding was left out") : new Encoding(first);
            case "restrict" ->
                    first.isEmpty() ? new Refused("its key is missing") : new Restrict(first);
            case "unrestrict" ->
                    first.isEmpty() ? new Refused("its key is missing") : new Unrestrict(first);
            case "q", "quit" -> new Quit();
            case "set" -> set(arguments);
            case "unset" -> new Ignored("\\unset was left out");
            case "!" -> new Refused("it runs a program of the operating system; take it out");
            case "copy" ->
                    new Refused(
                            "it reads or writes a file of its own; load that file with COPY … FROM"
                                    + " stdin in the script, or with psql once the branch is there");
            default -> displayOnlyOrRefused(command.name());
        };
    }

    private static PsqlCommand displayOnlyOrRefused(String name) {
        boolean describes = name.startsWith("d") || name.equals("l") || name.equals("z");
        if (describes || DISPLAY_ONLY.contains(name)) {
            return new Ignored("\\" + name + " only prints and was left out");
        }
        return new Refused(
                "this command of psql is not understood here; take it out, or run the script with"
                        + " psql against the branch");
    }

    private static PsqlCommand set(List<String> arguments) {
        if (arguments.isEmpty()) {
            return new Ignored("\\set was left out");
        }
        String name = arguments.getFirst();
        String value = arguments.size() > 1 ? arguments.get(1) : "";
        boolean on = Set.of("", "on", "1", "true", "yes").contains(value.toLowerCase(Locale.ROOT));
        if (name.equals("ON_ERROR_STOP")) {
            return new Ignored(
                    on
                            ? "\\set ON_ERROR_STOP: an import always stops at the first error"
                            : "\\set ON_ERROR_STOP off was left out: an import always stops at the"
                                    + " first error");
        }
        if (HARMLESS_VARIABLE.matcher(name).matches() || (name.equals("AUTOCOMMIT") && on)) {
            return new Ignored("\\set " + name + " was left out");
        }
        return new Refused(
                "variables of psql are not understood here; write the value where it is used");
    }

    private static PsqlCommand connect(List<String> given) {
        List<String> arguments = new ArrayList<>(given);
        arguments.removeIf(argument -> argument.startsWith("-reuse-previous="));
        for (String elsewhere : arguments.stream().skip(2).toList()) {
            if (!elsewhere.equals("-")) {
                return new Refused("it connects to another server; an import stays on its branch");
            }
        }
        String database = argumentOrNull(arguments, 0);
        String user = argumentOrNull(arguments, 1);
        if (database == null || !database.contains("=")) {
            boolean address = database != null && database.matches("postgres(ql)?://.*");
            return address
                    ? new Refused("it connects to another server; an import stays on its branch")
                    : new Connect(database, user);
        }
        return connectTo(database);
    }

    /** {@code dbname='x' user='y'}, as libpq reads it. */
    private static PsqlCommand connectTo(String fields) {
        String database = null;
        String user = null;
        Matcher field = CONNECTION_FIELD.matcher(fields);
        int end = 0;
        while (end < fields.length() && field.find(end) && field.start() == end) {
            end = field.end();
            String value = field.group(2);
            if (value.startsWith("'")) {
                value = value.substring(1, value.length() - 1);
            }
            value = value.replaceAll("(?s)\\\\(.)", "$1");
            switch (field.group(1)) {
                case "dbname" -> database = value;
                case "user" -> user = value;
                default -> {
                    return new Refused(
                            "it sets " + field.group(1) + "; only dbname and user are understood");
                }
            }
        }
        return fields.substring(end).isBlank()
                ? new Connect(database, user)
                : new Refused("its connection string cannot be read");
    }

    private static @Nullable String argumentOrNull(List<String> arguments, int index) {
        if (index >= arguments.size() || arguments.get(index).equals("-")) {
            return null;
        }
        return arguments.get(index);
    }

    /** Takes quotes off as psql does for {@code \connect}; a closing semicolon does not count. */
    static List<String> arguments(String line) {
        List<String> arguments = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        boolean open = false;
        int unquotedFrom = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' || c == '\'') {
                open = true;
                i = appendQuoted(line, i, current);
                unquotedFrom = current.length();
            } else if (!Character.isWhitespace(c)) {
                open = true;
                current.append(c);
            } else if (open) {
                arguments.add(current.toString());
                current.setLength(0);
                unquotedFrom = 0;
                open = false;
            }
        }
        int length = current.length();
        while (length > unquotedFrom && current.charAt(length - 1) == ';') {
            length--;
        }
        if (open && (length > 0 || unquotedFrom > 0)) {
            arguments.add(current.substring(0, length));
        }
        return arguments;
    }

    /** Returns the place of the closing quote. */
    private static int appendQuoted(String line, int start, StringBuilder target) {
        char quote = line.charAt(start);
        for (int i = start + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean doubled = c == quote && i + 1 < line.length() && line.charAt(i + 1) == quote;
            if (doubled) {
                i++;
            } else if (c == quote) {
                return i;
            }
            target.append(c);
        }
        return line.length();
    }
}
