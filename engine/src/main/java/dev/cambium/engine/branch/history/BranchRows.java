package dev.cambium.engine.branch.history;

import dev.cambium.engine.catalog.BranchRestore;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.SchemaSource;
import dev.cambium.engine.catalog.Tenure;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the catalog has of how branches are and what of them can be opened. Thread-safe. */
public sealed interface BranchRows {

    /** The tenures of a branch, in order. */
    List<Tenure> tenures(String branchId);

    @Nullable Timeline timeline(TimelineId id);

    /** The images of a timeline, by their end. */
    List<Image> images(TimelineId id);

    /** The seals that would go with a timeline. */
    Set<SealId> ownSeals(TimelineId id);

    /** Where its schema came from, if it was made without rows. */
    @Nullable SchemaSource schemaSource(String branchId);

    /** Whether a timeline began with masked rows. */
    boolean isMasked(TimelineId id);

    /** From which snapshot it has its content, if from one. */
    @Nullable BranchRestore restore(String branchId);

    /** Asks the catalog each time: for a few branches. */
    record Asked(Catalog catalog) implements BranchRows {

        @Override
        public List<Tenure> tenures(String branchId) {
            return catalog.tenures(branchId);
        }

        @Override
        public @Nullable Timeline timeline(TimelineId id) {
            return catalog.timeline(id).orElse(null);
        }

        @Override
        public List<Image> images(TimelineId id) {
            return catalog.images(id);
        }

        @Override
        public Set<SealId> ownSeals(TimelineId id) {
            return OwnSeals.of(catalog, id);
        }

        @Override
        public @Nullable SchemaSource schemaSource(String branchId) {
            return catalog.schemaSource(branchId).orElse(null);
        }

        @Override
        public boolean isMasked(TimelineId id) {
            return catalog.masking().hasReport(id);
        }

        @Override
        public @Nullable BranchRestore restore(String branchId) {
            return catalog.snapshots().restoreOf(branchId).orElse(null);
        }
    }

    /** The rows of all branches, read at once. */
    record All(
            Map<String, List<Tenure>> tenures,
            Map<TimelineId, Timeline> timelines,
            Map<TimelineId, List<Image>> images,
            Map<TimelineId, Set<SealId>> ownSeals,
            Map<String, SchemaSource> schemaSources,
            Set<TimelineId> masked,
            Map<String, BranchRestore> restores)
            implements BranchRows {

        static All of(Catalog catalog) {
            List<Image> images = catalog.images();
            return new All(
                    catalog.tenures().stream().collect(Collectors.groupingBy(Tenure::branchId)),
                    byKey(catalog.timelines(), Timeline::id),
                    images.stream().collect(Collectors.groupingBy(Image::timeline)),
                    OwnSeals.of(images),
                    byKey(catalog.schemaSources(), SchemaSource::branchId),
                    catalog.masking().timelines(),
                    byKey(catalog.snapshots().allRestores(), BranchRestore::branchId));
        }

        private static <K, T> Map<K, T> byKey(List<T> rows, Function<T, K> key) {
            return rows.stream().collect(Collectors.toMap(key, Function.identity()));
        }

        @Override
        public List<Tenure> tenures(String branchId) {
            return tenures.getOrDefault(branchId, List.of());
        }

        @Override
        public @Nullable Timeline timeline(TimelineId id) {
            return timelines.get(id);
        }

        @Override
        public List<Image> images(TimelineId id) {
            return images.getOrDefault(id, List.of());
        }

        @Override
        public Set<SealId> ownSeals(TimelineId id) {
            return ownSeals.getOrDefault(id, Set.of());
        }

        @Override
        public @Nullable SchemaSource schemaSource(String branchId) {
            return schemaSources.get(branchId);
        }

        @Override
        public boolean isMasked(TimelineId id) {
            return masked.contains(id);
        }

        @Override
        public @Nullable BranchRestore restore(String branchId) {
            return restores.get(branchId);
        }
    }
}
