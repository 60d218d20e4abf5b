package dev.cambium.engine.transfer;

import dev.cambium.engine.page.Invariant;
import dev.cambium.engine.transfer.ScriptItem.MetaCommand;
import dev.cambium.engine.transfer.ScriptItem.SqlStatement;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * Splits a script into statements, meta-commands and blocks of COPY rows as psql does (source:
 * fe_utils/psqlscan.l and bin/psql/mainloop.c). Reads bytes as they come and keeps one statement in
 * memory; COPY rows pass through in pieces. Works for UTF-8 and for every other encoding in which
 * bytes below 128 mean ASCII. Not thread-safe; the caller closes the stream.
 */
public final class SqlScript {

    private static final int END = -1;

    /**
     * The longest dollar-quote tag there is: a tag is an identifier, but the scanner has no limit.
     */
    private static final int TAG_BYTES_MAX = 1024;

    /** The first bytes of the comments pg_dump and pg_dumpall write at the top and at the end. */
    private static final String DUMP_TITLE = "-- PostgreSQL database ";

    private final ScriptBuffer in;
    private final String sourceName;
    private final StatementShape shape = new StatementShape();
    private Charset charset = StandardCharsets.UTF_8;
    private boolean standardConformingStrings = true;
    private boolean rowsPending;
    private long statementLine;
    private int openDumps;

    /**
     * After an escape string, a string on a later line continues it with the same rules.
     *
     * @see <a href="https://www.postgresql.org/docs/18/sql-syntax-lexical.html">lexical
     *     structure</a>
     */
    private enum EscapeString {
        /** The last token was something else. */
        NONE,
        /** It ended, on this line. */
        ENDED,
        /** It ended, and a line break was seen: a quote goes on with it. */
        MAY_CONTINUE
    }

    private EscapeString escapeString = EscapeString.NONE;

    /**
     * @param in plain bytes, after a byte order mark
     * @param sourceName for messages
     */
    public SqlScript(InputStream in, String sourceName) {
        this(new ScriptBuffer(in, sourceName), sourceName);
    }

    SqlScript(ScriptBuffer in, String sourceName) {
        this.in = in;
        this.sourceName = sourceName;
    }

    /** Must be told after every statement: a session may change how backslashes are read. */
    public void standardConformingStrings(boolean on) {
        standardConformingStrings = on;
    }

    /** Must be told when the script changes client_encoding. */
    public void charset(Charset newCharset) {
        charset = newCharset;
    }

    /** What the script's bytes are read as. */
    public Charset charset() {
        return charset;
    }

    public String sourceName() {
        return sourceName;
    }

    /** The line that is read next. */
    public long line() {
        return in.line();
    }

    /** Whether a dump began, by its title, whose closing comment has not come. */
    public boolean isInsideDump() {
        return openDumps > 0;
    }

    /**
     * The next statement or command, or null at the end.
     *
     * @throws ImportFailure when the script ends inside a quote or comment, or cannot be read
     */
    public @Nullable ScriptItem next() throws IOException {
        Invariant.check(!rowsPending, "rows of a COPY were not taken");
        in.unmark();
        in.shrink();
        shape.reset();
        escapeString = EscapeString.NONE;
        while (true) {
            int next = in.peek(0);
            switch (next) {
                case END -> {
                    return in.isMarked() ? takeStatement(0) : null;
                }
                case ' ', '\t', '\r', '\f', 0x0b -> in.skip(1);
                case '\n' -> {
                    in.next();
                    if (escapeString == EscapeString.ENDED) {
                        escapeString = EscapeString.MAY_CONTINUE;
                    }
                }
                case '\\' -> {
                    ScriptItem item = backslash();
                    if (item != null) {
                        return item;
                    }
                }
                case ';' -> {
                    in.next();
                    if (shape.semicolonEnds()) {
                        if (in.isMarked()) {
                            return takeStatement(1);
                        }
                        shape.reset();
                    }
                    escapeString = EscapeString.NONE;
                }
                default -> {
                    if (next == '-' && in.peek(1) == '-') {
                        lineComment();
                    } else if (next == '/' && in.peek(1) == '*') {
                        blockComment();
                    } else {
                        token(next);
                    }
                }
            }
        }
    }

    /** Takes rows of a COPY block as they pass. */
    @FunctionalInterface
    public interface RowSink {
        /** The bytes are only valid during the call. */
        void accept(byte[] bytes, int offset, int length) throws SQLException;
    }

    /**
     * Hands on the rows that follow a COPY … FROM stdin, up to the line {@code \.}, which it takes.
     *
     * @throws ImportFailure when the script ends before that line: rows are missing then
     */
    public void copyRows(RowSink sink) throws IOException, SQLException {
        Invariant.check(rowsPending, "no COPY before these rows");
        rowsPending = false;
        new CopyRows(in, sourceName, statementLine).transferTo(sink);
    }

    private void token(int first) throws IOException {
        if (!in.isMarked()) {
            in.markHere();
            statementLine = in.line();
        }
        if (first == '\'') {
            boolean continued = escapeString == EscapeString.MAY_CONTINUE;
            quoted('\'', continued || !standardConformingStrings, "a quoted string");
            return;
        }
        escapeString = EscapeString.NONE;
        if (isIdentifierStart(first)) {
            word();
            return;
        }
        switch (first) {
            case '"' -> quoted('"', false, "a quoted name");
            case '$' -> dollar();
            case '(' -> {
                in.skip(1);
                shape.openParenthesis();
            }
            case ')' -> {
                in.skip(1);
                shape.closeParenthesis();
            }
            case 0 -> throw failure("a zero byte: this is not a plain SQL script");
            default -> {
                in.skip(1);
                shape.otherToken();
            }
        }
    }

    private void word() throws IOException {
        int startInStatement = in.markedLength();
        int length = 0;
        while (isIdentifierPart(in.peek(0))) {
            in.skip(1);
            length++;
        }
        int offset = in.markOffset() + startInStatement;
        boolean escape = length == 1 && (in.bytes()[offset] | 0x20) == 'e';
        if (escape && in.peek(0) == '\'') {
            quoted('\'', true, "a quoted string");
        } else {
            shape.word(in.bytes(), in.markOffset() + startInStatement, length);
        }
    }

    private void quoted(int quote, boolean escapes, String what) throws IOException {
        long startLine = in.line();
        in.skip(1);
        while (true) {
            int next = in.next();
            if (next == quote) {
                if (in.peek(0) != quote) {
                    break;
                }
                in.skip(1);
            } else if (next == '\\' && escapes) {
                next = in.next();
            }
            if (next == END) {
                throw endsInside(what, startLine);
            }
        }
        shape.otherToken();
        escapeString = escapes ? EscapeString.ENDED : EscapeString.NONE;
    }

    private void dollar() throws IOException {
        int tagLength = dollarTagLength();
        if (tagLength == 0) {
            in.skip(1);
            shape.otherToken();
            return;
        }
        long startLine = in.line();
        byte[] tag = new byte[tagLength];
        for (int i = 0; i < tagLength; i++) {
            tag[i] = (byte) in.next();
        }
        while (true) {
            int next = in.peek(0);
            if (next == END) {
                throw endsInside("the dollar quote " + text(tag), startLine);
            }
            if (next == '$' && matches(tag)) {
                in.skip(tagLength);
                shape.otherToken();
                return;
            }
            in.next();
        }
    }

    /** The length of {@code $tag$} with both dollars, or 0 when the dollar is none. */
    private int dollarTagLength() throws IOException {
        int length = 1;
        while (length < TAG_BYTES_MAX) {
            int next = in.peek(length);
            if (next == '$') {
                return length + 1;
            }
            boolean fits = length == 1 ? isIdentifierStart(next) : isIdentifierPart(next);
            if (!fits) {
                return 0;
            }
            length++;
        }
        return 0;
    }

    private boolean matches(byte[] tag) throws IOException {
        for (int i = 0; i < tag.length; i++) {
            if (in.peek(i) != (tag[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    private void lineComment() throws IOException {
        boolean title = true;
        StringBuilder rest = new StringBuilder();
        for (int i = 0; in.peek(0) != '\n' && in.peek(0) != END; i++) {
            int next = in.next();
            title = title && (i >= DUMP_TITLE.length() || next == DUMP_TITLE.charAt(i));
            if (title && i >= DUMP_TITLE.length() && rest.length() < 32) {
                rest.append((char) next);
            }
        }
        switch (rest.toString().strip()) {
            case "dump", "cluster dump" -> openDumps++;
            case "dump complete", "cluster dump complete" -> openDumps--;
            default -> {
                // Any other comment.
            }
        }
    }

    private void blockComment() throws IOException {
        escapeString = EscapeString.NONE;
        long startLine = in.line();
        in.skip(2);
        int depth = 1;
        while (depth > 0) {
            int next = in.next();
            if (next == END) {
                throw endsInside("a comment", startLine);
            }
            if (next == '*' && in.peek(0) == '/') {
                in.skip(1);
                depth--;
            } else if (next == '/' && in.peek(0) == '*') {
                in.skip(1);
                depth++;
            }
        }
    }

    /** Null when the backslash only protected a semicolon or colon. */
    private @Nullable ScriptItem backslash() throws IOException {
        int protectedByte = in.peek(1);
        if (protectedByte == ';' || protectedByte == ':') {
            if (!in.isMarked()) {
                in.markHere();
                statementLine = in.line();
            }
            in.skip(1);
            in.dropLastTaken();
            in.skip(1);
            shape.otherToken();
            return null;
        }
        long commandLine = in.line();
        StringBuilder name = new StringBuilder();
        int length = 1;
        for (int next = in.peek(length); isCommandByte(next, name); next = in.peek(++length)) {
            name.append((char) next);
        }
        String command = name.toString();
        if (in.isMarked()) {
            if (command.equals("g") || command.equals("gx")) {
                SqlStatement statement = takeStatement(0);
                in.skip(length);
                if (!restOfLine().isEmpty()) {
                    throw new ImportFailure(
                            sourceName,
                            commandLine,
                            "\\%s with options or a file is not understood here"
                                    .formatted(command));
                }
                return statement;
            }
            throw failure(
                    "the command \\%s stands inside the statement that began at line %d; end the"
                            + " statement with a semicolon first",
                    command, statementLine);
        }
        in.skip(length);
        return new MetaCommand(commandLine, command, restOfLine());
    }

    private static boolean isCommandByte(int next, StringBuilder name) {
        if (next == END || next <= ' ' || next == '\\') {
            return false;
        }
        boolean letter = Character.isLetterOrDigit(next) || next == '_' || next == '+';
        // A command of one sign, such as \! or \?, ends after it.
        boolean nameIsSign = !name.isEmpty() && !Character.isLetterOrDigit(name.charAt(0));
        return name.isEmpty() || (letter && !nameIsSign);
    }

    private String restOfLine() throws IOException {
        in.markHere();
        while (in.peek(0) != '\n' && in.peek(0) != END) {
            in.skip(1);
        }
        String rest = decode(in.markOffset(), in.markedLength()).strip();
        in.unmark();
        in.next();
        return rest;
    }

    private SqlStatement takeStatement(int terminatorBytes) throws IOException {
        String text = decode(in.markOffset(), in.markedLength() - terminatorBytes).stripTrailing();
        boolean copies = shape.copiesFromScript();
        SqlStatement statement = new SqlStatement(statementLine, text, shape.words(), copies);
        in.unmark();
        if (copies) {
            skipToRows();
            rowsPending = true;
        }
        return statement;
    }

    private void skipToRows() throws IOException {
        while (true) {
            int next = in.peek(0);
            if (next == '\n' || next == END) {
                in.next();
                return;
            }
            if (next == '-' && in.peek(1) == '-') {
                lineComment();
            } else if (next == ' ' || next == '\t' || next == '\r') {
                in.skip(1);
            } else {
                throw failure("COPY rows begin on the line after the statement; text follows it");
            }
        }
    }

    private String decode(int offset, int length) {
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(in.bytes(), offset, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw failure(
                    "the text is not valid %s. Convert the file (iconv), or let it SET"
                            + " client_encoding to what it is",
                    charset.name());
        }
    }

    private String text(byte[] tag) {
        return new String(tag, charset);
    }

    private ImportFailure endsInside(String what, long startLine) {
        return failure(
                "the script ends inside %s that began at line %d; the file may be cut off",
                what, startLine);
    }

    @com.google.errorprone.annotations.FormatMethod
    private ImportFailure failure(String what, Object... details) {
        return new ImportFailure(sourceName, in.line(), what.formatted(details));
    }

    private static boolean isIdentifierStart(int next) {
        return (next >= 'a' && next <= 'z')
                || (next >= 'A' && next <= 'Z')
                || next == '_'
                || next >= 0x80;
    }

    private static boolean isIdentifierPart(int next) {
        return isIdentifierStart(next) || (next >= '0' && next <= '9') || next == '$';
    }
}
