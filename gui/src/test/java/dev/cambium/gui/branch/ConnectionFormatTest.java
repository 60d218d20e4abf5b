package dev.cambium.gui.branch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectionFormatTest {

    private static final String URI =
            "postgres://shop:p%40ss%2Fw@127.0.0.1:54010/shop?sslmode=require";

    @Test
    void writesWhatEachProgramReads() {
        assertThat(ConnectionFormat.URI_STRING.write(URI)).isEqualTo(URI);
        assertThat(ConnectionFormat.PSQL.write(URI)).isEqualTo("psql '" + URI + "'");
        assertThat(ConnectionFormat.DOT_ENV.write(URI)).isEqualTo("DATABASE_URL=\"" + URI + "\"");
        assertThat(ConnectionFormat.JDBC.write(URI))
                .isEqualTo(
                        "jdbc:postgresql://127.0.0.1:54010/shop?user=shop&password=p%40ss%2Fw&sslmode=require");
    }

    @ParameterizedTest
    @EnumSource(ConnectionFormat.class)
    void hidesThePasswordAndNothingElse(ConnectionFormat format) {
        String masked = format.writeMasked(URI);
        assertThat(masked).doesNotContain("p%40ss").doesNotContain("p@ss").contains("••••••");
        assertThat(masked).contains("shop").contains("127.0.0.1:54010").contains("sslmode=require");
    }

    @Test
    void aStringWithoutPasswordStaysAsItIs() {
        String bare = "postgres://127.0.0.1:54010/shop";
        assertThat(ConnectionFormat.URI_STRING.writeMasked(bare)).isEqualTo(bare);
        assertThat(ConnectionFormat.JDBC.write(bare))
                .isEqualTo("jdbc:postgresql://127.0.0.1:54010/shop");
    }
}
