package dev.cambium.engine.schema;

import org.jspecify.annotations.Nullable;
import org.pgcodekeeper.core.model.difftree.DbObjType;
import org.pgcodekeeper.core.schema.AbstractColumn;
import org.pgcodekeeper.core.schema.AbstractDatabase;
import org.pgcodekeeper.core.schema.AbstractSequence;
import org.pgcodekeeper.core.schema.AbstractTable;
import org.pgcodekeeper.core.schema.GenericColumn;
import org.pgcodekeeper.core.schema.IConstraintFk;
import org.pgcodekeeper.core.schema.PgStatement;
import org.pgcodekeeper.core.settings.CoreSettings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes a schema as SQL. Objects come by kind and name, except that what an object needs comes
 * before it: so the text can be run, and two schemas that differ little give texts that do.
 */
final class SchemaText {

    private static final String HEAD =
            """
            --
            -- The schema of a Postgres database
            --

            SET statement_timeout = 0;
            SET client_encoding = 'UTF8';
            SET standard_conforming_strings = on;
            SELECT pg_catalog.set_config('search_path', '', false);
            SET check_function_bodies = false;

            """;

    /** What every database has that nobody changed; pg_dump leaves it out, too. */
    private static final Set<String> USUAL_PUBLIC =
            Set.of(
                    "CREATE SCHEMA public;",
                    "ALTER SCHEMA public OWNER TO pg_database_owner;",
                    "GRANT USAGE ON SCHEMA public TO PUBLIC;");

    private static final Pattern OWNER_OF_SEQUENCE =
            Pattern.compile("ALTER SEQUENCE [^;]*\\sOWNED BY [^;]*;");

    private final AbstractDatabase database;
    private final CoreSettings settings = SchemaModel.settings();
    private final StringBuilder text = new StringBuilder(HEAD);

    /** By identity: objects of the library are equal when they look alike. */
    private final Set<PgStatement> written = Collections.newSetFromMap(new IdentityHashMap<>());

    private final List<String> ownersOfSequences = new ArrayList<>();

    SchemaText(AbstractDatabase database) {
        this.database = database;
        written.add(database); // it is said nowhere that it is made
    }

    String write() {
        List<PgStatement> objects =
                database.getDescendants()
                        .filter(object -> !(object instanceof AbstractColumn))
                        .sorted(ORDER)
                        .toList();
        objects.forEach(this::append);
        ownersOfSequences.forEach(sql -> text.append(sql).append("\n\n"));
        return text.toString();
    }

    /** Foreign keys last: they need the keys of other tables, which nothing says. */
    private static final Comparator<PgStatement> ORDER =
            Comparator.comparing((PgStatement object) -> object instanceof IConstraintFk)
                    .thenComparing(PgStatement::getStatementType)
                    .thenComparing(PgStatement::getQualifiedName);

    private void append(PgStatement object) {
        if (!written.add(object)) {
            return;
        }
        Stream.concat(Stream.ofNullable(object.getParent()), needs(object).map(this::object))
                .filter(Objects::nonNull)
                .sorted(ORDER)
                .forEach(this::append);
        String sql = sql(object);
        if (!sql.isEmpty()) {
            heading(object);
            text.append(sql).append("\n\n");
        }
    }

    private static Stream<GenericColumn> needs(PgStatement object) {
        Stream<GenericColumn> own = object.getDeps().stream();
        return object instanceof AbstractTable table
                ? Stream.concat(
                        own,
                        table.getColumns().stream().flatMap(column -> column.getDeps().stream()))
                : own;
    }

    /** The object that a reference is to; that of a column is its relation. */
    private @Nullable PgStatement object(GenericColumn reference) {
        if (reference.type != DbObjType.COLUMN) {
            return database.getStatement(reference);
        }
        PgStatement table = relation(reference, DbObjType.TABLE);
        return table == null ? relation(reference, DbObjType.VIEW) : table;
    }

    private @Nullable PgStatement relation(GenericColumn column, DbObjType type) {
        return database.getStatement(new GenericColumn(column.schema, column.table, type));
    }

    private String sql(PgStatement object) {
        boolean usual =
                object.getStatementType() == DbObjType.EXTENSION
                        && object.getName().equals(SchemaModel.USUAL_EXTENSION);
        if (usual) {
            return "";
        }
        String sql = object.getSQL(false, settings).strip();
        if (object instanceof AbstractSequence) {
            return withoutOwner(sql);
        }
        if (object.getStatementType() != DbObjType.SCHEMA || !object.getName().equals("public")) {
            return sql;
        }
        return String.join(
                "\n",
                sql.lines()
                        .filter(line -> !line.isBlank() && !USUAL_PUBLIC.contains(line))
                        .toList());
    }

    /** The column that owns a sequence is made after it, so that is said at the end. */
    private String withoutOwner(String sql) {
        Matcher owner = OWNER_OF_SEQUENCE.matcher(sql);
        if (!owner.find()) {
            return sql;
        }
        ownersOfSequences.add(owner.group().strip());
        return owner.replaceFirst("").strip();
    }

    private void heading(PgStatement object) {
        text.append("--\n-- Name: ").append(nameOf(object)).append("; Type: ");
        text.append(object.getStatementType().name().replace('_', ' '));
        text.append("; Schema: ").append(schemaOf(object));
        text.append("; Owner: ").append(object.getOwner() == null ? "-" : object.getOwner());
        text.append("\n--\n\n");
    }

    /** With its table, for what is part of one. */
    private static String nameOf(PgStatement object) {
        PgStatement parent = object.getParent();
        return parent instanceof AbstractTable && object.isSubElement()
                ? parent.getName() + " " + object.getName()
                : object.getName();
    }

    private static String schemaOf(PgStatement object) {
        for (PgStatement at = object.getParent(); at != null; at = at.getParent()) {
            if (at.getStatementType() == DbObjType.SCHEMA) {
                return at.getName();
            }
        }
        return "-";
    }
}
