-- A deleted project keeps its row as long as its deletion can be undone; only its name is free again.
-- The operation is the one that deleted it.
alter table project add column deleted_by uuid;
alter table project add column deleted_at timestamp(9) with time zone;
alter table project add column deleted_id varchar(80) default '' not null;
alter table project drop constraint uq_project_name;
alter table project add constraint uq_project_name unique (name, deleted_id);
