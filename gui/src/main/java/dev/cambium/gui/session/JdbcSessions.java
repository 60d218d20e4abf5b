package dev.cambium.gui.session;

import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.EngineCalls;
import dev.cambium.engine.api.EngineException;
import dev.cambium.gui.l10n.Text;

import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;

/** Sessions over pgjdbc, at the address and with the password that the engine names. */
public final class JdbcSessions implements SqlSessions {

    /** How the sessions are called in {@code pg_stat_activity}. */
    public static final String APPLICATION_NAME = "Cambium workbench";

    /** A moment far behind an image replays WAL first. */
    private static final int CONNECT_SECONDS = 120;

    private final Supplier<? extends EngineCalls> engine;

    /**
     * @param engine asked for the address each time, for it may have changed
     */
    public JdbcSessions(Supplier<? extends EngineCalls> engine) {
        this.engine = engine;
    }

    @Override
    public SqlSession open(SqlTarget target) throws SqlException {
        ConnectionUri.Parameters where;
        try {
            where =
                    engine.get()
                            .endpoints()
                            .connectionUri(
                                    target.projectId(), target.branchId(), target.database(), null)
                            .connectionParameters();
        } catch (EngineException e) {
            throw new SqlException(
                    new SqlTrouble(Objects.toString(e.getMessage(), e.code()), "", 0, ""), e);
        }
        String url = "jdbc:postgresql://" + where.host() + "/";
        try {
            Connection connection = new Driver().connect(url, properties(where, target));
            if (connection == null) {
                throw new SQLException(Text.get("session.no-address", where.host()));
            }
            return new JdbcSession(connection, target.guarded());
        } catch (SQLException e) {
            throw JdbcSession.failure(e);
        }
    }

    private static Properties properties(ConnectionUri.Parameters where, SqlTarget target) {
        Properties properties = new Properties();
        PGProperty.PG_DBNAME.set(properties, where.database());
        PGProperty.USER.set(properties, where.role());
        PGProperty.PASSWORD.set(properties, where.password());
        PGProperty.APPLICATION_NAME.set(properties, APPLICATION_NAME);
        PGProperty.LOGIN_TIMEOUT.set(properties, CONNECT_SECONDS);
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
        // Values are to look as Postgres writes them.
        PGProperty.BINARY_TRANSFER.set(properties, false);
        if (isLocal(where.host())) {
            PGProperty.SSL_MODE.set(properties, "disable");
        }
        String options = moment(target.at());
        if (options != null) {
            PGProperty.OPTIONS.set(properties, options);
        }
        return properties;
    }

    /** The startup option by which the gateway shows a moment of a branch. */
    private static @Nullable String moment(@Nullable String at) {
        if (at == null) {
            return null;
        }
        return (at.indexOf('/') >= 0 ? "neon_lsn:" : "neon_timestamp:") + at;
    }

    /** TLS hides nothing between two programs of one computer. */
    private static boolean isLocal(String host) {
        return host.startsWith("localhost") || host.startsWith("127.") || host.startsWith("[::1]");
    }
}
