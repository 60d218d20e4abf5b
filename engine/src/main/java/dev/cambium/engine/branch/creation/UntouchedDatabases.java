package dev.cambium.engine.branch.creation;

import dev.cambium.engine.branch.schemaonly.KeptFiles;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.volume.Volume;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Databases of a copy that are byte for byte as initdb made them, as {@code template0} nearly
 * always is: nobody's row ever was in them, so there is nothing to take out (docs/decisions/0051).
 */
final class UntouchedDatabases {

    private static final String DATABASES = "base/";

    private final Volume volume;
    private final TimelineId copy;
    private final Map<String, Set<String>> relations = new HashMap<>();
    private final Map<String, SealId> templates = new HashMap<>();

    /** Compares the databases of a copy with those of all templates that there are. */
    UntouchedDatabases(Volume volume, TimelineId copy) throws IOException {
        this.volume = volume;
        this.copy = copy;
        Map<String, Set<String>> there = byDatabase(volume.files(copy, "base"));
        for (SealId template : volume.seals()) {
            if (Template.isTemplate(template.value())) {
                Map<String, Set<String>> made = byDatabase(volume.files(template, "base"));
                for (Map.Entry<String, Set<String>> database : made.entrySet()) {
                    Set<String> files = database.getValue();
                    if (files.equals(there.get(database.getKey())) && areEqual(template, files)) {
                        relations.put(database.getKey(), relations(files));
                        files.forEach(file -> templates.put(file, template));
                    }
                }
            }
        }
    }

    /** Of each database, by its oid, the files that a new timeline could keep. */
    private static Map<String, Set<String>> byDatabase(List<String> paths) {
        return paths.stream()
                .filter(path -> path.indexOf('/', DATABASES.length()) > 0)
                .filter(KeptFiles::mayBeKeptOfDatabase)
                .collect(
                        Collectors.groupingBy(
                                UntouchedDatabases::database,
                                Collectors.toCollection(HashSet::new)));
    }

    private static String database(String path) {
        return path.substring(DATABASES.length(), path.indexOf('/', DATABASES.length()));
    }

    private static Set<String> relations(Set<String> files) {
        return files.stream().filter(KeptFiles::isRelation).collect(Collectors.toSet());
    }

    private boolean areEqual(SealId template, Set<String> files) throws IOException {
        for (String file : files) {
            if (!Arrays.equals(volume.read(template, file), volume.read(copy, file))) {
                return false;
            }
        }
        return true;
    }

    /** The main files of relations of each of them, by the oid of the database. */
    Map<String, Set<String>> relations() {
        return relations;
    }

    /** Whether a file of one of them is still what initdb wrote; read anew. */
    boolean isAsMade(String file) throws IOException {
        SealId template = templates.get(file);
        return template != null
                && Arrays.equals(volume.read(template, file), volume.read(copy, file));
    }
}
