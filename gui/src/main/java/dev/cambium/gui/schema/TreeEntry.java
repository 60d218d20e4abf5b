package dev.cambium.gui.schema;

import dev.cambium.gui.l10n.Text;

import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of the tree: a schema, a kind of objects in it, or an object.
 *
 * @param object null for the headings
 */
record TreeEntry(String words, String icon, @Nullable SchemaObject object) {

    /**
     * Schemas, in them kinds, in them objects.
     *
     * @param open whether all of it is unfolded; else only tables are
     */
    static TreeItem<TreeEntry> tree(List<SchemaObject> objects, boolean open) {
        Map<String, Map<SchemaObject.Kind, TreeItem<TreeEntry>>> kinds = new LinkedHashMap<>();
        TreeItem<TreeEntry> root = new TreeItem<>(new TreeEntry("", "fth-database", null));
        Map<String, TreeItem<TreeEntry>> schemas = new LinkedHashMap<>();
        List<SchemaObject> ordered =
                objects.stream()
                        .sorted(
                                Comparator.comparing(
                                                (SchemaObject each) ->
                                                        each.schema().startsWith("pg_"))
                                        .thenComparing(SchemaObject::schema)
                                        .thenComparing(SchemaObject::kind)
                                        .thenComparing(SchemaObject::name))
                        .toList();
        for (SchemaObject object : ordered) {
            TreeItem<TreeEntry> schema =
                    schemas.computeIfAbsent(
                            object.schema(),
                            name -> add(root, new TreeEntry(name, "fth-folder", null), true));
            TreeItem<TreeEntry> kind =
                    kinds.computeIfAbsent(
                                    object.schema(), name -> new EnumMap<>(SchemaObject.Kind.class))
                            .computeIfAbsent(
                                    object.kind(),
                                    each ->
                                            add(
                                                    schema,
                                                    new TreeEntry(each.words(), each.icon(), null),
                                                    open || each == SchemaObject.Kind.TABLE));
            add(kind, new TreeEntry(object.name(), object.kind().icon(), object), false);
        }
        return root;
    }

    private static TreeItem<TreeEntry> add(
            TreeItem<TreeEntry> parent, TreeEntry entry, boolean open) {
        TreeItem<TreeEntry> item = new TreeItem<>(entry);
        item.setExpanded(open);
        parent.getChildren().add(item);
        return item;
    }

    /** How many objects are below a heading, at any depth. */
    static long objects(TreeItem<TreeEntry> item) {
        return item.getChildren().stream()
                .mapToLong(each -> each.getValue().object() == null ? objects(each) : 1)
                .sum();
    }

    /** A heading says how many objects it has. */
    static final class Cell extends TreeCell<TreeEntry> {

        private final FontIcon icon = new FontIcon("fth-folder");

        @Override
        protected void updateItem(@Nullable TreeEntry entry, boolean empty) {
            super.updateItem(entry, empty);
            getStyleClass().remove("tree-heading");
            if (empty || entry == null) {
                setText(null);
                setGraphic(null);
                return;
            }
            boolean heading = entry.object() == null;
            if (heading) {
                getStyleClass().add("tree-heading");
            }
            TreeItem<TreeEntry> item = getTreeItem();
            icon.setIconLiteral(entry.icon());
            setText(
                    heading && item != null
                            ? Text.get("schema.heading", entry.words(), objects(item))
                            : entry.words());
            setGraphic(icon);
        }
    }
}
