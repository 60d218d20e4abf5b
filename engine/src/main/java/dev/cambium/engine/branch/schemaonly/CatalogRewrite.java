package dev.cambium.engine.branch.schemaonly;

import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes system catalogs anew, row by row into new files: what was deleted from them is in no page
 * of theirs afterwards. A plain VACUUM leaves the old bytes in the holes.
 */
final class CatalogRewrite {

    /** What VACUUM (FULL, VERBOSE) says of each table, in src/backend/commands/cluster.c. */
    private static final Pattern STILL_THERE =
            Pattern.compile("(\\d+) dead row versions cannot be removed yet");

    private CatalogRewrite() {}

    /**
     * Rewrites some catalogs, which must be those of the session's database.
     *
     * @param catalogs qualified and quoted; in this order
     * @throws SQLException also if a row that was deleted had to be kept, because a transaction
     *     that could still see it was open
     */
    static void run(EmptyingSession session, List<String> catalogs) throws SQLException {
        List<String> reports = new ArrayList<>();
        try (Statement statement = session.connection().createStatement()) {
            statement.execute("VACUUM (FULL, FREEZE, VERBOSE) " + String.join(", ", catalogs));
            for (SQLWarning warning = statement.getWarnings();
                    warning != null;
                    warning = warning.getNextWarning()) {
                reports.add(detail(warning));
            }
        }
        int read = 0;
        for (String report : reports) {
            Matcher matcher = STILL_THERE.matcher(report);
            if (matcher.find()) {
                read++;
                if (!matcher.group(1).equals("0")) {
                    throw new SQLException(
                            "deleted rows could not be taken out of the catalogs: " + report);
                }
            }
        }
        if (read < catalogs.size()) {
            throw new SQLException(
                    "VACUUM reported on %d of %d catalogs".formatted(read, catalogs.size()));
        }
    }

    private static String detail(SQLWarning warning) {
        ServerErrorMessage message =
                warning instanceof PSQLWarning own ? own.getServerErrorMessage() : null;
        String detail = message == null ? null : message.getDetail();
        return detail == null ? "" : detail;
    }
}
