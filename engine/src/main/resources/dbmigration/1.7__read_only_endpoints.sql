-- Read-only endpoints, and projects that run on an installed Postgres.

-- Null means a Postgres that the build brought.
alter table project add column postgres_bin varchar(4096);

-- A hot standby of a branch's compute, at a port of its own.
create table read_only_endpoint (
  id              varchar(80)  not null primary key,
  branch_id       varchar(80)  not null,
  name            varchar(256),
  port            integer      not null,
  created_at      timestamp(9) with time zone not null,
  updated_at      timestamp(9) with time zone not null,
  constraint uq_read_only_endpoint_port unique (port),
  constraint fk_read_only_endpoint_branch foreign key (branch_id) references branch (id)
);
create index ix_read_only_endpoint_branch on read_only_endpoint (branch_id);
