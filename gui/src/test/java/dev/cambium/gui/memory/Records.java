package dev.cambium.gui.memory;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Copies records with some of their components changed. */
public final class Records {

    private Records() {}

    /**
     * @param changes names of components, each followed by its new value
     */
    @SuppressWarnings("unchecked")
    public static <R extends Record> R with(R record, Object... changes) {
        try {
            RecordComponent[] parts = record.getClass().getRecordComponents();
            Object[] values = new Object[parts.length];
            for (int i = 0; i < parts.length; i++) {
                int at = Arrays.asList(changes).indexOf(parts[i].getName());
                values[i] = at < 0 ? parts[i].getAccessor().invoke(record) : changes[at + 1];
            }
            Class<?>[] types =
                    Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return (R) record.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
