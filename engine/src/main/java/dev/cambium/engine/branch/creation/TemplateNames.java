package dev.cambium.engine.branch.creation;

import dev.cambium.engine.branch.operation.Names;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.compute.ComputeFolders;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.compute.ProjectRole;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The names that the role and the database of a fresh fork of the template have, and are given. */
final class TemplateNames {

    private static final String MADE = ProjectRole.DEFAULT_NAME;

    private TemplateNames() {}

    /** Whether a project wants them as they are. */
    static boolean suit(Project project) {
        return project.roleName().equals(MADE) && MADE.equals(project.defaultDatabase());
    }

    /** Gives them the names that a project wants; a database that it does not want goes. */
    static void change(Project project, Console console) throws SQLException {
        String made = Names.quoted(MADE);
        String database = project.defaultDatabase();
        try (Connection connection = console.connect(ComputeFolders.ENGINE_ROLE);
                Statement statement = connection.createStatement()) {
            if (database == null) {
                statement.execute("DROP DATABASE " + made);
            } else if (!database.equals(MADE)) {
                statement.execute(
                        "ALTER DATABASE %s RENAME TO %s".formatted(made, Names.quoted(database)));
            }
            if (!project.roleName().equals(MADE)) {
                statement.execute(
                        "ALTER ROLE %s RENAME TO %s"
                                .formatted(made, Names.quoted(project.roleName())));
            }
        }
    }
}
