package dev.cambium.engine.branch.creation;

import java.util.Arrays;

/** What is in the pages of files of relations, whenever they were written. */
final class PageContent {

    private static final int PAGE_BYTES = 8192;

    /** A page begins with the LSN of its last change and its checksum (storage/bufpage.h). */
    private static final int WHEN_WRITTEN_BYTES = Long.BYTES + Short.BYTES;

    private PageContent() {}

    /**
     * Whether two files hold the same: byte for byte, but for where in the WAL each page was
     * written last. CREATE DATABASE copies pages through the WAL and gives them places of their
     * own. A file that does not consist of pages has to be the same in each byte.
     */
    static boolean isSame(byte[] one, byte[] other) {
        if (one.length != other.length) {
            return false;
        }
        if (one.length % PAGE_BYTES != 0) {
            return Arrays.equals(one, other);
        }
        for (int page = 0; page < one.length; page += PAGE_BYTES) {
            int from = page + WHEN_WRITTEN_BYTES;
            int to = page + PAGE_BYTES;
            if (!Arrays.equals(one, from, to, other, from, to)) {
                return false;
            }
        }
        return true;
    }
}
