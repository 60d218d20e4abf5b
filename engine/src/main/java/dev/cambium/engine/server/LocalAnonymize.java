package dev.cambium.engine.server;

import static dev.cambium.engine.server.Answers.answer;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.column.TypeFamily;
import dev.cambium.anonymizer.function.MaskFunction;
import dev.cambium.anonymizer.plan.Problem;
import dev.cambium.anonymizer.report.HtmlReport;
import dev.cambium.anonymizer.rules.RulesYaml;
import dev.cambium.engine.api.AnonymizeCalls;
import dev.cambium.engine.api.AnonymizedStatus;
import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.MaskingFunctionInfo;
import dev.cambium.engine.api.MaskingPreviewReply;
import dev.cambium.engine.api.MaskingRule;
import dev.cambium.engine.api.MaskingRulesText;
import dev.cambium.engine.api.NewAnonymized;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.PersonalColumn;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.anonymize.Anonymizing;
import dev.cambium.engine.branch.anonymize.Anonymizing.Trial;
import dev.cambium.engine.branch.anonymize.MaskingRuns.Wish;
import dev.cambium.engine.branch.anonymize.Preview;
import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.creation.Branched;
import dev.cambium.engine.catalog.AnonymizedBranch;
import dev.cambium.engine.catalog.Branch;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Anonymizing, as the engine of this process answers for it. Thread-safe. */
final class LocalAnonymize implements AnonymizeCalls {

    private static final Logger log = LoggerFactory.getLogger(LocalAnonymize.class);

    private static final String LITERALS_REMAIN =
            "Only rows are masked. Values that are part of the schema are there as they are: defaults, checks, partition bounds, enum labels, bodies of functions and views, comments.";

    private final BranchService branches;
    private final Anonymizing anonymizing;
    private final Shown shown;

    LocalAnonymize(BranchService branches, Shown shown) {
        this.branches = branches;
        this.anonymizing = branches.anonymizing();
        this.shown = shown;
    }

    @Override
    public List<PersonalColumn> detect(
            String projectId, String branch, String database, boolean all) {
        return answer(
                () ->
                        anonymizing.detect(projectId, branch, database, all).stream()
                                .filter(one -> all || one.finding().isSensitive())
                                .map(LocalAnonymize::column)
                                .toList());
    }

    private static PersonalColumn column(Anonymizing.Detected detected) {
        var finding = detected.finding();
        var suggested = detected.suggested();
        return new PersonalColumn(
                finding.column().schema(),
                finding.column().table(),
                finding.column().column(),
                finding.path().isEmpty() ? null : finding.path(),
                detected.type().sql(),
                family(detected.type().family()),
                finding.kind().name(),
                Math.round(finding.confidence() * 100) / 100.0,
                finding.reasons(),
                finding.isSensitive(),
                suggested == null ? null : suggested.toString());
    }

    @Override
    public List<MaskingFunctionInfo> functions() {
        return Arrays.stream(MaskFunction.values())
                .map(
                        function ->
                                new MaskingFunctionInfo(
                                        function.key(),
                                        function.summary(),
                                        function.guarantees().inWords(),
                                        function.parameters().stream().sorted().toList(),
                                        Arrays.stream(TypeFamily.values())
                                                .filter(function.families()::contains)
                                                .map(LocalAnonymize::family)
                                                .toList()))
                .toList();
    }

    private static String family(TypeFamily family) {
        return family.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public MaskingRulesText rules(String projectId, String database) {
        return answer(() -> text(anonymizing.rules(projectId, database)));
    }

    @Override
    public MaskingRulesText setRules(String projectId, String yaml) {
        return answer(() -> text(anonymizing.setRules(projectId, yaml)));
    }

    @Override
    public MaskingRulesText changeRules(
            String projectId, String database, List<MaskingRule> changes) {
        List<dev.cambium.engine.branch.anonymize.MaskingRule> all =
                changes.stream().map(LocalAnonymize::theirs).toList();
        return answer(() -> text(anonymizing.changeRules(projectId, database, all)));
    }

    @Override
    public MaskingRulesText approveRules(
            String projectId, String branch, String database, boolean acceptDetected) {
        return answer(() -> text(anonymizing.approve(projectId, branch, database, acceptDetected)));
    }

    private static MaskingRulesText text(Anonymizing.Shown rules) {
        return new MaskingRulesText(
                rules.rules().database(),
                rules.version(),
                rules.rules().areApproved(),
                rules.rules().masked(),
                RulesYaml.write(rules.rules()),
                rules.rules().calls().entrySet().stream()
                        .map(
                                one ->
                                        new MaskingRule(
                                                rules.rules().database(),
                                                one.getKey().schema(),
                                                one.getKey().table(),
                                                one.getKey().column(),
                                                one.getValue().toString(),
                                                null))
                        .toList());
    }

    @Override
    public MaskingPreviewReply preview(String projectId, String branch, MaskingTrial trial) {
        return answer(
                () -> {
                    Preview preview =
                            anonymizing.preview(
                                    projectId,
                                    branch,
                                    new Trial(
                                            trial.database(),
                                            trial.rules(),
                                            trial.changes().stream()
                                                    .map(LocalAnonymize::theirs)
                                                    .toList(),
                                            table(trial.table()),
                                            trial.acceptDetected(),
                                            trial.rows()));
                    return new MaskingPreviewReply(
                            preview.tables().stream()
                                    .map(
                                            table ->
                                                    new MaskingPreviewReply.Table(
                                                            table.table(),
                                                            table.columns(),
                                                            table.functions(),
                                                            table.before(),
                                                            table.after()))
                                    .toList(),
                            preview.problems().stream().map(Problem::message).toList(),
                            preview.warnings());
                });
    }

    private static @Nullable TableId table(@Nullable String name) {
        if (name == null) {
            return null;
        }
        int dot = name.indexOf('.');
        if (dot <= 0 || dot == name.length() - 1) {
            throw RequestBody.bad("\"table\" is written schema.table, not '%s'.".formatted(name));
        }
        return new TableId(name.substring(0, dot), name.substring(dot + 1));
    }

    @Override
    public Created.BranchReply run(String projectId, NewAnonymized request) {
        return answer(
                () ->
                        shown.created(
                                branches.createAnonymized(
                                        projectId,
                                        request.source(),
                                        MomentTexts.moment(request.at()),
                                        new BranchWish(
                                                request.name(),
                                                request.compute(),
                                                request.isProtected(),
                                                request.expiresAt()),
                                        new Wish(
                                                request.database(),
                                                request.rules(),
                                                request.acceptDetected())),
                                request.compute(),
                                request.database(),
                                LITERALS_REMAIN));
    }

    @Override
    public AnonymizedStatus refresh(String projectId, String branch) {
        return answer(
                () -> {
                    Branch refreshed = branches.anonymizeAgain(projectId, branch);
                    return status(anonymizing.runs().anonymized(refreshed), refreshed);
                });
    }

    @Override
    public void cancel(String projectId, String branch) {
        var _ =
                answer(
                        () -> {
                            anonymizing.runs().cancel(projectId, branch);
                            return true;
                        });
    }

    @Override
    public JsonNode report(String projectId, String branch) {
        return answer(() -> ApiJson.mapper().valueToTree(anonymizing.report(projectId, branch)));
    }

    @Override
    public String htmlReport(String projectId, String branch) {
        return answer(
                () ->
                        anonymizing.report(projectId, branch).stream()
                                .map(HtmlReport::of)
                                .collect(Collectors.joining("\n")));
    }

    @Override
    public Created.BranchReply create(
            String projectId, NewBranch request, List<MaskingRule> rules, boolean start) {
        return answer(
                () -> {
                    Branched created =
                            branches.createToAnonymize(
                                    projectId,
                                    request.parent(),
                                    MomentTexts.moment(request.at()),
                                    LocalBranches.wish(request),
                                    rules.stream().map(LocalAnonymize::theirs).toList());
                    if (start) {
                        var _ = start(projectId, created.branch().id());
                    }
                    return shown.created(created, request.compute(), LITERALS_REMAIN);
                });
    }

    private static dev.cambium.engine.branch.anonymize.MaskingRule theirs(MaskingRule rule) {
        return new dev.cambium.engine.branch.anonymize.MaskingRule(
                rule.databaseName(),
                rule.schemaName(),
                rule.tableName(),
                rule.columnName(),
                rule.maskingFunction(),
                rule.maskingValue());
    }

    private static MaskingRule ours(dev.cambium.engine.branch.anonymize.MaskingRule rule) {
        return new MaskingRule(
                rule.database(),
                rule.schema(),
                rule.table(),
                rule.column(),
                rule.function(),
                rule.value());
    }

    @Override
    public List<MaskingRule> maskingRules(String projectId, String branch) {
        return answer(
                () ->
                        anonymizing.runs().ownRules(projectId, branch).stream()
                                .map(LocalAnonymize::ours)
                                .toList());
    }

    @Override
    public List<MaskingRule> setMaskingRules(
            String projectId, String branch, List<MaskingRule> rules) {
        return answer(
                () ->
                        anonymizing
                                .runs()
                                .setOwnRules(
                                        projectId,
                                        branch,
                                        rules.stream().map(LocalAnonymize::theirs).toList())
                                .stream()
                                .map(LocalAnonymize::ours)
                                .toList());
    }

    @Override
    public AnonymizedStatus start(String projectId, String branch) {
        return answer(
                () -> {
                    Branch found = branches.branch(projectId, branch);
                    AnonymizedBranch started = anonymizing.runs().begin(found);
                    Thread.ofPlatform()
                            .name("anonymize-" + found.name())
                            .start(() -> inBackground(found));
                    return status(started, found);
                });
    }

    /** Whoever asked reads the status; what went wrong is in it. */
    private void inBackground(Branch branch) {
        try {
            var _ = branches.anonymizeAgain(branch.projectId(), branch.id());
        } catch (RuntimeException e) {
            log.info("Branch {} was not anonymized", branch.name(), e);
        }
    }

    @Override
    public AnonymizedStatus status(String projectId, String branch) {
        return answer(
                () -> {
                    Branch found = branches.branch(projectId, branch);
                    return status(anonymizing.runs().anonymized(found), found);
                });
    }

    private static AnonymizedStatus status(AnonymizedBranch state, Branch branch) {
        Instant began = state.startedAt();
        return new AnonymizedStatus(
                branch.projectId(),
                branch.id(),
                state.state().name().toLowerCase(Locale.ROOT),
                state.message(),
                state.createdAt(),
                state.updatedAt(),
                state.failedAt(),
                began == null
                        ? null
                        : new AnonymizedStatus.LastRun(
                                began, state.completedAt(), state.maskedColumns()));
    }
}
