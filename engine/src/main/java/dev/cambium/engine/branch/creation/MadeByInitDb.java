package dev.cambium.engine.branch.creation;

import dev.cambium.engine.branch.schemaonly.KeptFiles;
import dev.cambium.engine.branch.schemaonly.OldContent;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.volume.Volume;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What in a copy is as initdb made it: nobody's row ever was in that, so there is nothing to take
 * out of it (docs/decisions/0051, 0057). A database begins as the files of {@code template1}, under
 * the same names. Reads the copy as its server has written it, so it is only right about files that
 * the server writes no more. Not thread-safe.
 */
final class MadeByInitDb implements OldContent {

    /** The folders in which the files of relations are. */
    private static final List<String> RELATION_FOLDERS = List.of("base", "global", "pg_tblspc");

    private static final String DATABASES = "base/";

    /** Of {@code template1}, whose oid is 1 (Template1DbOid, catalog/pg_database.dat). */
    private static final String FIRST_DATABASE = "base/1/";

    /** A segment behind the first, or what an unlogged relation begins as. */
    private static final Pattern PART = Pattern.compile("(.*/\\d+)(_init|(_init)?\\.\\d+)");

    private final Volume volume;
    private final TimelineId copy;
    private final Set<String> before;

    /** Main files that are not all of their relation. */
    private final Set<String> inParts;

    private final Map<String, Set<String>> databases;
    private final List<Made> templates = new ArrayList<>();

    /**
     * A template.
     *
     * @param files of the relations of its databases
     * @param contents of files that were looked at
     */
    private record Made(SealId seal, Set<String> files, Map<String, byte[]> contents) {

        /** The names of what is kept of a database. */
        Set<String> names(String folder) {
            return files.stream()
                    .filter(file -> file.startsWith(folder))
                    .filter(KeptFiles::mayBeKeptOfDatabase)
                    .map(MadeByInitDb::name)
                    .collect(Collectors.toSet());
        }
    }

    /** Compares the databases of a copy, whose server has just started, with all templates. */
    MadeByInitDb(Volume volume, TimelineId copy) throws IOException {
        this.volume = volume;
        this.copy = copy;
        this.before = relationFiles(volume, copy);
        this.inParts =
                before.stream()
                        .map(PART::matcher)
                        .filter(Matcher::matches)
                        .map(part -> part.group(1))
                        .collect(Collectors.toSet());
        for (SealId seal : volume.seals()) {
            if (Template.isTemplate(seal.value())) {
                templates.add(
                        new Made(seal, Set.copyOf(volume.files(seal, "base")), new HashMap<>()));
            }
        }
        this.databases = untouched();
    }

    /** All files in the folders of relations. */
    static Set<String> relationFiles(Volume volume, TimelineId timeline) throws IOException {
        Set<String> files = new HashSet<>();
        for (String folder : RELATION_FOLDERS) {
            files.addAll(volume.files(timeline, folder));
        }
        return files;
    }

    private Map<String, Set<String>> untouched() throws IOException {
        Map<String, Set<String>> found = new HashMap<>();
        for (Map.Entry<String, Set<String>> database : byDatabase().entrySet()) {
            Set<String> files = database.getValue();
            if (isWhole(database.getKey(), files) && areAsMade(files)) {
                found.put(
                        oid(database.getKey()),
                        files.stream().filter(KeptFiles::isRelation).collect(Collectors.toSet()));
            }
        }
        return found;
    }

    /** Of each database, by its folder, the files that a new timeline could keep. */
    private Map<String, Set<String>> byDatabase() {
        return before.stream()
                .filter(path -> path.startsWith(DATABASES))
                .filter(path -> path.lastIndexOf('/') > DATABASES.length())
                .filter(KeptFiles::mayBeKeptOfDatabase)
                .collect(
                        Collectors.groupingBy(
                                path -> path.substring(0, path.lastIndexOf('/') + 1),
                                Collectors.toSet()));
    }

    /** Whether a database has the files of one of a template, no more and no less. */
    private boolean isWhole(String folder, Set<String> files) {
        Set<String> names = files.stream().map(MadeByInitDb::name).collect(Collectors.toSet());
        return templates.stream()
                .anyMatch(
                        template ->
                                names.equals(template.names(folder))
                                        || names.equals(template.names(FIRST_DATABASE)));
    }

    private boolean areAsMade(Set<String> files) throws IOException {
        for (String file : files) {
            if (!isAsMade(file)) {
                return false;
            }
        }
        return true;
    }

    private static String oid(String folder) {
        return folder.substring(DATABASES.length(), folder.length() - 1);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * Where a template may have what a file was made from; for what all databases share, nowhere.
     */
    private static List<String> origins(String file) {
        return file.startsWith(DATABASES) ? List.of(file, FIRST_DATABASE + name(file)) : List.of();
    }

    @Override
    public Map<String, Set<String>> untouchedDatabases() {
        return databases;
    }

    @Override
    public boolean mayBeIn(String file) throws IOException {
        return before.contains(file) && !isAsMade(file);
    }

    private boolean isAsMade(String file) throws IOException {
        if (inParts.contains(file)) {
            return false; // initdb makes no relation of several files
        }
        byte @Nullable [] there = null;
        for (String origin : origins(file)) {
            for (Made template : templates) {
                if (template.files().contains(origin)) {
                    byte[] made = content(template, origin);
                    if (there == null && volume.lengthBytes(copy, file) == made.length) {
                        there = volume.read(copy, file);
                    }
                    if (there != null && PageContent.isSame(made, there)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private byte[] content(Made template, String file) throws IOException {
        byte @Nullable [] content = template.contents().get(file);
        if (content == null) {
            content = volume.read(template.seal(), file);
            template.contents().put(file, content);
        }
        return content;
    }
}
