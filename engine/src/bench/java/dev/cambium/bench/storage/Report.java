package dev.cambium.bench.storage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured: printed line by line as it comes, and written as JSON at the end. */
final class Report {

    private final Map<String, Object> about = new LinkedHashMap<>();
    private final List<Map<String, Object>> rows = new ArrayList<>();

    /** A fact about the run, such as the machine. */
    void about(String name, Object value) {
        about.put(name, value);
        System.out.printf(Locale.ROOT, "%s: %s%n", name, value);
    }

    void title(String title) {
        System.out.printf("%n%s%n", title);
    }

    /**
     * A pair.
     *
     * @param speedRatios how fast the branch was in each round, the native file system being 1
     */
    void pair(Workload workload, Figures plain, Figures branch, Figures speedRatios) {
        System.out.printf(
                "  %-44s ext4 %-28s branch %-28s ratio %s%n",
                workload.name() + ", " + workload.unit(),
                plain.told(),
                branch.told(),
                speedRatios.told());
        Map<String, Object> row = row(workload.name(), workload.unit());
        row.put("ext4", values(plain));
        row.put("branch", values(branch));
        row.put("speed_ratio", values(speedRatios));
    }

    /** Something that has no counterpart. */
    void alone(String name, String unit, Figures figures) {
        System.out.printf("  %-44s %s%n", name + ", " + unit, figures.told());
        row(name, unit).put("figures", values(figures));
    }

    void write(Path file) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>(about);
        all.put("rows", rows);
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(file.toFile(), all);
        System.out.printf("%nwritten to %s%n", file);
    }

    private Map<String, Object> row(String name, String unit) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("unit", unit);
        rows.add(row);
        return row;
    }

    private static Map<String, Object> values(Figures figures) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("median", figures.median());
        all.put("min", figures.min());
        all.put("max", figures.max());
        all.put("values", figures.values());
        return all;
    }
}
