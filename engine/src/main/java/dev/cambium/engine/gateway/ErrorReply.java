package dev.cambium.engine.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Postgres' message for an error that ends a session (ErrorResponse, severity FATAL). */
final class ErrorReply {

    private ErrorReply() {}

    static byte[] encoded(SqlState state, String message) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        field(fields, 'S', "FATAL");
        field(fields, 'V', "FATAL");
        field(fields, 'C', state.code());
        field(fields, 'M', message.replace('\0', ' '));
        fields.write(0);
        return ByteBuffer.allocate(5 + fields.size())
                .put((byte) 'E')
                .putInt(4 + fields.size())
                .put(fields.toByteArray())
                .array();
    }

    private static void field(ByteArrayOutputStream fields, char code, String value) {
        fields.write(code);
        fields.writeBytes(value.getBytes(StandardCharsets.UTF_8));
        fields.write(0);
    }
}
