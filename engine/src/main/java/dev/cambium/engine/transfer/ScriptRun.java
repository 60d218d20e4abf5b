package dev.cambium.engine.transfer;

import dev.cambium.engine.transfer.ScriptItem.MetaCommand;
import dev.cambium.engine.transfer.ScriptItem.SqlStatement;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;

/** One source on its way into the server, with the scripts it includes. Runs once. */
final class ScriptRun {

    /** Deeper than load scripts are nested, and the end of one that includes itself. */
    private static final int INCLUDE_DEPTH_MAX = 16;

    private final DatabaseConnector connector;
    private final ImportSource root;
    private final SourceStream rootStream;
    private final ProgressMeter meter;
    private final ImportNotes notes;
    private final StatementRunner runner;
    private final Set<String> databases;
    private ImportSession session;
    private Charset charset = StandardCharsets.UTF_8;

    /** Not null while the script forbids itself meta-commands, as pg_dump does around data. */
    private @Nullable String restrictKey;

    private ScriptRun(
            DatabaseConnector connector,
            ImportSource root,
            SourceStream rootStream,
            ImportSession session,
            ProgressMeter meter,
            ImportNotes notes,
            StatementRunner runner,
            Set<String> databases) {
        this.connector = connector;
        this.root = root;
        this.rootStream = rootStream;
        this.session = session;
        this.meter = meter;
        this.notes = notes;
        this.runner = runner;
        this.databases = databases;
    }

    /**
     * @param databases takes the names of those it connects to
     */
    static void run(
            DatabaseConnector connector,
            ImportSource source,
            String database,
            ProgressMeter meter,
            ImportNotes notes,
            StatementRunner runner,
            Set<String> databases) {
        SqlScript script = null;
        try (SourceStream stream = source.open()) {
            script = new SqlScript(stream.plain(), source.name());
            ImportSession first = ImportSession.open(connector, database, notes);
            databases.add(database);
            ScriptRun run =
                    new ScriptRun(
                            connector, source, stream, first, meter, notes, runner, databases);
            try {
                run.runAll(script);
            } finally {
                run.session.close();
            }
            meter.sourceDone(stream.storedBytesRead());
            meter.tell(source.name(), script.line(), 0, 0);
        } catch (IOException e) {
            long line = script == null ? 1 : script.line();
            throw new ImportFailure(source.name(), line, "the file cannot be read: " + e, e);
        } catch (SQLException e) {
            long line = script == null ? 1 : script.line();
            throw new ImportFailure(
                    source.name(), line, "no session with a database: " + e.getMessage(), e);
        }
    }

    private void runAll(SqlScript script) throws IOException, SQLException {
        read(script, root.folder(), 0);
        if (session.isInTransaction()) {
            throw failure(
                    script,
                    script.line(),
                    "the script ends inside a transaction (COMMIT is missing), which is undone");
        }
    }

    private void read(SqlScript script, @Nullable Path folder, int depth)
            throws IOException, SQLException {
        adoptSession(script);
        ScriptItem item = script.next();
        boolean quit = false;
        while (item != null && !quit) {
            switch (item) {
                case SqlStatement statement -> {
                    run(script, statement);
                    adoptSession(script);
                }
                case MetaCommand command -> quit = obey(script, command, folder, depth);
            }
            meter.tick(script.sourceName(), script.line(), rootStream.storedBytesRead(), 0);
            item = quit ? null : script.next();
        }
        if (script.isInsideDump() && !quit) {
            notes.add(
                    script.sourceName()
                            + ": the closing comment of pg_dump is missing; the file may be cut"
                            + " off");
        }
    }

    private void run(SqlScript script, SqlStatement statement) throws IOException {
        String encoding = ScriptEncoding.setBy(statement);
        if (encoding == null) {
            runner.run(session, script, statement, meter, rootStream::storedBytesRead);
        } else {
            setEncoding(script, statement.line(), encoding);
            meter.statementDone();
        }
    }

    /** Statements may change how the rest of the script is to be read. */
    private void adoptSession(SqlScript script) {
        script.standardConformingStrings(session.standardConformingStrings());
        script.charset(charset);
    }

    private void setEncoding(SqlScript script, long line, String encoding) {
        Charset known = ScriptEncoding.charset(encoding);
        if (known == null) {
            throw failure(
                    script,
                    line,
                    "client_encoding %s is not supported; convert the file to UTF-8 (iconv)"
                            .formatted(encoding));
        }
        charset = known;
    }

    /** Returns whether the rest of the script is to be left alone. */
    private boolean obey(SqlScript script, MetaCommand command, @Nullable Path folder, int depth)
            throws IOException, SQLException {
        PsqlCommand wanted = PsqlCommand.of(command);
        boolean unrestricts = wanted instanceof PsqlCommand.Unrestrict;
        if (restrictKey != null && !unrestricts) {
            throw refusal(
                    script,
                    command,
                    "meta-commands are forbidden between \\restrict and \\unrestrict");
        }
        switch (wanted) {
            case PsqlCommand.Connect target -> connect(script, command, target);
            case PsqlCommand.Include include -> include(script, command, include, folder, depth);
            case PsqlCommand.Encoding encoding -> {
                setEncoding(script, command.line(), encoding.name());
                adoptSession(script);
            }
            case PsqlCommand.Restrict restrict -> restrictKey = restrict.key();
            case PsqlCommand.Unrestrict unrestrict -> {
                if (!unrestrict.key().equals(restrictKey)) {
                    throw refusal(script, command, "its key is not the one of the last \\restrict");
                }
                restrictKey = null;
            }
            case PsqlCommand.Quit _ -> {
                return true;
            }
            case PsqlCommand.Ignored ignored -> notes.add(ignored.note());
            case PsqlCommand.Refused refused -> throw refusal(script, command, refused.reason());
        }
        return false;
    }

    private void connect(SqlScript script, MetaCommand command, PsqlCommand.Connect target)
            throws SQLException {
        if (session.isInTransaction()) {
            throw refusal(script, command, "it would undo the open transaction; COMMIT is missing");
        }
        String database = target.database() == null ? session.database() : target.database();
        if (!connector.databaseExists(database)) {
            throw refusal(
                    script,
                    command,
                    "the database \"%s\" does not exist; let the script make it (CREATE DATABASE),"
                                    .formatted(database)
                            + " or take the command out and import into a database of your choice");
        }
        session.close();
        session = ImportSession.open(connector, database, notes);
        databases.add(database);
        charset = StandardCharsets.UTF_8;
        adoptSession(script);
        if (target.user() != null) {
            String name = "'" + target.user().replace("'", "''") + "'";
            runner.runOwn(
                    session, script, command.line(), "SET SESSION AUTHORIZATION " + name, meter);
        }
    }

    private void include(
            SqlScript script,
            MetaCommand command,
            PsqlCommand.Include include,
            @Nullable Path folder,
            int depth)
            throws IOException, SQLException {
        if (folder == null) {
            throw refusal(script, command, "a script that is not a file cannot include others");
        }
        if (Path.of(include.path()).isAbsolute()) {
            throw refusal(
                    script, command, "only paths relative to the script's own folder are followed");
        }
        if (depth == INCLUDE_DEPTH_MAX) {
            throw refusal(script, command, "scripts include each other too deeply");
        }
        ImportSource source = ImportSource.of(folder.resolve(include.path()));
        try (SourceStream stream = source.open()) {
            read(new SqlScript(stream.plain(), source.name()), source.folder(), depth + 1);
        }
        adoptSession(script);
    }

    private static ImportFailure refusal(SqlScript script, MetaCommand command, String reason) {
        String text = "\\%s %s".formatted(command.name(), command.arguments()).strip();
        return failure(script, command.line(), "%s: %s".formatted(text, reason));
    }

    private static ImportFailure failure(SqlScript script, long line, String what) {
        return new ImportFailure(script.sourceName(), line, what);
    }
}
