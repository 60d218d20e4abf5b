package dev.cambium.engine.volume;

import dev.cambium.engine.layer.CopyWatch;
import dev.cambium.engine.layer.ForkRules;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.Folders;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The honest fallback where there is no FUSE: every seal and every fork copies all files.
 *
 * <p>On disk: {@code timelines/<id>} and {@code seals/<id>} are plain data folders; {@code work/}
 * holds what is being made or deleted, and is emptied when the volume is opened. Things become
 * visible by one rename after all their files are durable.
 *
 * <p>A seal of a running server is not one moment: files are copied one after another, pg_control
 * first. That is still an image, because full-page writes make every page that changed during the
 * copy whole again when WAL is replayed from that pg_control's redo position to an end read after
 * the copy.
 */
public final class CopyVolume implements Volume {

    /** What is changed in a copy before it can be seen; durable when it returns. */
    private interface Change {
        void in(Path made) throws IOException;
    }

    private static final Change NO_CHANGE = made -> {};

    private final Path timelines;
    private final Path seals;
    private final Path work;
    private final String reason;

    private CopyVolume(Path folder, String reason) {
        this.timelines = folder.resolve("timelines");
        this.seals = folder.resolve("seals");
        this.work = folder.resolve("work");
        this.reason = reason;
    }

    /**
     * Opens the volume in a folder of its own, made when missing, and removes what a crash left
     * half done.
     *
     * @param reason one sentence why files are copied here, shown to people
     */
    public static CopyVolume open(Path folder, String reason) throws IOException {
        CopyVolume volume = new CopyVolume(folder, reason);
        Folders.deleteTree(volume.work);
        for (Path made : new Path[] {volume.timelines, volume.seals, volume.work}) {
            Files.createDirectories(made);
        }
        Folders.sync(folder);
        return volume;
    }

    @Override
    public VolumeDescription describe() {
        return new VolumeDescription("copy", reason, timelines.toString());
    }

    @Override
    public Path dataDirectory(TimelineId timeline) {
        return timelines.resolve(timeline.value());
    }

    @Override
    public Path walFolder(TimelineId timeline) throws IOException {
        return Files.readSymbolicLink(existing(timeline).resolve("pg_wal"));
    }

    @Override
    public void create(TimelineId timeline, Path initdbFolder, Path walFolder) throws IOException {
        place(initdbFolder, dataDirectory(timeline), walFolder, NO_CHANGE, path -> false);
    }

    @Override
    public void extract(
            TimelineId source, Predicate<String> keeps, TimelineId target, Path walFolder)
            throws IOException {
        place(
                existing(source),
                dataDirectory(target),
                walFolder,
                NO_CHANGE,
                path -> !path.isEmpty() && !keeps.test(path));
    }

    @Override
    public void seal(TimelineId timeline, SealId seal) throws IOException {
        place(existing(timeline), folderOf(seal), null, NO_CHANGE, path -> false);
    }

    @Override
    public void fork(SealId seal, TimelineId child, Path walFolder) throws IOException {
        fork(seal, child, walFolder, NO_CHANGE);
    }

    @Override
    public void fork(SealId seal, TimelineId child, Path walFolder, byte[] controlFile)
            throws IOException {
        fork(seal, child, walFolder, made -> FolderCopy.replaceControlFile(made, controlFile));
    }

    private void fork(SealId seal, TimelineId child, Path walFolder, Change change)
            throws IOException {
        place(existing(seal), dataDirectory(child), walFolder, change, ForkRules::leavesOut);
    }

    @Override
    public List<String> files(SealId seal, String folder) throws IOException {
        return files(existing(seal), folder);
    }

    @Override
    public List<String> files(TimelineId timeline, String folder) throws IOException {
        return files(existing(timeline), folder);
    }

    private static List<String> files(Path data, String folder) throws IOException {
        Path below = data.resolve(folder);
        if (!Files.isDirectory(below)) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        FolderCopy.forEachFile(below, (file, size) -> found.add(data.relativize(file).toString()));
        return found;
    }

    @Override
    public boolean copies() {
        return true;
    }

    @Override
    public byte[] read(SealId seal, String path) throws IOException {
        return Files.readAllBytes(existing(seal).resolve(path));
    }

    @Override
    public byte[] read(TimelineId timeline, String path) throws IOException {
        return Files.readAllBytes(existing(timeline).resolve(path));
    }

    @Override
    public long lengthBytes(TimelineId timeline, String path) throws IOException {
        return Files.size(existing(timeline).resolve(path));
    }

    @Override
    public Set<TimelineId> timelines() throws IOException {
        return names(timelines, TimelineId::isId, TimelineId::new);
    }

    @Override
    public Set<SealId> seals() throws IOException {
        return names(seals, SealId::isId, SealId::new);
    }

    @Override
    public void delete(TimelineId timeline) throws IOException {
        remove(existing(timeline));
    }

    @Override
    public void discard(SealId seal) throws IOException {
        remove(existing(seal));
    }

    /** Nothing is shared here, so all of a timeline is its own. */
    @Override
    public boolean flatten(TimelineId timeline, CopyWatch watch) throws IOException {
        Path _ = existing(timeline);
        return false;
    }

    @Override
    public Map<TimelineId, SpaceUse> spaces(Map<TimelineId, Set<SealId>> own) throws IOException {
        Map<TimelineId, SpaceUse> spaces = new HashMap<>();
        for (var timeline : own.entrySet()) {
            try {
                spaces.put(timeline.getKey(), spaceOf(timeline.getKey(), timeline.getValue()));
            } catch (NoSuchFileException gone) {
                // Left out.
            }
        }
        return spaces;
    }

    private SpaceUse spaceOf(TimelineId timeline, Set<SealId> own) throws IOException {
        long bytes = FolderCopy.lengthOfFiles(existing(timeline));
        long history = 0;
        for (SealId seal : own) {
            history += FolderCopy.lengthOfFiles(existing(seal));
        }
        return new SpaceUse(bytes, bytes + history, history, 0);
    }

    /** Nothing is shared. */
    @Override
    public Together together(Set<TimelineId> timelines, Set<SealId> seals) throws IOException {
        long bytes = 0;
        for (TimelineId timeline : timelines) {
            bytes += lengthOrNothing(dataDirectory(timeline));
        }
        for (SealId seal : seals) {
            bytes += lengthOrNothing(folderOf(seal));
        }
        return new Together(bytes, bytes);
    }

    private static long lengthOrNothing(Path folder) throws IOException {
        return Files.isDirectory(folder) ? FolderCopy.lengthOfFiles(folder) : 0;
    }

    /** Nor of a seal. */
    @Override
    public long uniqueBytes(SealId seal) throws IOException {
        return FolderCopy.lengthOfFiles(existing(seal));
    }

    @Override
    public void close() {
        // Nothing is mounted or held open.
    }

    private void place(
            Path source,
            Path target,
            @Nullable Path walFolder,
            Change change,
            Predicate<String> leavesOut)
            throws IOException {
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        refuseTablespaces(source);
        Path made = work.resolve(target.getFileName().toString());
        Folders.deleteTree(made);
        try {
            FolderCopy.copyDataFolder(source, made, leavesOut);
            change.in(made);
            if (walFolder != null) {
                Files.createSymbolicLink(made.resolve("pg_wal"), walFolder.toAbsolutePath());
            }
            Folders.sync(made);
            Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
            Folders.sync(target.resolveSibling("."));
        } catch (IOException e) {
            Folders.deleteTree(made);
            throw e;
        }
    }

    /** A tablespace is a link out of PGDATA: a fork would write into its parent's rows. */
    private static void refuseTablespaces(Path source) throws IOException {
        Path links = source.resolve("pg_tblspc");
        if (!Files.isDirectory(links)) {
            return;
        }
        try (Stream<Path> found = Files.list(links)) {
            if (found.findAny().isPresent()) {
                throw new IOException(
                        "This branch has a tablespace outside its own folder, which cannot be"
                                + " branched. Move its tables with ALTER TABLE … SET TABLESPACE"
                                + " pg_default, then DROP TABLESPACE.");
            }
        }
    }

    private void remove(Path folder) throws IOException {
        Path doomed = work.resolve("gone-" + folder.getFileName());
        Folders.deleteTree(doomed);
        Files.move(folder, doomed, StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(folder.resolveSibling("."));
        Folders.deleteTree(doomed);
    }

    private Path folderOf(SealId seal) {
        return seals.resolve(seal.value());
    }

    private Path existing(TimelineId timeline) throws NoSuchFileException {
        return existing(dataDirectory(timeline));
    }

    private Path existing(SealId seal) throws NoSuchFileException {
        return existing(folderOf(seal));
    }

    private static Path existing(Path folder) throws NoSuchFileException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        return folder;
    }

    private static <T> Set<T> names(Path folder, Predicate<String> ours, Function<String, T> parse)
            throws IOException {
        Set<T> found = new HashSet<>();
        try (Stream<Path> children = Files.list(folder)) {
            children.map(child -> child.getFileName().toString())
                    .filter(ours)
                    .forEach(name -> found.add(parse.apply(name)));
        }
        return found;
    }
}
