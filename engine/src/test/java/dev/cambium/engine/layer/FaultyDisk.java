package dev.cambium.engine.layer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A disk of which one call fails: the n-th from when it is told to, and perhaps all behind it. */
final class FaultyDisk implements Disk {

    private final Disk inner;
    private int callsLeft = Integer.MAX_VALUE;
    private boolean goesOn;
    private String error = "";
    private int failures;

    FaultyDisk() {
        this(Disk.REAL);
    }

    /**
     * @param inner what the calls that succeed go to
     */
    FaultyDisk(Disk inner) {
        this.inner = inner;
    }

    /**
     * @param calls how many calls still succeed
     * @param persistent whether all later ones fail, too, as on a full disk
     */
    synchronized void failAfter(int calls, boolean persistent, String why) {
        callsLeft = calls;
        goesOn = persistent;
        error = why;
    }

    synchronized void heal() {
        callsLeft = Integer.MAX_VALUE;
    }

    synchronized int failures() {
        return failures;
    }

    private synchronized boolean failsNow() {
        if (callsLeft == Integer.MAX_VALUE || callsLeft-- > 0) {
            return false;
        }
        failures++;
        callsLeft = goesOn ? 0 : Integer.MAX_VALUE;
        return true;
    }

    private void fail() throws IOException {
        throw new IOException(error);
    }

    @Override
    public void write(Path path, FileChannel channel, ByteBuffer source, long offset)
            throws IOException {
        if (failsNow()) {
            // Half of it arrives, as when a disk runs full or breaks in the middle.
            int half = source.remaining() / 2;
            inner.write(path, channel, source.slice(source.position(), half), offset);
            fail();
        }
        inner.write(path, channel, source, offset);
    }

    @Override
    public void sync(Path path, FileChannel channel) throws IOException {
        if (failsNow()) {
            fail();
        }
        inner.sync(path, channel);
    }

    @Override
    public void syncAll(Path folder) throws IOException {
        if (failsNow()) {
            fail();
        }
        inner.syncAll(folder);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        if (failsNow()) {
            fail();
        }
        inner.syncFolder(folder);
    }
}
