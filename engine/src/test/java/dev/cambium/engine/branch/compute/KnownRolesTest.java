package dev.cambium.engine.branch.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.catalog.Role;
import dev.cambium.engine.compute.ReaderRole;
import dev.cambium.engine.compute.ScramVerifier;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.volume.CopyVolume;
import dev.cambium.engine.volume.Volume;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class KnownRolesTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Role ME = role("me", "secret");

    /** What PostgreSQL's own files have of a row that was committed and is there. */
    private static final int SAYS_ALL = 0x0900;

    @TempDir Path folder;
    private Volume volume;
    private KnownRoles known;

    @BeforeEach
    void open() throws IOException {
        volume = CopyVolume.open(folder.resolve("copies"), "a test");
        known = new KnownRoles(volume);
    }

    @AfterEach
    void close() throws Exception {
        volume.close();
    }

    @Test
    void rolesThatWereFoundOnceAreKnownOfEveryContentWithTheSameFile() throws Exception {
        String first = known.digest(content("tl-one", 5000, SAYS_ALL, 1)).orElseThrow();
        assertThat(known.areIn(first, List.of(ME))).isFalse();
        known.note(first, found(ME));
        String second = known.digest(content("tl-two", 6000, SAYS_ALL, 1)).orElseThrow();
        assertThat(known.areIn(second, List.of(ME))).isTrue();
        String other = known.digest(content("tl-three", 5000, SAYS_ALL, 2)).orElseThrow();
        assertThat(known.areIn(other, List.of(ME))).isFalse();
    }

    @Test
    void aRoleThatIsMissingOrHasAnotherPasswordHasToBeGiven() throws Exception {
        String content = known.digest(content("tl-one", 5000, SAYS_ALL, 1)).orElseThrow();
        known.note(content, found(ME));
        assertThat(known.areIn(content, List.of(ME, role("you", "secret")))).isFalse();
        assertThat(known.areIn(content, List.of(role("me", "another")))).isFalse();
        Map<String, @Nullable String> withoutReader = found(ME);
        withoutReader.remove(ReaderRole.NAME);
        known.note(content, withoutReader);
        assertThat(known.areIn(content, List.of(ME))).isFalse();
    }

    @Test
    void ofAFileThatLeavesSomethingOpenNothingIsSaid() throws Exception {
        assertThat(known.digest(content("tl-open", 5000, 0x0800, 1))).isEmpty();
        assertThat(known.digest(new TimelineId("tl-none"))).isEmpty();
        TimelineId damaged = content("tl-damaged", 5000, SAYS_ALL, 1);
        Files.write(volume.dataDirectory(damaged).resolve("global/pg_filenode.map"), new byte[512]);
        assertThat(known.digest(damaged)).isEmpty();
    }

    @Test
    void onlyTheLastAreRemembered() throws Exception {
        String first = known.digest(content("tl-one", 5000, SAYS_ALL, 1)).orElseThrow();
        known.note(first, found(ME));
        for (int i = 0; i < 256; i++) {
            known.note("another " + i, found(ME));
        }
        assertThat(known.areIn(first, List.of(ME))).isFalse();
        assertThat(known.areIn("another 0", List.of(ME))).isTrue();
    }

    /** A timeline whose pg_authid has one row. */
    private TimelineId content(String name, int file, int infomask, int value) throws IOException {
        ByteBuffer map = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        map.putInt(0x592717).putInt(2).putInt(1262).putInt(1262).putInt(1260).putInt(file);
        ByteBuffer page = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
        page.putShort(12, (short) 28).putInt(24, 8128 | 1 << 15 | 64 << 17);
        page.putShort(8148, (short) infomask).putInt(8160, value);
        Path made = Files.createDirectories(folder.resolve(name).resolve("global"));
        Files.write(made.resolve("pg_filenode.map"), map.array());
        Files.write(made.resolve(String.valueOf(file)), page.array());
        Files.write(made.resolve("pg_control"), new byte[8192]);
        TimelineId timeline = new TimelineId(name);
        volume.create(
                timeline, made.getParent(), Files.createDirectories(folder.resolve("wal-" + name)));
        return timeline;
    }

    private static Map<String, @Nullable String> found(Role role) {
        Map<String, @Nullable String> verifiers = new HashMap<>();
        verifiers.put(role.name(), ScramVerifier.of(role.name(), role.password()));
        verifiers.put(ReaderRole.NAME, null);
        return verifiers;
    }

    private static Role role(String name, String password) {
        return new Role("br-one", name, password, NOON, NOON);
    }
}
