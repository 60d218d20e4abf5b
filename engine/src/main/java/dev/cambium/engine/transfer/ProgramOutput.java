package dev.cambium.engine.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a program writes. Its failure is an error here, so that half an output is never taken. */
final class ProgramOutput extends FilterInputStream {

    /** The first lines say what is wrong. */
    private static final int COMPLAINT_CHARS_MAX = 1_000;

    private final String what;
    private final Process process;
    private final Path complaints;

    /**
     * @param complaints what it writes to standard error; removed in the end
     */
    ProgramOutput(String what, Process process, Path complaints) {
        super(process.getInputStream());
        this.what = what;
        this.process = process;
        this.complaints = complaints;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        return next < 0 ? ended() : next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        return read < 0 ? ended() : read;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        super.close();
        Files.deleteIfExists(complaints);
    }

    private int ended() throws IOException {
        int code;
        try {
            code = process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(what + " was interrupted", e);
        }
        if (code != 0) {
            throw new IOException("%s failed: %s".formatted(what, complaint(code)));
        }
        return -1;
    }

    private String complaint(int code) throws IOException {
        if (!Files.exists(complaints)) {
            return "it ended with code " + code;
        }
        String said = Files.readString(complaints, StandardCharsets.UTF_8).strip();
        return said.isEmpty()
                ? "it ended with code " + code
                : said.substring(0, Math.min(said.length(), COMPLAINT_CHARS_MAX));
    }
}
