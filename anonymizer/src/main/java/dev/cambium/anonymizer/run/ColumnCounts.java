package dev.cambium.anonymizer.run;

/** What was done with one column. Adds up; not thread-safe. */
public final class ColumnCounts {

    private long values;
    private long nulls;
    private long same;

    void value(boolean unchanged) {
        values++;
        same += unchanged ? 1 : 0;
    }

    void nothing() {
        nulls++;
    }

    public void add(ColumnCounts other) {
        values += other.values;
        nulls += other.nulls;
        same += other.same;
    }

    /** Values that went through the function. */
    public long values() {
        return values;
    }

    /** NULL in the source, and NULL still. */
    public long nulls() {
        return nulls;
    }

    /** Values that the function gave back as they were: by chance, or because there was nothing. */
    public long same() {
        return same;
    }
}
