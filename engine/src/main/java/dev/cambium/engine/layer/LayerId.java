package dev.cambium.engine.layer;

/**
 * The number of a layer within a store; the name of its folder is the number in hexadecimal.
 *
 * @param value positive; 0 stands for "none" in files and is never an id
 */
record LayerId(long value) implements Comparable<LayerId> {

    LayerId {
        if (value <= 0) {
            throw new IllegalArgumentException("not a layer id: " + value);
        }
    }

    /** The name of the layer's folder: 12 hexadecimal digits or more. */
    String folderName() {
        return "%012x".formatted(value);
    }

    @Override
    public int compareTo(LayerId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return folderName();
    }
}
