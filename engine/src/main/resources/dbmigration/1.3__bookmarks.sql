-- Moments that users gave a name. The timeline may be gone while the bookmark stays.

create table bookmark (
  id           varchar(80)  not null primary key,
  branch_id    varchar(80)  not null,
  name         varchar(256) not null,
  timeline_id  varchar(43)  not null,
  lsn          bigint       not null,
  moment_at    timestamp(9) with time zone not null,
  created_at   timestamp(9) with time zone not null,
  constraint uq_bookmark unique (branch_id, name),
  constraint fk_bookmark_branch foreign key (branch_id) references branch (id)
);
