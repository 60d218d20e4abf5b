-- Anonymizing: the keys and rules of projects, which branches were made by it, and what it did.

create table masking_key (
  project_id  varchar(80) not null primary key,
  secret      varchar(64) not null,
  created_at  timestamp(9) with time zone not null
);

-- Rules of one database of a project; the highest version counts.
create table masking_rules (
  id             varchar(400) not null primary key,
  project_id     varchar(80)  not null,
  database_name  varchar(256) not null,
  version        integer      not null,
  yaml           character large object not null,
  created_at     timestamp(9) with time zone not null,
  constraint uq_masking_rules unique (project_id, database_name, version)
);

create table anonymized_branch (
  branch_id       varchar(80)  not null primary key,
  source_id       varchar(80)  not null,
  source_name     varchar(256) not null,
  state           varchar(16)  not null,
  message         varchar(4096) not null,
  rules           character large object,
  masked_columns  integer      not null,
  created_at      timestamp(9) with time zone not null,
  updated_at      timestamp(9) with time zone not null,
  failed_at       timestamp(9) with time zone,
  started_at      timestamp(9) with time zone,
  completed_at    timestamp(9) with time zone,
  constraint fk_anonymized_branch foreign key (branch_id) references branch (id)
);

-- What a run did, by the timeline it made: an undo brings the report of the content that comes back.
create table masking_report (
  timeline_id  varchar(80) not null primary key,
  report       character large object not null,
  constraint fk_masking_report foreign key (timeline_id) references timeline (id)
);
