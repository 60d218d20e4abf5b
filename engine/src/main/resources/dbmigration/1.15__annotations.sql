-- Words that whoever made a branch put to it, a JSON object of strings.

create table branch_annotation (
  branch_id   varchar(80)  not null primary key,
  words       character large object not null,
  created_at  timestamp(9) with time zone not null,
  constraint fk_branch_annotation foreign key (branch_id) references branch (id)
);
