package dev.cambium.engine.schema;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;

import org.jspecify.annotations.Nullable;
import org.pgcodekeeper.core.api.PgCodeKeeperApi;
import org.pgcodekeeper.core.model.difftree.DiffTree;
import org.pgcodekeeper.core.model.difftree.TreeElement;
import org.pgcodekeeper.core.model.difftree.TreeFlattener;
import org.pgcodekeeper.core.schema.AbstractDatabase;
import org.pgcodekeeper.core.schema.PgStatement;
import org.pgcodekeeper.core.settings.CoreSettings;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/**
 * How the schema of a database differs from another, its base.
 *
 * @param unified a unified diff of the two as SQL, as Neon's API gives it; empty if they are alike
 * @param changes object by object, by type and name
 * @param migration SQL that makes the base like the other; empty if there is nothing to do
 */
public record SchemaDiff(String unified, List<SchemaChange> changes, String migration) {

    /** What diffs show around a change, as everywhere. */
    private static final int LINES_AROUND = 3;

    /**
     * Compares, for a database of a name.
     *
     * @throws ComparisonCancelled if that was cancelled
     */
    public static SchemaDiff between(
            SchemaModel base, SchemaModel other, String database, Comparing comparing)
            throws IOException {
        String unified = unified(base.sql(), other.sql(), database);
        comparing.requireWanted();
        List<SchemaChange> changes = changes(base.database(), other.database());
        comparing.requireWanted();
        return new SchemaDiff(unified, changes, migration(base.database(), other.database()));
    }

    /** A unified diff of two texts, of which {@code name} is told. */
    public static String unified(String base, String other, String name) {
        List<String> before = base.lines().toList();
        List<String> lines =
                UnifiedDiffUtils.generateUnifiedDiff(
                        "a/" + name,
                        "b/" + name,
                        before,
                        DiffUtils.diff(before, other.lines().toList()),
                        LINES_AROUND);
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static List<SchemaChange> changes(AbstractDatabase base, AbstractDatabase other)
            throws IOException {
        try {
            return new TreeFlattener()
                            .onlyEdits(base, other)
                            .flatten(DiffTree.create(SchemaModel.settings(), base, other))
                            .stream()
                            .map(element -> change(element, base, other))
                            .sorted(
                                    Comparator.comparing(SchemaChange::type)
                                            .thenComparing(SchemaChange::name))
                            .toList();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static SchemaChange change(
            TreeElement element, AbstractDatabase base, AbstractDatabase other) {
        SchemaChange.Kind kind =
                switch (element.getSide()) {
                    case LEFT -> SchemaChange.Kind.REMOVED;
                    case RIGHT -> SchemaChange.Kind.ADDED;
                    case BOTH -> SchemaChange.Kind.CHANGED;
                };
        return new SchemaChange(
                kind,
                element.getType().name(),
                element.getQualifiedName(),
                kind == SchemaChange.Kind.ADDED ? null : sql(element.getPgStatement(base)),
                kind == SchemaChange.Kind.REMOVED ? null : sql(element.getPgStatement(other)));
    }

    private static @Nullable String sql(@Nullable PgStatement statement) {
        return statement == null ? null : statement.getSQL(false, SchemaModel.settings());
    }

    private static String migration(AbstractDatabase base, AbstractDatabase other)
            throws IOException {
        CoreSettings settings = SchemaModel.settings();
        settings.setAddTransaction(true);
        try {
            return PgCodeKeeperApi.diff(settings, base, other);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("the comparison was interrupted", e);
    }
}
