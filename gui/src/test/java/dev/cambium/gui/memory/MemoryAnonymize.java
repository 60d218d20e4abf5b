package dev.cambium.gui.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.cambium.engine.api.AnonymizeCalls;
import dev.cambium.engine.api.AnonymizedStatus;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.MaskingFunctionInfo;
import dev.cambium.engine.api.MaskingPreviewReply;
import dev.cambium.engine.api.MaskingRule;
import dev.cambium.engine.api.MaskingRulesText;
import dev.cambium.engine.api.NewAnonymized;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.PersonalColumn;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A shop's customers in a {@link MemoryEngine}: rules are kept, and runs make branches. */
public final class MemoryAnonymize implements AnonymizeCalls {

    private static final List<MaskingFunctionInfo> FUNCTIONS =
            List.of(
                    function("keep", "stays as it is", List.of(), "text", "date", "integer"),
                    function("email", "an address of nobody at example.com", List.of(), "text"),
                    function("full_name", "a first and a last name", List.of(), "text"),
                    function("redact", "stars for letters and digits", List.of("with"), "text"),
                    function("token", "random letters and digits", List.of("length"), "text"),
                    function("date_shift", "some days off", List.of("days", "entity"), "date"),
                    function("noise", "nearly the same number", List.of("ratio"), "integer"));

    private final MemoryEngine engine;
    private final Map<String, String> rules = new LinkedHashMap<>();
    private final Set<String> masked = new HashSet<>();
    private final Set<String> cancelled = new HashSet<>();
    private @Nullable CountDownLatch held;
    private @Nullable String heldName;
    private @Nullable String heldOperation;
    private int version;
    private boolean approved;

    MemoryAnonymize(MemoryEngine engine) {
        this.engine = engine;
    }

    private static MaskingFunctionInfo function(
            String name, String summary, List<String> arguments, String... types) {
        return new MaskingFunctionInfo(
                name, summary, "not reversible, format kept", arguments, List.of(types));
    }

    /** The next run goes on until it is cancelled. */
    public void holdNextRun() {
        synchronized (engine) {
            held = new CountDownLatch(1);
        }
    }

    /** What the rules give a column; null for nothing. */
    public @Nullable String rule(String column) {
        synchronized (engine) {
            return rules.get(column);
        }
    }

    @Override
    public List<PersonalColumn> detect(
            String projectId, String branch, String database, boolean all) {
        synchronized (engine) {
            engine.alive();
            List<PersonalColumn> found = new ArrayList<>();
            found.add(column("customers", "email", "text", "EMAIL_ADDRESS", 0.99, "email"));
            found.add(column("customers", "full_name", "text", "PERSON_NAME", 0.94, "full_name"));
            found.add(column("customers", "born", "date", "BIRTH_DATE", 0.9, "date_shift"));
            found.add(column("orders", "note", "text", "FREE_TEXT", 0.7, null));
            found.add(column("orders", "reference", "text", "PHONE_NUMBER", 0.35, null));
            return found;
        }
    }

    private PersonalColumn column(
            String table,
            String name,
            String type,
            String kind,
            double confidence,
            @Nullable String suggestion) {
        boolean decided = rules.containsKey("public." + table + "." + name);
        return new PersonalColumn(
                "public",
                table,
                name,
                null,
                type,
                type,
                kind,
                confidence,
                List.of(
                        "the name says " + kind.toLowerCase(java.util.Locale.ROOT),
                        "98 % of 2000 values look like one"),
                confidence >= 0.5,
                decided ? null : suggestion);
    }

    @Override
    public List<MaskingFunctionInfo> functions() {
        return FUNCTIONS;
    }

    @Override
    public MaskingRulesText rules(String projectId, String database) {
        synchronized (engine) {
            engine.alive();
            List<MaskingRule> columns =
                    rules.entrySet().stream()
                            .map(
                                    each -> {
                                        String[] parts = each.getKey().split("\\.");
                                        return new MaskingRule(
                                                database,
                                                parts[0],
                                                parts[1],
                                                parts[2],
                                                each.getValue(),
                                                null);
                                    })
                            .toList();
            return new MaskingRulesText(
                    database, version, approved, rules.size(), "cambium_rules: 1\n", columns);
        }
    }

    @Override
    public MaskingRulesText setRules(String projectId, String yaml) {
        throw new UnsupportedOperationException("the window writes no YAML");
    }

    @Override
    public MaskingRulesText changeRules(
            String projectId, String database, List<MaskingRule> changes) {
        synchronized (engine) {
            engine.verb();
            for (MaskingRule change : changes) {
                rules.put(
                        change.schemaName() + "." + change.tableName() + "." + change.columnName(),
                        String.valueOf(change.maskingFunction()));
            }
            version++;
            return rules(projectId, database);
        }
    }

    @Override
    public MaskingRulesText approveRules(
            String projectId, String branch, String database, boolean acceptDetected) {
        synchronized (engine) {
            engine.verb();
            for (PersonalColumn each : detect(projectId, branch, database, true)) {
                String suggestion = each.suggestion();
                if (suggestion != null) {
                    rules.put(each.schema() + "." + each.table() + "." + each.column(), suggestion);
                }
            }
            approved = true;
            version++;
            return rules(projectId, database);
        }
    }

    /** The name of the function stands in place of each value, so that a pick shows. */
    @Override
    public MaskingPreviewReply preview(String projectId, String branch, MaskingTrial trial) {
        synchronized (engine) {
            engine.alive();
            Map<String, String> functions = new LinkedHashMap<>(rules);
            for (PersonalColumn each : detect(projectId, branch, trial.database(), true)) {
                String suggestion = each.suggestion();
                if (suggestion != null) {
                    functions.put(
                            each.schema() + "." + each.table() + "." + each.column(), suggestion);
                }
            }
            trial.changes()
                    .forEach(
                            each ->
                                    functions.put(
                                            each.schemaName()
                                                    + "."
                                                    + each.tableName()
                                                    + "."
                                                    + each.columnName(),
                                            String.valueOf(each.maskingFunction())));
            String table = String.valueOf(trial.table());
            List<String> columns = new ArrayList<>();
            List<String> called = new ArrayList<>();
            List<@Nullable String> after = new ArrayList<>();
            functions.forEach(
                    (column, function) -> {
                        if (column.startsWith(table + ".") && !function.equals("keep")) {
                            columns.add(column.substring(table.length() + 1));
                            called.add(function);
                            after.add("by " + function);
                        }
                    });
            List<@Nullable String> before =
                    columns.stream().<@Nullable String>map(each -> "mia@shop.test").toList();
            return new MaskingPreviewReply(
                    List.of(
                            new MaskingPreviewReply.Table(
                                    table, columns, called, List.of(before), List.of(after))),
                    List.of(),
                    List.of());
        }
    }

    @Override
    public Created.BranchReply run(String projectId, NewAnonymized request) {
        CountDownLatch latch;
        synchronized (engine) {
            engine.verb();
            latch = held;
            held = null;
        }
        if (latch != null) {
            synchronized (engine) {
                held = latch;
                heldName = request.name();
                Branch source = engine.find(request.source());
                heldOperation = engine.running("create_anonymized_branch", source, true);
            }
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (engine) {
            if (cancelled.remove(request.name())) {
                held = null;
                throw new EngineException(
                        409, "MASKING_CANCELLED", "The run was cancelled. Nothing was changed.");
            }
            Branch made =
                    engine.addBranch(projectId, request.name(), null, Instant.now(), "running");
            engine.change(
                    made.id(),
                    each ->
                            Records.with(
                                    each,
                                    "cambium",
                                    Records.with(
                                            each.cambium(),
                                            "schemaFrom",
                                            "main as it is now",
                                            "masked",
                                            true),
                                    "isProtected",
                                    request.isProtected(),
                                    "expiresAt",
                                    request.expiresAt()));
            made = engine.find(made.id());
            masked.add(made.id());
            engine.tell("branch.created", projectId, made.id(), null, "Branch created", null);
            return new Created.BranchReply(
                    made, List.of(), List.of(), List.of(), List.of(), List.of());
        }
    }

    /** The run that is held ends with its operation. */
    void operationCancelled(String operation) {
        CountDownLatch latch = held;
        if (latch != null && operation.equals(heldOperation)) {
            cancelled.add(String.valueOf(heldName));
            latch.countDown();
        }
    }

    @Override
    public AnonymizedStatus refresh(String projectId, String branch) {
        throw new UnsupportedOperationException("the window refreshes nothing");
    }

    @Override
    public void cancel(String projectId, String branch) {
        synchronized (engine) {
            engine.alive();
            cancelled.add(branch);
            CountDownLatch latch = held;
            if (latch != null) {
                latch.countDown();
            }
        }
    }

    @Override
    public JsonNode report(String projectId, String branch) {
        synchronized (engine) {
            engine.alive();
            if (!masked.contains(engine.find(branch).id())) {
                throw new EngineException(
                        404,
                        "NO_MASKING_REPORT",
                        "What this branch holds was not made by an anonymization.");
            }
            ObjectMapper json = new ObjectMapper();
            ArrayNode all = json.createArrayNode();
            ObjectNode one = all.addObject().put("database", "shop").put("source", "main");
            one.put("rows", 12_000).put("scanned_values", 5_000);
            one.putObject("millis").put("copy", 1_400).put("indexes", 600);
            ObjectNode table = one.putArray("tables").addObject();
            table.put("name", "public.customers").put("rows", 12_000);
            ObjectNode column = table.putArray("columns").addObject();
            column.put("name", "email").put("function", "email");
            column.put("guarantee", "unique, not reversible").put("values", 11_990);
            column.put("nulls", 10).put("unchanged", 0);
            one.putObject("foreign_keys").put("public.orders orders_customer_fkey", true);
            one.putArray("residues");
            one.putArray("warnings");
            return all;
        }
    }

    @Override
    public String htmlReport(String projectId, String branch) {
        return "<html>" + report(projectId, branch).size() + "</html>";
    }

    @Override
    public Created.BranchReply create(
            String projectId, NewBranch request, List<MaskingRule> own, boolean start) {
        throw new UnsupportedOperationException("the window makes none that waits");
    }

    @Override
    public List<MaskingRule> maskingRules(String projectId, String branch) {
        throw new UnsupportedOperationException("the window knows the project's rules only");
    }

    @Override
    public List<MaskingRule> setMaskingRules(
            String projectId, String branch, List<MaskingRule> own) {
        throw new UnsupportedOperationException("the window knows the project's rules only");
    }

    @Override
    public AnonymizedStatus start(String projectId, String branch) {
        throw new UnsupportedOperationException("the window waits for its runs");
    }

    @Override
    public AnonymizedStatus status(String projectId, String branch) {
        throw new UnsupportedOperationException("the window asks for reports");
    }
}
