package dev.cambium.gui.schema;

import dev.cambium.gui.session.SqlAnswer;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * All that is shown of one object.
 *
 * @param sql statements that make it
 * @param rows its first ones; null if it has none to show
 */
record ObjectDetail(
        SchemaObject object, List<SchemaPart> parts, String sql, SqlAnswer.@Nullable Rows rows) {}
