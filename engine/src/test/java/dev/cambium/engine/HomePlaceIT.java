package dev.cambium.engine;

import static dev.cambium.engine.BadInputIT.assertRefused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.fuse.mount.FuseAvailability;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A home is served where it was made, and nowhere else. */
class HomePlaceIT {

    @TempDir private Path folder;

    @AfterEach
    void endWhatRuns() throws Exception {
        for (String home : new String[] {"home", "copy", "moved", "link"}) {
            DaemonProcess.tidy(folder.resolve(home));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void aCopyIsRefusedAndTheOriginalIsAsItWas(VolumeChoice volume) throws Exception {
        Path home = folder.resolve("home");
        String uri = made(home, volume);
        Path copy = folder.resolve("copy");
        assertThat(
                        new ProcessBuilder("cp", "-a", home.toString(), copy.toString())
                                .start()
                                .waitFor())
                .isZero();
        Map<String, FileTime> wal = files(home.resolve("wal"));

        assertRefused(
                412,
                () -> open(copy, volume),
                copy + " was moved or copied here",
                home.resolve("wal").toString(),
                "Nothing was changed",
                "pg_dump");

        assertThat(files(home.resolve("wal"))).isEqualTo(wal);
        try (Engine _ = open(home, volume)) {
            assertThat(rows(uri)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void aHomeThatWasMovedIsServedWhenItIsBack(VolumeChoice volume) throws Exception {
        Path home = folder.resolve("home");
        String uri = made(home, volume);
        Path moved = Files.move(home, folder.resolve("moved"));

        assertRefused(412, () -> open(moved, volume), "Move the home back", home.toString());

        Files.move(moved, home);
        try (Engine _ = open(home, volume)) {
            assertThat(rows(uri)).isEqualTo(3);
        }
        Path link = Files.createSymbolicLink(folder.resolve("link"), home);
        try (Engine _ = open(link, volume)) {
            assertThat(rows(uri)).isEqualTo(3);
        }
    }

    /** A home with a branch that has never run, and one that has three rows, at an address. */
    private static String made(Path home, VolumeChoice volume) throws Exception {
        assumeTrue(volume == VolumeChoice.COPY || FuseAvailability.probe().usable());
        EngineHome engineHome = new EngineHome(home);
        try (Engine _ = open(home, volume);
                EngineClient client =
                        EngineClient.connect(
                                URI.create(engineHome.listening().orElseThrow().apiUrl()),
                                engineHome.apiKeyOrNew())) {
            Created.ProjectReply made =
                    client.projects().create(new NewProject("shop", "main", "cambium", "shop"));
            String uri = made.connectionUris().getFirst().connectionUri();
            KilledDeeds.execute(uri, "create table t as select generate_series(1, 3)");
            client.branches().create(made.project().id(), new NewBranch("asleep", null, false));
            return uri;
        }
    }

    private static Engine open(Path home, VolumeChoice volume) {
        EngineHome engineHome = new EngineHome(home);
        engineHome.create();
        return Engine.open(engineHome, 0, volume, () -> {});
    }

    private static long rows(String uri) throws SQLException {
        try (Connection connection = KilledDeeds.connect(uri);
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from t")) {
            assertThat(count.next()).isTrue();
            return count.getLong(1);
        }
    }

    /** When each file was last written. */
    private static Map<String, FileTime> files(Path below) throws IOException {
        Map<String, FileTime> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(below)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(below.relativize(file).toString(), Files.getLastModifiedTime(file));
            }
        }
        return found;
    }
}
