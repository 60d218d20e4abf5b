package dev.cambium.gui.console;

import java.util.regex.Pattern;

/**
 * Sees passwords in statements, so that they are not kept on disk. It would rather see one too
 * many: what it takes for one is only forgotten sooner.
 */
final class Secrets {

    /** A telling name, then a literal: {@code PASSWORD 'x'}, {@code token = $$x$$}. */
    private static final Pattern NAMED =
            Pattern.compile(
                    "(password|passwd|pwd|secret|token|api_?key)\\w*[\"'\\s,=:>(]*(\\be)?['$]",
                    Pattern.CASE_INSENSITIVE);

    /** In a connection string: {@code password=x}. */
    private static final Pattern ASSIGNED =
            Pattern.compile("(password|passwd|pwd)\\s*=\\s*[^\\s']", Pattern.CASE_INSENSITIVE);

    /** In an address: {@code //user:x@host}. */
    private static final Pattern ADDRESS = Pattern.compile("://[^/\\s:@']*:[^@\\s']+@");

    private Secrets() {}

    static boolean in(String sql) {
        return NAMED.matcher(sql).find()
                || ASSIGNED.matcher(sql).find()
                || ADDRESS.matcher(sql).find();
    }
}
