package dev.cambium.bench;

import dev.cambium.engine.Engine;
import dev.cambium.engine.VolumeChoice;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.ImportRequest;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.PersonalColumn;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Precision and recall of detection on the sample databases pagila and chinook, against labels made
 * by hand.
 *
 * <p>Argument: a folder with {@code pagila/pagila-schema.sql}, {@code pagila/pagila-data.sql} and
 * {@code chinook/chinook.sql}. Runs an engine of its own in a temporary home.
 */
public final class DetectionQuality {

    private static final String PAGILA =
            """
            actor.first_name actor.last_name address.address address.address2 address.district
            address.postal_code address.phone city.city country.country customer.first_name
            customer.last_name customer.email staff.first_name staff.last_name staff.email staff.username
            staff.password staff.picture
            """;

    private static final String CHINOOK =
            """
            customer.first_name customer.last_name customer.company customer.address customer.city
            customer.state customer.country customer.postal_code customer.phone customer.fax customer.email
            employee.last_name employee.first_name employee.title employee.birth_date employee.address
            employee.city employee.state employee.country employee.postal_code employee.phone employee.fax
            employee.email invoice.billing_address invoice.billing_city invoice.billing_state
            invoice.billing_country invoice.billing_postal_code artist.name track.composer
            """;

    private DetectionQuality() {}

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]).toAbsolutePath();
        Path folder = Files.createTempDirectory("cambium-bench");
        EngineHome home = new EngineHome(folder);
        home.create();
        try (Engine running = Engine.open(home, 0, VolumeChoice.LAYERS, () -> {});
                EngineClient engine =
                        EngineClient.connect(
                                URI.create(home.listening().orElseThrow().apiUrl()),
                                home.apiKeyOrNew())) {
            measure(
                    engine,
                    "pagila",
                    PAGILA,
                    data.resolve("pagila/pagila-schema.sql"),
                    data.resolve("pagila/pagila-data.sql"));
            measure(engine, "chinook", CHINOOK, data.resolve("chinook/chinook.sql"));
        } finally {
            new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        }
    }

    private static void measure(EngineClient engine, String name, String labels, Path... files) {
        String project =
                engine.projects().create(new NewProject(name, null, null, "start")).project().id();
        // Begun in another database, because a script may make its own.
        String database = files.length > 1 ? name : "start";
        var _ =
                engine.transfers()
                        .importFiles(project, "main", new ImportRequest(List.of(files), database));
        Set<String> labelled = new TreeSet<>(Arrays.asList(labels.strip().split("\\s+")));
        Set<String> found = new TreeSet<>();
        engine.anonymize().detect(project, "main", name, false).stream()
                .filter(PersonalColumn::sensitive)
                .map(one -> one.table() + "." + one.column())
                .forEach(found::add);
        Set<String> right = new TreeSet<>(found);
        right.retainAll(labelled);
        System.out.printf(
                Locale.ROOT,
                "%s: precision %.2f (%d of %d found are personal), recall %.2f (%d of %d)%n  too much: %s%n  missed: %s%n",
                name,
                right.size() / (double) found.size(),
                right.size(),
                found.size(),
                right.size() / (double) labelled.size(),
                right.size(),
                labelled.size(),
                minus(found, labelled),
                minus(labelled, found));
    }

    private static String minus(Set<String> some, Set<String> others) {
        return some.stream().filter(one -> !others.contains(one)).collect(Collectors.joining(", "));
    }
}
