package dev.cambium.engine.transfer;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** The plain bytes of a source, with a count of the stored ones. Refuses what is no SQL script. */
final class SourceStream implements AutoCloseable {

    private static final int BUFFER_BYTES = 256 << 10;

    /** A tar archive says so at byte 257; this much is looked at. */
    private static final int HEAD_BYTES = 512;

    private static final int TAR_MAGIC_OFFSET = 257;

    private static final byte[] UTF8_BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final Counted stored;
    private final InputStream plain;

    private SourceStream(Counted stored, InputStream plain) {
        this.stored = stored;
        this.plain = plain;
    }

    static SourceStream over(InputStream raw, String name) throws IOException {
        try {
            Counted stored = new Counted(raw);
            InputStream plain = new BufferedInputStream(stored, BUFFER_BYTES);
            byte[] head = head(plain);
            if (startsWith(head, 0x1f, 0x8b)) {
                InputStream unpacked = new GZIPInputStream(plain, BUFFER_BYTES);
                plain = new BufferedInputStream(unpacked, BUFFER_BYTES);
                head = head(plain);
            }
            refuseOtherFormats(head, name);
            if (Arrays.equals(Arrays.copyOf(head, 3), UTF8_BYTE_ORDER_MARK)) {
                plain.skipNBytes(UTF8_BYTE_ORDER_MARK.length);
            }
            return new SourceStream(stored, plain);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    InputStream plain() {
        return plain;
    }

    /** Bytes of the file that were read so far, packed or not. */
    long storedBytesRead() {
        return stored.count;
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }

    static String archive(String format) {
        return ("this is a pg_dump archive (%s format), not a plain SQL script. Make one of it with"
                        + " pg_restore -f dump.sql ARCHIVE, and import dump.sql")
                .formatted(format);
    }

    private static byte[] head(InputStream in) throws IOException {
        in.mark(HEAD_BYTES);
        byte[] head = in.readNBytes(HEAD_BYTES);
        in.reset();
        return head;
    }

    private static void refuseOtherFormats(byte[] head, String name) {
        String problem = null;
        if (startsWith(head, 'P', 'G', 'D', 'M', 'P')) {
            problem = archive("custom");
        } else if (isTar(head)) {
            problem = archive("tar");
        } else if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) {
            problem = "the text is UTF-16; save it as UTF-8 (PowerShell: use pg_dump -f FILE)";
        } else if (startsWith(head, 0x28, 0xb5, 0x2f, 0xfd)) {
            problem = "the file is packed with zstd; unpack it first (zstd -d)";
        } else if (startsWith(head, 0x04, 0x22, 0x4d, 0x18)) {
            problem = "the file is packed with lz4; unpack it first (lz4 -d)";
        } else if (startsWith(head, 0xfd, '7', 'z', 'X', 'Z')) {
            problem = "the file is packed with xz; unpack it first (xz -d)";
        } else if (startsWith(head, 'B', 'Z', 'h')) {
            problem = "the file is packed with bzip2; unpack it first (bzip2 -d)";
        } else if (startsWith(head, 'P', 'K', 3, 4)) {
            problem = "the file is a zip archive; unpack it first";
        }
        if (problem != null) {
            throw new ImportFailure(name, 1, problem);
        }
    }

    private static boolean isTar(byte[] head) {
        String magic = "ustar";
        return head.length == HEAD_BYTES
                && new String(head, TAR_MAGIC_OFFSET, magic.length(), StandardCharsets.ISO_8859_1)
                        .equals(magic);
    }

    private static boolean startsWith(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    private static final class Counted extends FilterInputStream {

        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
