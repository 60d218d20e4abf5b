-- Keys of the API beside the one in the home. Of each there is only a digest.
create table api_key (
    id bigint not null primary key,
    name varchar(64) not null,
    digest varchar(64) not null,
    created_at timestamp(9) with time zone not null,
    constraint uq_api_key_digest unique (digest)
);

-- Branches that are filled anew every night from a running database, whose address may hold a
-- password.
create table nightly_refresh (
    branch_id varchar(60) not null primary key,
    url varchar(4000) not null,
    database_name varchar(256),
    hour_of_day int not null,
    next_run timestamp(9) with time zone not null,
    last_run timestamp(9) with time zone,
    last_error varchar(4000)
);
