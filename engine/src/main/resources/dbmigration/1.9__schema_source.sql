-- Where the schema of a branch without rows came from; the source may be gone.

create table schema_source (
  branch_id    varchar(80)  not null primary key,
  source_id    varchar(80)  not null,
  source_name  varchar(256) not null,
  lsn          bigint       not null,
  moment_at    timestamp(9) with time zone not null,
  constraint fk_schema_source_branch foreign key (branch_id) references branch (id)
);
