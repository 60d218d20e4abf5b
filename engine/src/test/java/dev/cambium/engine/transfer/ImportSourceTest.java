package dev.cambium.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

class ImportSourceTest {

    @TempDir Path folder;

    @Test
    void unpacksGzipWhateverTheName() throws IOException {
        byte[] packed = gzip("SELECT 1;".getBytes(StandardCharsets.UTF_8));
        assertThat(read(packed)).isEqualTo("SELECT 1;");
    }

    @Test
    void dropsAByteOrderMarkPackedOrNot() throws IOException {
        byte[] marked = "\uFEFFSELECT 1;".getBytes(StandardCharsets.UTF_8);
        assertThat(read(marked)).isEqualTo("SELECT 1;");
        assertThat(read(gzip(marked))).isEqualTo("SELECT 1;");
    }

    @Test
    void readsAnEmptyFile() throws IOException {
        assertThat(read(new byte[0])).isEmpty();
    }

    @Test
    void countsTheBytesOfTheFileNotThoseInIt() throws IOException {
        byte[] packed = gzip("SELECT 1;\n".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        try (SourceStream stream = source(packed).open()) {
            assertThat(stream.plain().readAllBytes()).hasSize(1_000_000);
            assertThat(stream.storedBytesRead()).isEqualTo(packed.length);
        }
    }

    @Test
    void refusesArchivesThatAreNoFilesAndThoseThatAreDamaged() throws IOException {
        byte[] custom = "PGDMP\1\16\0".getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(custom, "pg_restore -f");
        assertRefused(gzip(custom), "pg_restore -f");
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        assertRefused(tar, "pg_restore -f");
        Files.createFile(folder.resolve("toc.dat"));
        assertThatThrownBy(() -> ImportSource.of(folder).open())
                .isInstanceOf(ImportFailure.class)
                .hasMessageContaining("pg_restore");
    }

    @Test
    void refusesOtherFormatsByName() {
        assertRefused("SELECT 1;".getBytes(StandardCharsets.UTF_16), "UTF-16");
        assertRefused(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0}, "zstd");
        assertRefused("PK\3\4".getBytes(StandardCharsets.US_ASCII), "zip");
    }

    @Test
    void namesAFileThatIsMissing() {
        assertThatThrownBy(() -> ImportSource.of(folder.resolve("no.sql")).open())
                .isInstanceOf(ImportFailure.class)
                .hasMessageContaining("no.sql");
    }

    private static void assertRefused(byte[] bytes, String reason) {
        assertThatThrownBy(() -> source(bytes).open())
                .isInstanceOf(ImportFailure.class)
                .hasMessageContaining("dump")
                .hasMessageContaining(reason);
    }

    private static String read(byte[] bytes) throws IOException {
        try (SourceStream stream = source(bytes).open()) {
            return new String(stream.plain().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ImportSource source(byte[] bytes) {
        byte[] own = Arrays.copyOf(bytes, bytes.length);
        return ImportSource.of("dump", new ByteArrayInputStream(own));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }
}
