package dev.cambium.engine.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

class SchemaModelTest {

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void comparisonsCanBePreparedForEachPostgresThatComesWithCambium(int major) {
        assertThatCode(() -> SchemaModel.prepare(major)).doesNotThrowAnyException();
    }

    @Test
    void allOfWhatItIsPreparedWithIsUnderstood() throws IOException {
        SchemaModel sample = SchemaModel.sample(18);
        assertThat(sample.notes()).isEmpty();
        assertThat(sample.tables())
                .extracting(TableShape::name)
                .contains("customer", "orders", "event", "event_2026");
        assertThat(sample.sql())
                .contains("FUNCTION public.balance", "VIEW public.customer_info", "POLICY own");
    }
}
