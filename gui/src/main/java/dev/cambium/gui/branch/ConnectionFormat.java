package dev.cambium.gui.branch;

import dev.cambium.gui.l10n.Text;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The ways to write down how a branch is reached. */
public enum ConnectionFormat {
    /** As the engine gives it. */
    URI_STRING("format.uri"),
    /** A command line for psql. */
    PSQL("format.psql"),
    /** For pgJDBC; user and password become parameters. */
    JDBC("format.jdbc"),
    /** A line for an environment file. */
    DOT_ENV("format.env"),
    /** The source of data in a Prisma schema. */
    PRISMA("format.prisma"),
    /** For psycopg. */
    PYTHON("format.python"),
    /** psql in a container that shares this computer's network, because ports are on localhost. */
    DOCKER("format.docker");

    private static final String MASK = "••••••";

    private final String key;

    ConnectionFormat(String key) {
        this.key = key;
    }

    public String title() {
        return Text.get(key);
    }

    /** The whole text, password and all. */
    public String write(String uri) {
        return switch (this) {
            case URI_STRING -> uri;
            case PSQL -> "psql " + quoted(uri);
            case JDBC -> jdbc(uri);
            case DOT_ENV -> "DATABASE_URL=\"" + uri + "\"";
            case PRISMA ->
                    "datasource db {\n  provider = \"postgresql\"\n  url      = \"" + uri + "\"\n}";
            case PYTHON -> "psycopg.connect(\"" + uri + "\")";
            case DOCKER -> "docker run --rm -it --network host postgres psql " + quoted(uri);
        };
    }

    /** As a POSIX shell reads it. */
    private static String quoted(String uri) {
        return "'" + uri.replace("'", "'\\''") + "'";
    }

    /** The text with the password hidden, for the screen. */
    public String writeMasked(String uri) {
        String userInfo = URI.create(uri).getRawUserInfo();
        int colon = userInfo == null ? -1 : userInfo.indexOf(':');
        if (userInfo == null || colon < 0) {
            return write(uri);
        }
        // A stand-in without characters that any format would escape.
        String standIn = "cambiumhiddenpassword";
        String hidden = userInfo.substring(0, colon + 1) + standIn;
        return write(
                        uri.replaceFirst(
                                java.util.regex.Pattern.quote(userInfo + "@"),
                                java.util.regex.Matcher.quoteReplacement(hidden + "@")))
                .replace(standIn, MASK);
    }

    private static String jdbc(String uri) {
        URI parsed = URI.create(uri);
        StringBuilder text = new StringBuilder("jdbc:postgresql://");
        text.append(parsed.getHost());
        if (parsed.getPort() >= 0) {
            text.append(':').append(parsed.getPort());
        }
        text.append(parsed.getRawPath());
        String separator = "?";
        String userInfo = parsed.getUserInfo();
        if (userInfo != null) {
            int colon = userInfo.indexOf(':');
            String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
            text.append("?user=").append(encode(user));
            if (colon >= 0) {
                text.append("&password=").append(encode(userInfo.substring(colon + 1)));
            }
            separator = "&";
        }
        if (parsed.getRawQuery() != null) {
            text.append(separator).append(parsed.getRawQuery());
        }
        return text.toString();
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
