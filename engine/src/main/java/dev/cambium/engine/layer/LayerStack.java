package dev.cambium.engine.layer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A layer and all below it, newest first: what a timeline or a seal consists of. To put a layer on
 * top is to make a new stack; stacks share what is below.
 */
record LayerStack(Layer top) implements Iterable<Layer> {

    /**
     * Where the bytes of a file are found. Valid until the top layer gets a data file of it; when
     * layers were merged it shows the same bytes, or throws {@link DataFile.Gone}.
     */
    FileChain chainOf(long node) {
        List<DataFile> files = new ArrayList<>();
        for (Layer layer = top; layer != null; ) {
            Layer.Body body = layer.body();
            DataFile file = body.files().get(node);
            if (file != null) {
                files.add(file);
            }
            layer = body.parent();
        }
        return new FileChain(List.copyOf(files));
    }

    boolean contains(Layer layer) {
        for (Layer one : this) {
            if (one == layer) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Iterator<Layer> iterator() {
        return new Iterator<>() {
            private @Nullable Layer next = top;

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Layer next() {
                Layer layer = next;
                if (layer == null) {
                    throw new NoSuchElementException("below the root layer is nothing");
                }
                next = layer.parent();
                return layer;
            }
        };
    }
}
