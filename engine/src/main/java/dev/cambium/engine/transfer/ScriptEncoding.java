package dev.cambium.engine.transfer;

import dev.cambium.engine.transfer.ScriptItem.SqlStatement;
import dev.cambium.engine.transfer.SqlTokens.Token;

import org.jspecify.annotations.Nullable;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a script says of its own bytes. The session itself always speaks UTF-8, because the driver
 * knows few other encodings and guesses at the rest: a script that sets client_encoding is
 * converted on its way instead.
 *
 * @see <a href="https://www.postgresql.org/docs/18/multibyte.html">Postgres' names of encodings</a>
 */
final class ScriptEncoding {

    /**
     * Postgres' names, without signs, to Java's. Left out are those in which a byte below 128 can
     * be half a letter (BIG5, GBK, SJIS, UHC, GB18030, JOHAB): there a quote is not always a quote.
     */
    private static final Map<String, String> CHARSETS =
            Map.ofEntries(
                    Map.entry("UTF8", "UTF-8"),
                    Map.entry("UNICODE", "UTF-8"),
                    // Bytes of unknown encoding reach a UTF-8 database unchanged, and it checks
                    // them.
                    Map.entry("SQLASCII", "UTF-8"),
                    Map.entry("LATIN1", "ISO-8859-1"),
                    Map.entry("ISO88591", "ISO-8859-1"),
                    Map.entry("LATIN2", "ISO-8859-2"),
                    Map.entry("ISO88592", "ISO-8859-2"),
                    Map.entry("LATIN3", "ISO-8859-3"),
                    Map.entry("LATIN4", "ISO-8859-4"),
                    Map.entry("LATIN5", "ISO-8859-9"),
                    Map.entry("LATIN7", "ISO-8859-13"),
                    Map.entry("LATIN9", "ISO-8859-15"),
                    Map.entry("ISO885915", "ISO-8859-15"),
                    Map.entry("LATIN10", "ISO-8859-16"),
                    Map.entry("ISO88595", "ISO-8859-5"),
                    Map.entry("ISO88596", "ISO-8859-6"),
                    Map.entry("ISO88597", "ISO-8859-7"),
                    Map.entry("ISO88598", "ISO-8859-8"),
                    Map.entry("WIN1250", "windows-1250"),
                    Map.entry("WIN1251", "windows-1251"),
                    Map.entry("WIN", "windows-1251"),
                    Map.entry("WIN1252", "windows-1252"),
                    Map.entry("WIN1253", "windows-1253"),
                    Map.entry("WIN1254", "windows-1254"),
                    Map.entry("WIN1255", "windows-1255"),
                    Map.entry("WIN1256", "windows-1256"),
                    Map.entry("WIN1257", "windows-1257"),
                    Map.entry("WIN1258", "windows-1258"),
                    Map.entry("WIN866", "IBM866"),
                    Map.entry("ALT", "IBM866"),
                    Map.entry("WIN874", "x-windows-874"),
                    Map.entry("KOI8", "KOI8-R"),
                    Map.entry("KOI8R", "KOI8-R"),
                    Map.entry("KOI8U", "KOI8-U"),
                    Map.entry("EUCJP", "EUC-JP"),
                    Map.entry("EUCKR", "EUC-KR"),
                    Map.entry("EUCCN", "GB2312"));

    private ScriptEncoding() {}

    /** Null when there is none that can be split safely and converted. */
    static @Nullable Charset charset(String postgresName) {
        String name = postgresName.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        String javaName = CHARSETS.get(name);
        return javaName == null || !Charset.isSupported(javaName)
                ? null
                : Charset.forName(javaName);
    }

    /** The encoding that this statement sets, as Postgres calls it; null when it sets none. */
    static @Nullable String setBy(SqlStatement statement) {
        if (!statement.startsWith("set")) {
            return null;
        }
        List<Token> tokens = SqlTokens.of(statement.text());
        boolean scoped =
                tokens.size() > 2 && (tokens.get(1).is("session") || tokens.get(1).is("local"));
        int setting = scoped ? 2 : 1;
        int valueIndex = tokens.size() - 1;
        if (valueIndex <= setting) {
            return null;
        }
        boolean sets =
                tokens.get(setting).is("client_encoding")
                        || (tokens.get(setting).is("names") && valueIndex == setting + 1);
        if (!sets) {
            return null;
        }
        String value = tokens.getLast().name();
        return value.equals("default") ? StandardCharsets.UTF_8.name() : value;
    }
}
