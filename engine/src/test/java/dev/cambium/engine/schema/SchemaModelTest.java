package dev.cambium.engine.schema;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaModelTest {

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void comparisonsCanBePreparedForEachPostgresThatComesWithCambium(int major) {
        assertThatCode(() -> SchemaModel.prepare(major)).doesNotThrowAnyException();
    }
}
