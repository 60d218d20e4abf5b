package dev.cambium.engine.catalog;

import dev.cambium.engine.catalog.entity.AnonymizedBranchRow;
import dev.cambium.engine.catalog.entity.ApiKeyRow;
import dev.cambium.engine.catalog.entity.BookmarkRow;
import dev.cambium.engine.catalog.entity.BranchAnnotationRow;
import dev.cambium.engine.catalog.entity.BranchRestoreRow;
import dev.cambium.engine.catalog.entity.BranchRow;
import dev.cambium.engine.catalog.entity.EndpointSettingsRow;
import dev.cambium.engine.catalog.entity.EngineSettingRow;
import dev.cambium.engine.catalog.entity.ImageRow;
import dev.cambium.engine.catalog.entity.KnownDatabaseRow;
import dev.cambium.engine.catalog.entity.MaskingKeyRow;
import dev.cambium.engine.catalog.entity.MaskingReportRow;
import dev.cambium.engine.catalog.entity.MaskingRulesRow;
import dev.cambium.engine.catalog.entity.NightlyRefreshRow;
import dev.cambium.engine.catalog.entity.OperationRow;
import dev.cambium.engine.catalog.entity.ProjectRow;
import dev.cambium.engine.catalog.entity.ReadOnlyEndpointRow;
import dev.cambium.engine.catalog.entity.RoleRow;
import dev.cambium.engine.catalog.entity.SchemaSourceRow;
import dev.cambium.engine.catalog.entity.SnapshotPlanRow;
import dev.cambium.engine.catalog.entity.SnapshotRow;
import dev.cambium.engine.catalog.entity.TenureRow;
import dev.cambium.engine.catalog.entity.TimelineRow;
import dev.cambium.engine.catalog.entity.UndoBranchRow;
import dev.cambium.engine.catalog.entity.UndoStepRow;
import dev.cambium.engine.catalog.entity.UsageHourRow;
import dev.cambium.engine.catalog.entity.UsageMarkRow;

import io.ebean.config.DatabaseConfig;

import jakarta.persistence.Table;

import java.util.ArrayList;
import java.util.List;

/** The tables of the catalog: every one has a class of rows. */
final class CatalogTables {

    private static final List<Class<?>> ROWS =
            List.of(
                    ProjectRow.class,
                    BranchRow.class,
                    TenureRow.class,
                    TimelineRow.class,
                    ImageRow.class,
                    RoleRow.class,
                    EndpointSettingsRow.class,
                    EngineSettingRow.class,
                    KnownDatabaseRow.class,
                    OperationRow.class,
                    BookmarkRow.class,
                    UndoStepRow.class,
                    UndoBranchRow.class,
                    ReadOnlyEndpointRow.class,
                    SnapshotRow.class,
                    SnapshotPlanRow.class,
                    BranchRestoreRow.class,
                    SchemaSourceRow.class,
                    MaskingKeyRow.class,
                    MaskingRulesRow.class,
                    AnonymizedBranchRow.class,
                    MaskingReportRow.class,
                    ApiKeyRow.class,
                    NightlyRefreshRow.class,
                    UsageHourRow.class,
                    UsageMarkRow.class,
                    BranchAnnotationRow.class);

    private CatalogTables() {}

    /** Makes the rows known to the library that reads and writes them. */
    static void addTo(DatabaseConfig config) {
        config.addAll(ROWS);
    }

    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Class<?> row : ROWS) {
            names.add(row.getAnnotation(Table.class).name());
        }
        return names;
    }
}
