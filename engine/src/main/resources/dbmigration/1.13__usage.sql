-- What a branch used in an hour, and how large it was then. A branch that rests has no row: it stays
-- as large as its last one says. Rows outlive their branches.
create table usage_hour (
    id varchar(80) not null primary key,
    project_id varchar(60) not null,
    branch_id varchar(60) not null,
    began_at timestamp(9) with time zone not null,
    root boolean not null,
    active_millis bigint not null,
    cpu_millis bigint not null,
    written_bytes bigint not null,
    logical_bytes bigint not null,
    stored_bytes bigint not null,
    history_bytes bigint not null
);

-- Up to where the WAL of a timeline is counted in those rows.
create table usage_mark (
    timeline_id varchar(60) not null primary key,
    lsn bigint not null
);
