package dev.cambium.engine.branch.anonymize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

import dev.cambium.anonymizer.report.MaskingReport;

import java.util.List;

/** Reports as the catalog keeps them. */
final class Reports {

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private Reports() {}

    static String written(List<MaskingReport> reports) {
        try {
            return JSON.writeValueAsString(reports);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records are always written", e);
        }
    }

    static List<MaskingReport> read(String json) {
        try {
            return List.of(JSON.readValue(json, MaskingReport[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the catalog holds a report that cannot be read", e);
        }
    }
}
