-- A deleted snapshot keeps its row as long as its deletion can be undone; only its name and its slug
-- are free again. The operation is the one that deleted it.
alter table snapshot add column deleted_by uuid;
alter table snapshot add column deleted_at timestamp(9) with time zone;
alter table snapshot add column deleted_id varchar(80) default '' not null;
alter table snapshot drop constraint uq_snapshot_name;
alter table snapshot drop constraint uq_snapshot_slug;
alter table snapshot add constraint uq_snapshot_name unique (project_id, name, deleted_id);
alter table snapshot add constraint uq_snapshot_slug unique (project_id, slug, deleted_id);
