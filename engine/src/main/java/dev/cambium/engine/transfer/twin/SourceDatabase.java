package dev.cambium.engine.transfer.twin;

import dev.cambium.engine.branch.operation.Refusal;

import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * A database to copy from, as a connection URI names it ({@code postgres://} or {@code
 * postgresql://}, as libpq reads them; one host).
 *
 * @param password null if none is needed
 * @param parameters as libpq names them, for example {@code sslmode}
 */
public record SourceDatabase(
        String host,
        int port,
        String user,
        @Nullable String password,
        String database,
        Map<String, String> parameters) {

    private static final int POSTGRES_PORT = 5432;
    private static final int CONNECT_SECONDS_MAX = 15;

    /** What libpq calls otherwise than the driver. Others of libpq's have no meaning here. */
    private static final Map<String, String> DRIVER_NAMES =
            Map.of(
                    "sslmode", "sslmode",
                    "sslrootcert", "sslrootcert",
                    "sslcert", "sslcert",
                    "sslkey", "sslkey",
                    "channel_binding", "channelBinding",
                    "options", "options");

    /**
     * @throws Refusal if it is no such URI
     */
    public static SourceDatabase parse(String uri) {
        URI parsed;
        try {
            parsed = new URI(uri.strip());
        } catch (URISyntaxException e) {
            throw wrong("it cannot be read");
        }
        String scheme = String.valueOf(parsed.getScheme());
        if (!scheme.equals("postgres") && !scheme.equals("postgresql")) {
            throw wrong("it does not begin with postgres://");
        }
        if (parsed.getHost() == null) {
            throw wrong("it names no host, or more than one");
        }
        String[] login =
                parsed.getRawUserInfo() == null
                        ? new String[0]
                        : parsed.getRawUserInfo().split(":", 2);
        if (login.length == 0 || login[0].isEmpty()) {
            throw wrong("it names no user");
        }
        String path = parsed.getRawPath();
        String user = decoded(login[0]);
        return new SourceDatabase(
                parsed.getHost(),
                parsed.getPort() < 0 ? POSTGRES_PORT : parsed.getPort(),
                user,
                login.length < 2 ? null : decoded(login[1]),
                path == null || path.length() < 2 ? user : decoded(path.substring(1)),
                parameters(parsed.getRawQuery()));
    }

    /** A new session; the caller closes it. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, user);
        if (password != null) {
            PGProperty.PASSWORD.set(properties, password);
        }
        PGProperty.APPLICATION_NAME.set(properties, "cambium import");
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS_MAX);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        parameters.forEach(
                (name, value) -> {
                    String known = DRIVER_NAMES.get(name);
                    if (known != null) {
                        properties.setProperty(known, value);
                    }
                });
        Connection connection =
                new Driver()
                        .connect(
                                "jdbc:postgresql://%s:%d/%s"
                                        .formatted(host, port, encoded(database)),
                                properties);
        if (connection == null) {
            throw new SQLException("the Postgres driver did not take its own address");
        }
        return connection;
    }

    /** For programs of Postgres; the password goes to them in {@link #environment}. */
    String uriWithoutPassword() {
        String query =
                parameters.entrySet().stream()
                        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&"));
        return "postgresql://%s@%s:%d/%s%s"
                .formatted(
                        encoded(user),
                        host,
                        port,
                        encoded(database),
                        query.isEmpty() ? "" : "?" + query);
    }

    Map<String, String> environment() {
        return password == null ? Map.of() : Map.of("PGPASSWORD", password);
    }

    /** For people: without the password. */
    public String shown() {
        return "%s on %s:%d".formatted(database, host, port);
    }

    @Override
    public String toString() {
        return shown();
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null && !query.isBlank()) {
            for (String pair : query.split("&")) {
                String[] parts = pair.split("=", 2);
                parameters.put(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Refusal wrong(String why) {
        return new Refusal(
                Refusal.Kind.INVALID,
                "BAD_SOURCE",
                "The address of the database to copy is wrong: %s. It looks like postgres://USER:PASSWORD@HOST:PORT/DATABASE; special characters in it are written as %%XX."
                        .formatted(why));
    }
}
